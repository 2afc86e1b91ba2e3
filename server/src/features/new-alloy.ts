import type { Domain } from "../schema/domain.js";
import type { Registry } from "../schema/registry.js";
import type { Template } from "../schema/schema.js";

/** A template as it is offered. */
export interface OfferedTemplate extends Template {
  /** Id of the domain that brings it; none for those that every alloy may begin as. */
  readonly domain?: string;
}

/** What a new alloy may begin as: what the core has, then what each domain has. */
export function templatesOf(registry: Registry): OfferedTemplate[] {
  return [
    ...(registry.core.file.templates ?? []),
    ...registry.domains.flatMap((domain) =>
      (domain.file.templates ?? [templateFor(domain)]).map((template) => ({
        ...template,
        domain: domain.file.id,
      })),
    ),
  ];
}

/** The text of a new alloy. */
export function newAlloy({ body }: Template, name: string): string {
  return `${JSON.stringify({ ...body, name }, null, 2)}\n`;
}

/** The name of an alloy, from that of its file. */
export function alloyNameFor(fileName: string): string {
  return fileName.replace(/\.json$/, "").replace(/\.alloy$/, "");
}

/** For a domain that has no template: one stage that shows how it goes on. */
function templateFor({ file: { id, title, stages } }: Domain): Template {
  const snippet = Object.values(stages).find(({ snippets }) => snippets?.[0])?.snippets?.[0];
  return {
    label: id,
    description: title,
    body: {
      name: id,
      version: "0.1.0",
      domains: [id],
      source: { baseModel: "your-org/your-model", architecture: id },
      stages: snippet ? [snippet.body] : [],
    },
  };
}
