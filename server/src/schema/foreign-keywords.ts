/** Keywords that domain files do not have, and what they have instead. */
import { t } from "../text/l10n.js";

/** Keywords of JSON Schema, OpenAPI, and other schema languages, by what to use instead. */
const INSTEAD: Readonly<Record<string, () => string>> = {
  anyOf: () => t`Use an array of types, or "oneOf" with a field that tells the alternatives apart.`,
  not: () => t`Use "enum", or a narrower range.`,
  else: () => t`Add another condition to "allOf".`,
  contains: () => t`Use "items" and "minItems".`,
  minContains: () => t`Use "minItems".`,
  maxContains: () => t`Use "maxItems".`,
  prefixItems: () => t`Use "items", or an object with a field for each item.`,
  additionalItems: () => t`Use "items".`,
  unevaluatedItems: () => t`Use "items".`,
  unevaluatedProperties: () => t`Alloys may have any other fields, so there is no way to forbid them.`,
  patternProperties: () => t`Use "additionalProperties" for the values of a map.`,
  minProperties: () => t`Use "required".`,
  maxProperties: () => t`Alloys may have any other fields, so there is no way to count them.`,
  dependentSchemas: () => t`Use "dependentRequired", or "if" and "then".`,
  dependencies: () => t`Use "dependentRequired".`,
  discriminator: () => t`Use "const" for the same field in each branch of "oneOf".`,
  definitions: () => t`Use "$defs".`,
  title: () => t`Use "description".`,
  summary: () => t`Use "description".`,
  examples: () => t`Use "suggestions".`,
  example: () => t`Use "suggestions".`,
  nullable: () => t`Add "null" to "type".`,
  optional: () => t`A field is optional unless "required" of its object lists it.`,
  readOnly: () => t`Use "description".`,
  writeOnly: () => t`Use "description".`,
  divisibleBy: () => t`Use "multipleOf".`,
  errorMessage: () => t`Use "patternMessage".`,
  patternErrorMessage: () => t`Use "patternMessage".`,
  deprecationMessage: () => t`Use "replacement".`,
  markdownDescription: () => t`Use "description", which is Markdown.`,
  $id: () => t`A domain file is identified by its "id".`,
  $anchor: () => t`Use "$ref" with "#/$defs/Name".`,
  $dynamicRef: () => t`Use "$ref" with "#/$defs/Name".`,
  $comment: () => t`Use "description".`,
};

/** Says what to use instead of a keyword; undefined for a name that is not a keyword that is known from elsewhere. */
export function insteadOf(keyword: string): string | undefined {
  return Object.hasOwn(INSTEAD, keyword) ? INSTEAD[keyword]?.() : undefined;
}

/** Formats of JSON Schema and OpenAPI, by the type or keyword that says the same. */
const FORMATS_INSTEAD: Readonly<Record<string, string>> = {
  float: '"type": "number"',
  double: '"type": "number"',
  int32: '"type": "integer"',
  int64: '"type": "integer"',
  time: '"pattern"',
  duration: '"pattern"',
  regex: '"pattern"',
  hostname: '"pattern"',
  ipv4: '"pattern"',
  ipv6: '"pattern"',
  url: '"format": "uri"',
  iri: '"format": "uri"',
  datetime: '"format": "date-time"',
  timestamp: '"format": "date-time"',
  guid: '"format": "uuid"',
  mail: '"format": "email"',
};

/** The keyword with its value that says what a format elsewhere says; undefined if there is none. */
export function insteadOfFormat(format: string): string | undefined {
  return Object.hasOwn(FORMATS_INSTEAD, format) ? FORMATS_INSTEAD[format] : undefined;
}
