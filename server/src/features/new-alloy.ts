import type { Domain } from "../schema/domain.js";
import type { Registry } from "../schema/registry.js";
import type { Template } from "../schema/schema.js";
import { parseJson } from "../syntax/parser.js";
import { findValue, type Span, type ValueNode, walk } from "../syntax/tree.js";
import { textWithStops } from "./tab-stops.js";

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

/** The text of a new alloy with a tab stop for each value that its author decides, in the syntax of LSP snippets. */
export function newAlloySnippet(template: Template, name: string): string {
  const text = newAlloy(template, name);
  const { root } = parseJson(text);
  const source = findValue(root, "source");
  const decided = [
    ...["baseModel", "architecture"].flatMap((key) => findValue(source, key) ?? []),
    ...scalarsIn(findValue(root, "acceptanceCriteria")).filter(({ kind }) => kind === "number"),
    ...scalarsIn(root).filter((node) => node.kind === "string" && isPlaceholder(node.value)),
  ];
  const spans = [...new Set(decided)].sort((a, b) => a.start - b.start).map(inside);
  return textWithStops(text, spans);
}

/** How templates write what only the author knows. */
function isPlaceholder(value: string): boolean {
  return value === "" || value.startsWith("your-");
}

function inside({ kind, start, end }: ValueNode): Span {
  return kind === "string" ? { start: start + 1, end: end - 1 } : { start, end };
}

function scalarsIn(node: ValueNode | undefined): ValueNode[] {
  const scalars: ValueNode[] = [];
  walk(node, (inner) => {
    if (inner.kind !== "object" && inner.kind !== "array") scalars.push(inner);
  });
  return scalars;
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
