import type { EffectiveSchema } from "../schema/effective-schema.js";
import type { Registry } from "../schema/registry.js";
import { placeDocumentation, stageDocumentation } from "./documentation.js";

/** The reference pages of all registered domains, by file name. */
export function domainDocs(registry: Registry): ReadonlyMap<string, string> {
  return new Map(
    registry.domains.map(({ file: { id } }) => [`${id}.md`, page(registry, registry.vocabulary([id]), id)]),
  );
}

function page(registry: Registry, vocabulary: EffectiveSchema, id: string): string {
  const file = registry.domain(id)?.file;
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
    phases.join("\n"),
    ...stages,
    "[Domains](../domains.md)",
  ].join("\n\n")}\n`;
}

function fieldsOf(vocabulary: EffectiveSchema, stage: string): string[] {
  return [...vocabulary.fields(vocabulary.stage(stage)).values()]
    .filter(({ name }) => name !== "type")
    .flatMap((field) => [
      `### ${field.name}`,
      placeDocumentation(field.place, field.name, vocabulary, field),
    ]);
}
