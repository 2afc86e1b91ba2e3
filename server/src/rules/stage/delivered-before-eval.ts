import { rule } from "../../lint/rule.js";
import type { Stage } from "../../model/alloy.js";
import { t } from "../../text/l10n.js";

/** A delivery stage before the first evaluation. */
export const stageDeliveredBeforeEval = rule<{ stage: Stage; evaluation: Stage }>({
  code: "stage/delivered-before-eval",
  severity: "warning",
  summary: "Model published, packaged, or deployed before it is evaluated",
  explanation:
    "Delivery stages run in the order of the file. A model that is published or deployed before `eval` is out before its scores are known.",
  examples: {
    bad: ['{"stages": [{"type": ‹"publish"›, "org": "a"}, {"type": "eval", "benchmarks": []}]}'],
    good: [
      '{"stages": [{"type": "eval", "benchmarks": []}, {"type": "publish", "org": "a"}]}',
      '{"stages": [{"type": "cv-eval"}, {"type": "publish", "org": "a"}, {"type": "eval", "benchmarks": []}]}',
    ],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    const [first] = alloy.stagesWith("evaluate");
    if (!first) return;
    for (const stage of alloy.stagesWith("release")) {
      if (stage.index > first.index) break;
      if (stage.typeNode) report(stage.typeNode, { stage, evaluation: first });
    }
  },
  message: ({ stage, evaluation }) =>
    t`"${stage.type?.name}" runs before "${evaluation.type?.name}" (stage ${evaluation.index + 1}), so weights are released before they are evaluated. Move it after "${evaluation.type?.name}".`,
});
