import { rule } from "../../lint/rule.js";
import type { Coercion } from "../../schema/validate.js";
import { nameOf } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** `true` where a number is due: the Python package reads 1, other implementations reject it. */
export const schemaNumberAsBoolean = rule<Extract<Coercion, { kind: "number-as-boolean" }>>({
  code: "schema/number-as-boolean",
  severity: "warning",
  summary: "Number written as true or false",
  explanation:
    "The forge-alloy Python package reads `true` as 1 and `false` as 0; other implementations reject the file.",
  examples: {
    bad: [
      '{"cycles": ‹true›}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹false›}]}',
      '{"results": {"final_size_gb": ‹true›}}',
    ],
    good: [
      '{"cycles": 1, "source": {"isMoE": true}}',
      '{"stages": [{"type": "lora", "quantizeBits": true, "quantize": true}]}',
      '{"results": {"benchmarks": [{"name": "a", "metrics": {"score": true}}]}}',
    ],
  },
  scope: "section",
  reads: "coercions",
  check({ coercions }, report) {
    for (const coercion of coercions)
      if (coercion.kind === "number-as-boolean") report(coercion.node, coercion);
  },
  message: ({ node, place }) =>
    t`${nameOf(node, place)} should be the number ${Number(node.value)}, not ${node.value}; the Rust package rejects booleans here.`,
  fixes: ({ node: { start, end, value } }) => {
    const text = String(Number(value));
    return [{ title: t`Change to ${text}`, edits: [{ start, end, text }], safe: true, preferred: true }];
  },
});
