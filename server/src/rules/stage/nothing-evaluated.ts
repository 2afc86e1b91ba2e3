import { rule } from "../../lint/rule.js";
import { findMember } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A gate, and no stage that measures anything. */
export const stageNothingEvaluated = rule<undefined>({
  code: "stage/nothing-evaluated",
  severity: "hint",
  summary: "No stage evaluates the result",
  explanation: "Without an `eval` stage, the quality of the result is not measured, so the gate cannot pass.",
  examples: {
    bad: ['{‹"stages"›: [{"type": "prune"}, {"type": "publish", "org": "a"}]}'],
    good: [
      '{"stages": [{"type": "prune"}, {"type": "eval", "benchmarks": []}]}',
      '{"domains": ["ticketing"], "stages": [{"type": "issued"}]}',
      '{"stages": [{"type": "prune"}], "results": {"benchmarks": [{"name": "a", "score": 3}]}}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    const { root, stages } = alloy;
    const member = findMember(root, "stages");
    if (!member || stages.length === 0 || !alloy.speaks("llm-forge") || findMember(root, "results")) return;
    const isKnown = alloy.stagesOf(undefined).length === 0;
    const isMeasured = alloy.usedTypes.some(({ name }) => ["eval", "cv-eval"].includes(name));
    if (isKnown && !isMeasured && alloy.usedTypes.every(({ domain }) => domain.file.id === "llm-forge"))
      report(member.key, undefined);
  },
  message: () => t`No stage evaluates the result. Add an "eval" stage to measure its quality.`,
});
