import type { Domain } from "./domain.js";
import { extend } from "./extend.js";
import type { DomainFile } from "./schema.js";

/** The form of a domain's id. */
export const DOMAIN_ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Returns a text in the form of an ID, such as `lab-batch` for `Lab Batch`; `undefined` if nothing is left of it. */
export function idFrom(text: string): string | undefined {
  const id = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[0-9-]+|-+$/g, "");
  return DOMAIN_ID.test(id) ? id : undefined;
}

/**
 * A domain made from its file, which must be without errors: see `lint/load-domain.ts`.
 * @param place the URI of the file; the bundled ones have none
 * @param base the domain that the file extends, if it extends one
 */
export function domainFrom(written: DomainFile, place?: string, base?: Domain): Domain {
  const file = base ? extend(base.file, written).file : written;
  return {
    file,
    written,
    lineage: [written.id, ...(base?.lineage ?? [])],
    ...(place !== undefined && { place }),
  };
}

/** A vocabulary to begin with: one stage that shows what a stage can have. */
export function starterDomain(id: string): DomainFile {
  const title = id.replace(
    /(^|-)([a-z])/g,
    (_, dash: string, letter: string) => (dash ? " " : "") + letter.toUpperCase(),
  );
  return {
    id,
    version: "0.1.0",
    title,
    description: `What this domain is for: describe it here. Alloys use it by "domains": ["${id}"].`,
    status: "draft",
    stages: {
      step: {
        phase: "transform",
        summary: "One plain line about this stage",
        description: "What the stage does, what it needs and when to use it. Markdown.",
        type: "object",
        outline: ["{name}", "{amount} g"],
        properties: {
          name: {
            type: "string",
            description: "What the field does and when to set it.",
            whenAbsent: "What happens then, in one sentence.",
            suggestions: ["first", "second"],
          },
          amount: {
            type: "number",
            description: "A number with its range and its unit.",
            whenAbsent: "Nothing is weighed.",
            unit: "grams",
            minimum: 0,
          },
        },
        snippets: [
          {
            label: "step",
            description: "a step with a name",
            body: { type: "step", name: "first", amount: 1 },
          },
        ],
      },
    },
  } as DomainFile;
}
