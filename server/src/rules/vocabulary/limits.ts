import { rule } from "../../lint/rule.js";
import { fieldSchemasIn } from "../../schema/domain-schemas.js";
import { MAX_CHAIN } from "../../schema/schema.js";
import {
  findMember,
  findValue,
  keyOrStart,
  type ObjectNode,
  type Span,
  textIn,
  type ValueNode,
  walk,
} from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Longer files are not read as domains, in UTF-16 code units. */
export const MAX_DOMAIN_LENGTH = 2_000_000;

/** Many times what any domain has, and few enough to stay quick. */
const MAX_STAGES = 500;
/** Of one object. */
const MAX_FIELDS = 2000;
/** Of one array: choices and suggestions, such as all languages there are. */
const MAX_ITEMS = 10_000;
/** Stages, fields, items, and definitions. */
const MAX_SCHEMAS = 10_000;
/** The same, counted once for every reference that leads to them. */
const MAX_REFERENCED = 20_000;
/** Branches, tested fields, and dependent fields of one object. */
const MAX_CONDITIONS = 200;

interface Data {
  readonly what:
    | "length"
    | "depth"
    | "stages"
    | "fields"
    | "items"
    | "schemas"
    | "references"
    | "chain"
    | "conditions";
  readonly count: number;
}

const names = (count: number, value: string) =>
  Array.from({ length: count }, (_, i) => `"n${i}": ${value}`).join(", ");

/** A domain that would slow everything down. */
export const vocabularyLimits = rule<Data>({
  code: "vocabulary/limits",
  severity: "error",
  summary: "A domain file exceeds a limit",
  explanation: `A domain file has at most ${MAX_DOMAIN_LENGTH} characters, ${MAX_STAGES} stages, and ${MAX_SCHEMAS} schemas (stages, fields, items, and definitions); an object in it has at most ${MAX_FIELDS} fields, an array at most ${MAX_ITEMS} items. With each \`$ref\` replaced by the definition that it leads to, once, it has at most ${MAX_REFERENCED} schemas, and a \`$ref\` leads to its definition through at most ${MAX_CHAIN} others. An object has at most ${MAX_CONDITIONS} branches, tested fields, and dependent fields. It is nested no deeper than an alloy may be. A larger file is not used, so that it does not slow down the rest.`,
  examples: {
    bad: [
      `{‹"stages"›: {${names(MAX_STAGES + 1, "{}")}}}`,
      `{"stages": {"a": {‹"properties"›: {${names(MAX_FIELDS + 1, "{}")}}}}}`,
      `{"$defs": {"A": {"type": "string", ‹"enum"›: [${'"a", '.repeat(MAX_ITEMS)}"b"]}}}`,
      `{‹"$defs"›: {"A": {"properties": {${names(1500, "{}")}}}, "B": {"properties": {${names(14, '{"$ref": "#/$defs/A"}')}}}}}`,
      `{"$defs": {${Array.from({ length: MAX_CHAIN + 1 }, (_, i) => `"A${i}": {"$ref": "#/$defs/A${i + 1}"}`).join(", ")}, "A${MAX_CHAIN + 1}": {}, "B": {"$ref": ‹"#/$defs/A0"›}}}`,
      `{"$defs": {‹"A"›: {"type": "object", "oneOf": [${'{"$ref": "#/$defs/B"}, '.repeat(MAX_CONDITIONS)}{}]}, "B": {}}}`,
      `{"stages": ${"[".repeat(255)}‹[›${"]".repeat(256)}}`,
    ],
    good: [
      '{"stages": {"mix": {}}}',
      '{"stages": {"a": {"properties": 1}, "b": {}}}',
      `{"stages": {${names(MAX_STAGES, "{}")}}}`,
      `{"stages": {"a": {"properties": {${names(MAX_FIELDS, "{}")}}}}}`,
      '{"$defs": {"Tree": {"type": "object", "properties": {"left": {"$ref": "#/$defs/Tree"}, "right": {"$ref": "#/$defs/Tree"}}}}}',
    ],
  },
  on: "domain",
  scope: "document",
  check({ root, tree }, report) {
    const { length } = tree.source;
    if (length > MAX_DOMAIN_LENGTH) {
      report({ start: 0, end: 0 }, { what: "length", count: length });
      return;
    }
    const deep = tree.problems.find(({ kind }) => kind === "too-deep");
    if (deep) report(deep, { what: "depth", count: 0 });
    const stages = findMember(root, "stages");
    if (stages?.value?.kind === "object" && stages.value.members.length > MAX_STAGES)
      report(stages.key, { what: "stages", count: stages.value.members.length });
    walk(root, (node) => {
      if (node.kind !== "object" && node.kind !== "array") return;
      const count = node.kind === "object" ? node.members.length : node.items.length;
      if (count <= (node.kind === "object" ? MAX_FIELDS : MAX_ITEMS) || node === stages?.value) return;
      report(keyOrStart(node), { what: node.kind === "object" ? "fields" : "items", count });
    });
    const schemas = fieldSchemasIn(root);
    if (schemas.length > MAX_SCHEMAS)
      report(keyOrStart(stages?.value ?? root), { what: "schemas", count: schemas.length });
    else checkReferences(root, schemas, report);
    for (const schema of schemas) {
      const count = conditionsIn(schema);
      if (count > MAX_CONDITIONS) report(keyOrStart(schema), { what: "conditions", count });
    }
  },
  message: ({ what, count }) => {
    switch (what) {
      case "length":
        return t`A domain file must have at most ${MAX_DOMAIN_LENGTH} characters, but this one has ${count}; it is not used.`;
      case "depth":
        return t`The domain file is nested too deeply; it is not used.`;
      case "stages":
        return t`A domain must have at most ${MAX_STAGES} stages, but this one has ${count}.`;
      case "fields":
        return t`An object in a domain file must have at most ${MAX_FIELDS} fields, but this one has ${count}.`;
      case "items":
        return t`An array in a domain file must have at most ${MAX_ITEMS} items, but this one has ${count}.`;
      case "schemas":
        return t`A domain file must have at most ${MAX_SCHEMAS} schemas, but this one has ${count}.`;
      case "references":
        return t`The references of a domain file must lead to at most ${MAX_REFERENCED} schemas in all, but lead to ${count}.`;
      case "conditions":
        return t`An object must have at most ${MAX_CONDITIONS} branches, tested fields, and dependent fields, but this one has ${count}.`;
      case "chain":
        return t`A reference must lead through at most ${MAX_CHAIN} others, but this one leads through more.`;
    }
  },
});

/** The branches, tested fields, and dependent fields of an object. */
function conditionsIn(schema: ObjectNode): number {
  const allOf = findValue(schema, "allOf");
  const conditions = [schema, ...(allOf?.kind === "array" ? allOf.items : [])];
  const tested = conditions.map((one) => sizeOf(findValue(findValue(one, "if"), "properties")));
  const dependents = findValue(schema, "dependentRequired");
  const needed = dependents?.kind === "object" ? dependents.members.map(({ value }) => sizeOf(value)) : [];
  const counts = [sizeOf(findValue(schema, "oneOf")), sizeOf(allOf), ...tested, ...needed];
  return counts.reduce((sum, count) => sum + count, 0);
}

function sizeOf(node: ValueNode | undefined): number {
  return node?.kind === "array" ? node.items.length : node?.kind === "object" ? node.members.length : 0;
}

/** References to definitions with references to definitions are more than the file is long. */
function checkReferences(
  root: ValueNode | undefined,
  schemas: readonly ObjectNode[],
  report: (at: Span, data: Data) => void,
): void {
  const defs = findMember(root, "$defs");
  const targetOf = (schema: ValueNode | undefined) =>
    findValue(defs?.value, textIn(schema, "$ref")?.value.replace(/^#\/\$defs\//, "") ?? "");
  const sizes = new Map<ValueNode, number>();
  // In the order of the text: those within a definition follow it.
  const sizeOf = (definition: ValueNode) => {
    const known = sizes.get(definition);
    if (known !== undefined) return known;
    const size = firstFrom(schemas, definition.end) - firstFrom(schemas, definition.start);
    sizes.set(definition, size);
    return size;
  };
  let referenced = 0;
  for (const schema of schemas) {
    const node = textIn(schema, "$ref");
    const target = node && targetOf(schema);
    if (!target) continue;
    referenced += sizeOf(target);
    const chain = new Set<ValueNode>();
    // A circle is the business of another rule.
    for (
      let next: typeof target | undefined = target;
      next && !chain.has(next) && chain.size <= MAX_CHAIN + 1;
    ) {
      chain.add(next);
      next = targetOf(next);
    }
    if (chain.size > MAX_CHAIN + 1) report(node, { what: "chain", count: MAX_CHAIN });
  }
  if (defs && referenced > MAX_REFERENCED) report(defs.key, { what: "references", count: referenced });
}

/** How many of the nodes, in the order of the text, begin before an offset. */
function firstFrom(nodes: readonly Span[], offset: number): number {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as Span).start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
