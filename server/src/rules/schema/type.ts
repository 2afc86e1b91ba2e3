import { type Fix, rule } from "../../lint/rule.js";
import { conversionsOf } from "../../schema/quantity.js";
import { valueTypesOf } from "../../schema/schema.js";
import type { SchemaViolation } from "../../schema/validate.js";
import { expectation, nameOf, show } from "../../schema/words.js";
import { readingsOf } from "../../syntax/readings.js";
import type { ValueNode } from "../../syntax/tree.js";
import { rounded } from "../../text/decimal.js";
import { t } from "../../text/l10n.js";
import { conversionFix } from "../json/number.js";

type Data = Extract<SchemaViolation, { kind: "type" }>;

/** A value of the wrong JSON type. */
export const schemaType = rule<Data>({
  code: "schema/type",
  severity: "error",
  summary: "Value of the wrong type",
  explanation:
    'The format defines the JSON type of each field, and the forge-alloy packages reject any other. A learning rate, for example, is a string that holds a number: `"2e-4"`, not `2e-4`.',
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
      '{"stages": [{"type": "train", "steps": ‹"2k"›}, {"type": "train", "steps": ‹"10,000"›}]}',
      '{"hardware": {"minVramGb": ‹"8192MB"›, "estimatedDurationMinutes": ‹"2h"›}}',
      '{"acceptanceCriteria": {"benchmarks": {"humaneval": {"min": ‹"60%"›}}}}',
      '{"cycles": ‹-15e-1›, "name": ‹12345678901234567890›}',
      '{"cycles": ‹1e400›}',
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
    return t`${nameOf(data.node, data.place)} must be ${expectation(data.place.schema)}, but is ${found(data.node)}.`;
  },
  fixes: (data, { tree }) => fixesFor(data, tree.source.slice(data.node.start, data.node.end)),
});

function found(node: ValueNode): string {
  switch (node.kind) {
    case "object":
      return t`an object`;
    case "array":
      return t`an array`;
    case "number":
      return node.text;
    case "invalid":
      return t`not valid JSON`;
    case "string":
      return t`the string ${show(node.value)}`;
    default:
      return show(node.value);
  }
}

/** Of a wrong object or array, only the opening brace or bracket is marked: its content may be long. */
function narrow(node: ValueNode) {
  const isContainer = node.kind === "object" || node.kind === "array";
  return isContainer && node.end - node.start > 40 ? { start: node.start, end: node.start + 1 } : node;
}

/** Fixes that write the same in the type of the field, or what was probably meant. */
function fixesFor({ node, place: { schema } }: Data, text: string): Fix[] {
  const { kind, start, end } = node;
  const types = valueTypesOf(schema);
  const replace = (title: string, by: string, more: { safe?: true; preferred?: true } = {}): Fix => ({
    title,
    edits: [{ start, end, text: by }],
    safe: false,
    ...more,
  });
  if (kind === "number" && types.includes("string")) {
    // The string keeps the number exactly as it was written. A number that overflows, such as 1e400, is a
    // mistake with or without quotation marks, so its fix is not safe.
    const isSafe = Number.isFinite(node.value);
    return [
      replace(
        t`Convert to a string`,
        JSON.stringify(node.text),
        isSafe ? { safe: true, preferred: true } : {},
      ),
    ];
  }
  const items = schema.items ? valueTypesOf(schema.items) : [];
  if (types.includes("array") && kind !== "object" && kind !== "array" && items.includes(kind as never))
    return [replace(t`Wrap in an array`, `[${text}]`, { preferred: true })];
  const isNumber = types.includes("number") || types.includes("integer");
  if (kind === "string")
    return [
      ...(isNumber ? readingsOf(node.value.trim()) : []).map((one) => replace(t`Change to ${one}`, one)),
      ...conversionsOf(node.value, schema).map(conversionFix(start, end)),
    ];
  const whole = kind === "number" && types.includes("integer") ? rounded(node.text) : undefined;
  return whole === undefined ? [] : [replace(t`Change to ${whole}`, whole)];
}
