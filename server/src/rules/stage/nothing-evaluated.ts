import { rule } from "../../lint/rule.js";
import { evaluatingWords } from "../../model/evaluation.js";
import { findMember } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A gate, and no stage that measures anything. */
export const stageNothingEvaluated = rule<string>({
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
  reads: [],
  check(alloy, report) {
    const { root, stages } = alloy;
    const member = findMember(root, "stages");
    if (!member || stages.length === 0 || findMember(root, "results")) return;
    const isKnown = alloy.stagesOf(undefined).length === 0;
    const isMeasured = alloy.stagesWith("evaluate").length > 0;
    if (!isKnown || isMeasured) return;
    // A domain whose stages evaluate nothing has nothing to add.
    const canMeasure = alloy.usedTypes.every(({ domain }) =>
      Object.values(domain.file.stages).some(({ role }) => role === "evaluate"),
    );
    const types = canMeasure ? evaluatingWords(alloy) : "";
    if (types !== "") report(member.key, types);
  },
  message: (types) => t`No stage evaluates the result. Add a stage that does: ${types}.`,
});
