import { rule } from "../../lint/rule.js";
import type { Coercion } from "../../schema/validate.js";
import { nameOf, show } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** A number in quotes: the Python package converts it, other implementations reject it. */
export const schemaNumberAsText = rule<Extract<Coercion, { kind: "number-as-text" }>>({
  code: "schema/number-as-text",
  severity: "warning",
  summary: "Number written as a string",
  explanation:
    'The forge-alloy Python package converts a string such as `"4"` to a number; other implementations reject the file. Only a learning rate is a string.',
  examples: {
    bad: [
      '{"cycles": ‹"3"›}',
      '{"stages": [{"type": "train", "steps": ‹"200"›}]}',
      '{"stages": [{"type": "prune", "strategy": "entropy", "level": ‹" .3 "›}]}',
      '{"cycles": ‹"1_000"›}',
      '{"cycles": ‹"3.0"›}',
      '{"results": {"finalSizeGb": ‹"16.0_5"›, "durationMinutes": ‹"+00123456789012345678901234567890"›}}',
    ],
    good: [
      '{"stages": [{"type": "train", "steps": 200, "learningRate": "2e-4"}]}',
      '{"cycles": "1.5", "results": {"finalSizeGb": "16 GB"}}',
      '{"source": {"isMoE": "1"}, "results": {"benchmarks": [{"name": "a", "metrics": {"score": "62.2"}}]}}',
    ],
  },
  on: "every",
  scope: "section",
  reads: "coercions",
  check({ coercions }, report) {
    for (const coercion of coercions) if (coercion.kind === "number-as-text") report(coercion.node, coercion);
  },
  message: ({ node, json, place }) =>
    t`${nameOf(node, place)} should be the number ${json}, not the string ${show(node.value)}; the Rust package rejects strings here.`,
  fixes: ({ node: { start, end }, json }) => [
    { title: t`Change to ${json}`, edits: [{ start, end, text: json }], safe: true, preferred: true },
  ],
});
