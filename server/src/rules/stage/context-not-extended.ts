import { rule } from "../../lint/rule.js";
import { sourceOf } from "../../model/source.js";
import { numberIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** `context-extend` to a length that the model has already. */
export const stageContextNotExtended = rule<{ target: number; current: number }>({
  code: "stage/context-not-extended",
  severity: "warning",
  summary: "context-extend does not extend the context",
  explanation: "The target length should be larger than the context length of the base model.",
  examples: {
    bad: [
      '{"source": {"contextLength": 32768}, "stages": [{"type": "context-extend", "targetLength": ‹32768›, "method": "yarn"}]}',
    ],
    good: [
      '{"source": {"contextLength": 32768}, "stages": [{"type": "context-extend", "targetLength": 65536, "method": "yarn"}]}',
    ],
  },
  scope: "stage",
  of: (type) => type?.name === "context-extend",
  check({ node }, report, alloy) {
    const target = numberIn(node, "targetLength");
    const current = target && sourceOf(alloy).contextLength;
    if (target && current && target.value <= current.value) {
      report(target, { target: target.value, current: current.value });
    }
  },
  message: ({ target, current }) =>
    t`"targetLength" is ${target} tokens, but the base model already has a context length of ${current} tokens.`,
});
