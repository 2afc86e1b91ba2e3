import type { EffectiveSchema } from "../schema/effective-schema.js";
import type { Field } from "../schema/location.js";
import type { Registry } from "../schema/registry.js";
import type { DomainFile, Schema } from "../schema/schema.js";
import { choiceWords, list, show } from "../schema/words.js";
import { mirrorWords, placeDocumentation, stageDocumentation } from "./documentation.js";

/** The reference page of a domain; undefined if it is not registered. */
export function domainPage(registry: Registry, id: string): string | undefined {
  return registry.domain(id) && page(registry, registry.vocabulary([id]), id);
}

/** The reference pages of all registered domains, by file name. */
export function domainDocs(registry: Registry): ReadonlyMap<string, string> {
  return new Map(
    registry.domains.map(({ file: { id } }) => [`${id}.md`, page(registry, registry.vocabulary([id]), id)]),
  );
}

function page(registry: Registry, vocabulary: EffectiveSchema, id: string): string {
  const domain = registry.domain(id);
  const file = domain?.file;
  const phases = vocabulary.phases.flatMap((phase) => {
    const types = vocabulary.stageTypes.filter((type) => type.phase.id === phase.id);
    return types.length > 0
      ? [`- ${phase.title}: ${types.map(({ name }) => `[${name}](#${name})`).join(", ")}`]
      : [];
  });
  const stages = vocabulary.stageTypes.flatMap((type) => [
    `## ${type.name}`,
    stageDocumentation(type, vocabulary),
    ...fieldsOf(vocabulary, type.name),
  ]);
  return `${[
    `# ${file?.title}`,
    `Domain \`${id}\`, version ${file?.version}${file?.status === "draft" ? ", a draft" : ""}.`,
    file?.description,
    domain && mirrorWords(domain),
    phases.join("\n"),
    ...benchmarksOf(file),
    ...rootFieldsOf(vocabulary, file),
    ...stages,
    "[Domains](../domains.md)",
  ]
    .filter((part) => part !== undefined && part !== "")
    .join("\n\n")}\n`;
}

function fieldsOf(vocabulary: EffectiveSchema, stage: string): string[] {
  const at = vocabulary.stage(stage);
  const always = [...vocabulary.fields(at).values()].filter(({ name }) => name !== "type");
  return [
    ...always.flatMap((field) => section(field, field.name, vocabulary)),
    ...vocabulary
      .variantsAt(at)
      .flatMap(({ place, tests }) =>
        [...vocabulary.fields(place).values()].flatMap((field) =>
          section(field, `${field.name} (if ${testWords(tests)})`, vocabulary),
        ),
      ),
  ];
}

/** What the values of fields must be, in words. */
function testWords(tests: Readonly<Record<string, Schema>>): string {
  const words = Object.entries(tests).map(([field, { enum: choices, const: constant, ...limits }]) => {
    if (choices) return `${field} is ${choices.length === 1 ? "" : "one of "}${choiceWords(choices)}`;
    if (constant !== undefined) return `${field} is ${show(constant)}`;
    return `${field} has ${Object.entries(limits)
      .map(([keyword, value]) => `${keyword} ${show(value)}`)
      .join(", ")}`;
  });
  return list(words, "and");
}

function benchmarksOf(file: DomainFile | undefined): string[] {
  const rows = Object.entries(file?.benchmarks ?? {}).map(
    ([name, { title, description, scale, lowerIsBetter }]) =>
      `- \`${name}\` — ${title}. ${description} Scale: ${scale}${lowerIsBetter ? ", lower is better" : ""}.`,
  );
  return rows.length > 0 ? ["## Benchmarks", rows.join("\n")] : [];
}

function rootFieldsOf(vocabulary: EffectiveSchema, file: DomainFile | undefined): string[] {
  const fields = Object.keys(file?.rootExtensions ?? {}).flatMap(
    (name) => vocabulary.fields(vocabulary.root).get(name) ?? [],
  );
  const sections = fields.flatMap((field) => section(field, field.name, vocabulary));
  return sections.length > 0 ? ["## Fields of the alloy", ...sections] : [];
}

function section(field: Field, heading: string, vocabulary: EffectiveSchema): string[] {
  return [`### ${heading}`, placeDocumentation(field.place, field.name, vocabulary, field)];
}
