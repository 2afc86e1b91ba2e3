import type { Registry } from "../schema/registry.js";
import { type CoreFile, own, resolved, type Schema, type VocabularyFile } from "../schema/schema.js";
import { conditionsOf, meets, Variants } from "../schema/variants.js";
import { defaultSnippet } from "./default-snippets.js";

type Plain = Record<string, unknown>;

/** Keywords of JSON Schema that the vocabulary files use; all others are annotations of ours. */
const KEYWORDS = new Set([
  "description",
  "enum",
  "const",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "multipleOf",
  "pattern",
  "format",
  "minItems",
  "maxItems",
  "uniqueItems",
  "required",
  "dependentRequired",
  "default",
  "deprecated",
]);

export interface ComposeOptions {
  /** Whether the schema has the keywords with which editors describe choices and offer snippets; validators may reject them. */
  readonly forEditors?: boolean;
}

/**
 * One JSON Schema, draft 2020-12, for alloys that declare these domains: for tools that know nothing else. It says what
 * a schema can say, which is types, choices, ranges, required fields, and conditions, with the documentation; order,
 * references and the acceptance gate are beyond it.
 */
export function composeSchema(
  registry: Registry,
  ids: readonly string[],
  options: ComposeOptions = {},
): Plain {
  const vocabulary = registry.vocabulary(ids);
  const core = new Composer(registry.core.file, "core", options);
  const defs: Plain = core.definitions();
  const root = core.plain(registry.core.file);
  const properties = root.properties as Plain;
  const composers = new Map(
    vocabulary.domains.map((domain) => [domain, new Composer(domain.file, domain.file.id, options)]),
  );
  for (const [{ file }, composer] of composers) {
    Object.assign(defs, composer.definitions());
    for (const [name, schema] of Object.entries(file.rootExtensions ?? {}))
      properties[name] ??= composer.plain(schema);
    if (!file.sourceSchema) continue;
    const source = composer.typed(file.sourceSchema);
    properties.source = { allOf: [properties.source, source] };
  }
  const isClosed = vocabulary.domains.every(({ file }) => file.status === "stable");
  const types = vocabulary.stageTypes.map(({ name }) => name);
  const summaries = vocabulary.stageTypes.map(({ schema }) => schema.summary);
  const stage = { ...(defs["core.Stage"] as Plain) };
  const type = { ...((stage.properties as Plain)?.type as Plain) };
  stage.properties = {
    ...(stage.properties as Plain),
    type: isClosed
      ? { ...type, enum: types, ...(options.forEditors && { enumDescriptions: summaries }) }
      : { ...type, examples: types },
  };
  stage.allOf = vocabulary.stageTypes.map(({ name, schema, domain }) => ({
    if: { type: "object", properties: { type: { type: "string", const: name } }, required: ["type"] },
    // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's own
    then: composers.get(domain)?.typed(schema),
  }));
  if (options.forEditors) {
    stage.defaultSnippets = vocabulary.stageTypes.flatMap(({ schema }) =>
      (schema.snippets ?? []).map(defaultSnippet),
    );
    root.defaultSnippets = vocabulary.domains.flatMap(({ file }) =>
      (file.templates ?? []).map(defaultSnippet),
    );
  }
  properties.stages = { ...(properties.stages as Plain), items: stage };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `Forge Alloy (${ids.join(", ")})`,
    ...root,
    $defs: defs,
  };
}

/** A JSON Schema for files of ours, such as domain files, for editors that know nothing else. */
export function composeFileSchema(file: CoreFile, title: string, options: ComposeOptions = {}): Plain {
  const composer = new Composer(file, "", options);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    ...composer.plain(file),
    $defs: composer.definitions(),
  };
}

/** Writes the schemas of one file without our annotations; what they say to people goes into descriptions. */
class Composer {
  readonly #file: VocabularyFile;
  /** What names of definitions begin with. */
  readonly #prefix: string;
  readonly #options: ComposeOptions;

  /** @param owner ID that tells the definitions of this file from those of others; empty if there are no others */
  constructor(file: VocabularyFile, owner: string, options: ComposeOptions) {
    this.#file = file;
    this.#options = options;
    this.#prefix = owner === "" ? "" : `${owner}.`;
  }

  definitions(): Plain {
    return Object.fromEntries(
      Object.entries(this.#file.$defs ?? {}).map(([name, schema]) => [
        `${this.#prefix}${name}`,
        this.typed(schema),
      ]),
    );
  }

  /**
   * Adds the type `object` to a schema with fields but no type, because strict validators expect the type
   * next to the fields.
   */
  typed(schema: Schema): Plain {
    const result = this.plain(schema);
    const isObject = result.properties ?? result.required ?? result.allOf ?? result.dependentRequired;
    return result.type === undefined && isObject ? { type: "object", ...result } : result;
  }

  plain(schema: Schema): Plain {
    const result = this.#typesOf(schema);
    for (const [key, value] of Object.entries(schema)) if (KEYWORDS.has(key)) result[key] = value;
    const description = describe(schema);
    if (description) result.description = description;
    if (this.#options.forEditors) Object.assign(result, describedChoices(schema));
    if (schema.properties || schema.extras) {
      const fields = { ...schema.extras, ...schema.properties };
      result.properties = Object.fromEntries(
        // Fields that real alloys have in addition to the format are described, never validated.
        Object.entries(fields).map(([name, field]) => [
          name,
          schema.properties && Object.hasOwn(schema.properties, name)
            ? this.plain(field)
            : { description: describe(field) ?? "" },
        ]),
      );
    }
    if (schema.items) result.items = this.plain(schema.items);
    if (schema.additionalProperties) result.additionalProperties = this.plain(schema.additionalProperties);
    else if (schema.unlisted === "refused") result.additionalProperties = false;
    return withFieldsInside(this.#withVariants(schema, result));
  }

  /** Branches and conditions become `if` and `then`: a field that is not there has its default. */
  #withVariants(schema: Schema, result: Plain): Plain {
    const variants = Variants.of(schema, this.#file.$defs);
    if (!variants) return result;
    const { $defs } = this.#file;
    const defaultOf = (name: string) => resolved(own(schema.properties, name) ?? {}, $defs).default;
    const { discriminator: name, selecting } = variants;
    const branches = variants.branches.map(({ schema: branch, values }) => ({
      if: asked(
        { [name ?? ""]: { enum: values } },
        values.includes(defaultOf(name ?? "")) ? [] : [name ?? ""],
      ),
      // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's own
      then: this.typed(branch),
    }));
    const conditions = conditionsOf(schema).map(({ if: test, then }) => {
      const tested = Object.entries(test.properties ?? {});
      const needed = tested.filter(([field, asks]) => !meets(asks, defaultOf(field), $defs));
      return {
        if: asked(
          Object.fromEntries(tested.map(([field, asks]) => [field, this.plain(asks)])),
          needed.map(([field]) => field),
        ),
        // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's own
        then: this.typed(then),
      };
    });
    if (name !== undefined && selecting) {
      result.properties = { ...(result.properties as Plain), [name]: this.plain(selecting) };
      if (selecting.default === undefined)
        result.required = [...new Set([...((result.required as string[]) ?? []), name])];
    }
    return { ...result, allOf: [...branches, ...conditions] };
  }

  /**
   * What a schema refers to, and its types. Strict validators take one type, or one and null, and what is referred to
   * says its own: other choices are alternatives.
   */
  #typesOf({ $ref, type }: Schema): Plain {
    const target = $ref && { $ref: $ref.replace("#/$defs/", `#/$defs/${this.#prefix}`) };
    if (!Array.isArray(type)) return { ...(type && { type }), ...target };
    if (!target && type.length === 2 && type.includes("null")) return { type };
    return { anyOf: type.map((one) => (target && one === "object" ? target : { type: one })) };
  }
}

/** An object with these fields; those in `required` have to be there. */
function asked(properties: Plain, required: readonly string[]): Plain {
  return { type: "object", properties, ...(required.length > 0 && { required }) };
}

/** Moves the fields next to the object type that they apply to, which can be one of several types. */
function withFieldsInside(schema: Plain): Plain {
  const { properties, anyOf, ...others } = schema;
  if (!properties || !anyOf) return schema;
  return {
    ...others,
    anyOf: (anyOf as Plain[]).map((one) => (one.type === "object" ? { ...one, properties } : one)),
  };
}

/** What the vocabulary says about choices, in the order of the choices: editors show it next to each. */
function describedChoices({ enum: values, enumDescriptions }: Schema): Plain {
  if (!values || !enumDescriptions) return {};
  return { enumDescriptions: values.map((value) => own(enumDescriptions, String(value)) ?? "") };
}

function describe(schema: Schema): string | undefined {
  const { description, whenAbsent, unit, enumDescriptions, lessThan, lessThanOrEqual } = schema;
  const parts = [
    description,
    unit && `Unit: ${unit}.`,
    lessThan && `Must be less than \`${lessThan}\`.`,
    lessThanOrEqual && `Must be at most \`${lessThanOrEqual}\`.`,
    whenAbsent && `If omitted: ${whenAbsent}`,
    schema.replacement && `Deprecated: ${schema.replacement}`,
    schema.renamedTo && `Now called \`${schema.renamedTo}\`.`,
    ...Object.entries(enumDescriptions ?? {}).map(([value, words]) => `- \`${value}\` — ${words}`),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join("\n\n") : undefined;
}
