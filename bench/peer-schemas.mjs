// Two JSON schemas for alloys, of the kind a careful author writes by hand for VS Code's JSON language server, made
// from the vocabulary so that they know what we know: types, required fields, choices, ranges, descriptions, suggestions
// and snippets. They differ in how the type of a stage selects its fields.
import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../scripts/process.mjs";

/** Keywords that mean the same to that server. */
const SAME = ["type", "required", "minimum", "maximum", "default", "enum", "description"];

/** One alternative a stage type. `type` is a constant, by which the server finds the alternative without trying all. */
export function schemaWithOneOf() {
  const { document, stages, stage } = parts();
  const alternatives = Object.entries(stages).map(([type, fields]) => typed(type, fields));
  return { ...document, definitions: { ...document.definitions, Stage: { ...stage, oneOf: alternatives } } };
}

/** A chain of conditions: the first that holds decides, and none after it is tried. */
export function schemaWithConditions() {
  const { document, stages, stage } = parts();
  const chain = Object.entries(stages).reduceRight(
    (otherwise, [type, fields]) => ({
      if: { properties: { type: { const: type } }, required: ["type"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: typed(type, fields),
      else: otherwise,
    }),
    { properties: { type: { enum: Object.keys(stages) } } },
  );
  return { ...document, definitions: { ...document.definitions, Stage: { ...stage, ...chain } } };
}

function typed(type, { summary, ...fields }) {
  return { ...fields, properties: { type: { const: type, description: summary }, ...fields.properties } };
}

function parts() {
  const core = read("schemas/core.json");
  const domain = read("schemas/domains/llm-forge.json");
  const lists = { ...core.lists, ...domain.lists };
  const translate = (schema) => translated(schema, lists);
  const all = (schemas) => mapValues(schemas ?? {}, translate);

  const definitions = { ...all(core.$defs), ...all(domain.$defs) };
  Object.assign(definitions.AlloySource.properties, translate(domain.sourceSchema).properties);
  const root = translate(core);
  const snippets = Object.values(domain.stages).flatMap(({ snippets = [] }) => snippets);
  return {
    document: {
      $schema: "http://json-schema.org/draft-07/schema#",
      ...root,
      properties: { ...root.properties, ...all(domain.rootExtensions) },
      definitions,
    },
    stages: mapValues(domain.stages, (stage) => ({ summary: stage.summary, ...translate(stage) })),
    /** What holds for a stage of any type. */
    stage: {
      type: "object",
      description: core.$defs.Stage.description,
      required: ["type"],
      defaultSnippets: snippets.map(({ label, description, body }) => ({ label, description, body })),
    },
  };
}

/** A schema of our dialect in words of JSON Schema and of VS Code's extensions of it. */
function translated(schema, lists) {
  const result = {};
  for (const keyword of SAME) if (keyword in schema) result[keyword] = schema[keyword];
  if (schema.$ref) {
    // Beside `$ref` stands the type, which says whether null is valid.
    const { type: _, ...rest } = result;
    const $ref = schema.$ref.replace("#/$defs/", "#/definitions/");
    const isNullable = [schema.type].flat().includes("null");
    return isNullable ? { ...rest, anyOf: [{ $ref }, { type: "null" }] } : { ...rest, $ref };
  }
  if (schema.enumDescriptions) {
    result.markdownEnumDescriptions = schema.enum.map((value) => schema.enumDescriptions[value] ?? "");
  }
  const suggestions = suggestionsOf(schema, lists);
  if (suggestions) result.examples = suggestions;
  const keys = schema.propertyNames && suggestionsOf(schema.propertyNames, lists);
  if (keys) result.propertyNames = { examples: keys };
  if (schema.items) result.items = translated(schema.items, lists);
  if (schema.additionalProperties) {
    result.additionalProperties = translated(schema.additionalProperties, lists);
  }
  const properties = {
    // Fields that are explained and never validated: all that is left of them is the description.
    ...mapValues(schema.extras ?? {}, ({ description }) => ({ description })),
    ...mapValues(schema.properties ?? {}, (field) => translated(field, lists)),
  };
  if (Object.keys(properties).length > 0) result.properties = properties;
  return result;
}

function suggestionsOf({ suggestions }, lists) {
  const list = typeof suggestions === "string" ? lists[suggestions] : suggestions;
  return Array.isArray(list) ? list.map((entry) => entry?.value ?? entry) : undefined;
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function read(file) {
  return JSON.parse(readFileSync(path.join(ROOT, file), "utf8"));
}
