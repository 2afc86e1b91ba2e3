import { rule } from "../../lint/rule.js";
import type { Coercion } from "../../schema/validate.js";
import { nameOf } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** 1 where true or false is due: the Python package converts it, other implementations reject it. */
export const schemaBooleanAsNumber = rule<Extract<Coercion, { kind: "boolean-as-number" }>>({
  code: "schema/boolean-as-number",
  severity: "warning",
  summary: "Boolean written as a number",
  explanation:
    "The forge-alloy Python package reads 1 as `true` and 0 as `false`; other implementations reject the file.",
  examples: {
    bad: [
      '{"source": {"isMoE": ‹1›}}',
      '{"stages": [{"type": "lora", "quantize": ‹0›}]}',
      '{"hardware": {"supportsCPU": ‹1.0›}}',
      '{"hardware": {"supportsCPU": ‹-0.0›}}',
    ],
    good: ['{"source": {"isMoE": true}}', '{"source": {"isMoE": 2, "totalExperts": 1}}'],
  },
  scope: "section",
  reads: "coercions",
  check({ coercions }, report) {
    for (const coercion of coercions)
      if (coercion.kind === "boolean-as-number") report(coercion.node, coercion);
  },
  message: ({ node, value, place }) =>
    t`${nameOf(node, place)} should be ${value}, not ${node.text}; the Rust package rejects numbers here.`,
  fixes: ({ node: { start, end }, value }) => {
    const text = String(value);
    return [{ title: t`Change to ${text}`, edits: [{ start, end, text }], safe: true, preferred: true }];
  },
});
