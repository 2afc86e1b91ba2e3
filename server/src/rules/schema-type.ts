import { type Schema, valueTypesOf } from "../alloy/schema.js";
import type { Finding } from "../alloy/section.js";
import { expectation, nameOf, show } from "../alloy/words.js";
import { t } from "../text/l10n.js";
import type { ValueNode } from "../text/tree.js";
import { type Fix, rule } from "./rule.js";

type Data = Extract<Finding, { kind: "type" }>;

/** A value of the wrong JSON type. */
export const schemaType = rule<Data>({
  code: "schema/type",
  severity: "error",
  summary: "A value has the wrong type",
  explanation:
    'The format fixes the JSON type of each field, and readers refuse another one. A learning rate, for instance, is a text that holds a number: `"2e-4"`, not `2e-4`.',
  examples: {
    bad: [
      '{"stages": [{"type": "train", "learningRate": ‹0.0002›}]}',
      '{"stages": [{"type": "train", "optimizations": ‹"flash_attention"›}]}',
      '{"tags": [‹1›]}',
      '{"cycles": ‹1.5›}',
      '{"stages": [{"type": ‹5›}]}',
      "‹[]›",
      '{"source": {"baseModel": "a", "architecture": "b", "isMoE": ‹"not yes"›}}',
      '{"source": {"baseModel": "a", "architecture": "b", "isMoE": ‹"no 0"›}}',
      '{"source": {"baseModel": "a", "architecture": "b", "isMoE": ‹2›}}',
      '{"cycles": ‹1e19›, "results": {"finalSizeGb": ‹" 1_6 "›}}',
      '{"results": {"benchmarks": [{"name": "a", "metrics": {"score": ‹{}›, "passed": ‹[1]›}}]}}',
      '{"cycles": ‹"3x"›}',
      '{"cycles": ‹"1.5x"›}',
      '{"cycles": ‹"x3x"›}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹"0.3 of all"›}]}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹"30%"›}]}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹"much"›}]}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹" -0.3 parts "›}]}',
      '{"tags": ‹{"a": 1}›}',
      '{"name": ‹{›"a": "a long name that is written as an object"}}',
      '{"name": ‹{"a": "forty characters in all, or so."}›}',
      '{"name": ‹true›, "tags": ‹true›}',
      '{"stages": [{"type": "train", "optimizations": ‹5›}]}',
      '{"source": {"baseModel": "a", "architecture": "b", "isMoE": ‹"yes, of course"›}}',
      '{"stages": [{"type": "train", "optimizations": ‹"flash_attention"›}], "tags": ‹"a"›}',
      '{"cycles": ‹"12x"›}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹"0.25x"›}]}',
      '{"cycles": ‹"30%"›}',
      '{"tags": ‹{}›, "name": ‹["x"]›}',
    ],
    good: ['{"stages": [{"type": "train", "learningRate": "2e-4", "optimizations": ["flash_attention"]}]}'],
  },
  on: "every",
  scope: "section",
  reads: "findings",
  check({ findings }, report) {
    for (const finding of findings) if (finding.kind === "type") report(narrow(finding.node), finding);
  },
  message: (data) => {
    return t`${nameOf(data.node, data.place)} must be ${expectation(data.place.schema)}, not ${found(data.node)}.`;
  },
  fixes: (data, { tree }) => {
    const text = tree.text.slice(data.node.start, data.node.end);
    const better = converted(data, text);
    return better === undefined ? [] : [replaceBy(data, better)];
  },
});

function found(node: ValueNode): string {
  switch (node.kind) {
    case "object":
      return t`an object`;
    case "array":
      return t`a list`;
    case "number":
      return node.text;
    case "invalid":
      return t`no JSON`;
    default:
      return show(node.value);
  }
}

/** Of a wrong object or list only the opening bracket is marked: its content may be long. */
function narrow(node: ValueNode) {
  const isContainer = node.kind === "object" || node.kind === "array";
  return isContainer && node.end - node.start > 40 ? { start: node.start, end: node.start + 1 } : node;
}

/** The text that says the same in the type that is wanted, where that is obvious. */
function converted({ node, place: { schema } }: Data, text: string): string | undefined {
  const types = valueTypesOf(schema);
  if (node.kind === "number" && types.includes("string")) return JSON.stringify(text);
  if (node.kind === "string" && types.includes("boolean")) {
    if (/^(true|yes|1)$/i.test(node.value)) return "true";
    if (/^(false|no|0)$/i.test(node.value)) return "false";
  }
  if (types.includes("array")) {
    const items = schema.items ? valueTypesOf(schema.items) : [];
    if (node.kind !== "object" && node.kind !== "array" && items.includes(node.kind as never))
      return `[${text}]`;
  }
  if (node.kind === "string" && (types.includes("number") || types.includes("integer"))) {
    const [, number, unit] = /^\s*(-?\d+(?:\.\d+)?)\s*([A-Za-z%]+)\s*$/.exec(node.value) ?? [];
    if (unit === "%" && schema.unit?.startsWith("fraction"))
      return String(Number((Number(number) / 100).toPrecision(12)));
    if (number !== undefined && (types.includes("number") || /^-?\d+$/.test(number))) return number;
  }
  if (node.kind === "number" && types.includes("integer")) return String(Math.round(node.value));
  return undefined;
}

function replaceBy({ node, place }: Data, text: string): Fix {
  return {
    title: t`Write ${text}`,
    edits: [{ start: node.start, end: node.end, text }],
    // Only quotation marks around a number keep all that was written, and cannot mean anything else.
    safe: text === JSON.stringify(node.kind === "number" ? node.text : ""),
    preferred: !isRounded(node, place.schema),
  };
}

/** Whether the fix changes a number because the field requires an integer. */
function isRounded(node: ValueNode, schema: Schema): boolean {
  return node.kind === "number" && !Number.isInteger(node.value) && valueTypesOf(schema).includes("integer");
}
