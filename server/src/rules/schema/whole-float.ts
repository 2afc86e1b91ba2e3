import { rule } from "../../lint/rule.js";
import { plainInteger } from "../../schema/coercion.js";
import type { Coercion } from "../../schema/validate.js";
import { nameOf } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** `8.0` where an integer is due. */
export const schemaWholeFloat = rule<Extract<Coercion, { kind: "whole-float" }>>({
  code: "schema/whole-float",
  severity: "warning",
  summary: "Integer written with a decimal point or an exponent",
  explanation:
    "The forge-alloy Python package reads `8.0` and `2e3` as integers; implementations in stricter languages reject them.",
  examples: {
    bad: [
      '{"cycles": ‹3.0›}',
      '{"stages": [{"type": "train", "steps": ‹2e2›}]}',
      '{"stages": [{"type": "lora", "quantizeBits": ‹4.0›}]}',
      '{"cycles": ‹9007199254740993.0›}',
      '{"cycles": ‹4.0000000000000000001›}',
    ],
    good: ['{"cycles": 3, "hardware": {"minVramGb": 8.0}}', '{"name": 5.0}', '{"cycles": 1e19}'],
  },
  on: "every",
  scope: "section",
  reads: "coercions",
  check({ coercions }, report) {
    for (const coercion of coercions) if (coercion.kind === "whole-float") report(coercion.node, coercion);
  },
  message: ({ node, place }) => {
    const text = plainInteger(node.text);
    const expected = text === undefined ? t`an integer without a decimal point or exponent` : text;
    return t`${nameOf(node, place)} should be written as ${expected}, not ${node.text}; the Rust package rejects decimal integers.`;
  },
  fixes: ({ node: { start, end, text } }) => {
    // Beyond 2^53, and with more digits than a float holds, it is not the number that the author wrote.
    const integer = plainInteger(text);
    if (integer === undefined) return [];
    return [
      { title: t`Change to ${integer}`, edits: [{ start, end, text: integer }], safe: true, preferred: true },
    ];
  },
});
