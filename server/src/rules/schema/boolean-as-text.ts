import { rule } from "../../lint/rule.js";
import type { Coercion } from "../../schema/validate.js";
import { nameOf, show } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** `"yes"` where true or false is due: the Python package converts it, other implementations reject it. */
export const schemaBooleanAsText = rule<Extract<Coercion, { kind: "boolean-as-text" }>>({
  code: "schema/boolean-as-text",
  severity: "warning",
  summary: "Boolean written as a string",
  explanation:
    'The forge-alloy Python package reads `"true"`, `"yes"`, `"on"`, `"t"`, `"y"`, and `"1"` as `true`, and `"false"`, `"no"`, `"off"`, `"f"`, `"n"`, and `"0"` as `false`, in upper or lower case; other implementations reject the file.',
  examples: {
    bad: [
      '{"source": {"isMoE": ‹"yes"›}}',
      '{"source": {"is_moe": ‹"0"›}}',
      '{"hardware": {"supportsCPU": ‹"OFF"›}}',
      '{"hardware": {"supports_cpu": ‹"True"›}}',
    ],
    good: ['{"source": {"isMoE": true}}', '{"source": {"isMoE": " yes", "architecture": "on"}}'],
  },
  scope: "section",
  reads: "coercions",
  check({ coercions }, report) {
    for (const coercion of coercions)
      if (coercion.kind === "boolean-as-text") report(coercion.node, coercion);
  },
  message: ({ node, value, place }) =>
    t`${nameOf(node, place)} should be ${value}, not the string ${show(node.value)}; the Rust package rejects strings here.`,
  fixes: ({ node: { start, end }, value }) => {
    const text = String(value);
    return [{ title: t`Change to ${text}`, edits: [{ start, end, text }], safe: true, preferred: true }];
  },
});
