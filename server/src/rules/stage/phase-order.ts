import { rule } from "../../lint/rule.js";
import type { Stage } from "../../model/alloy.js";
import { isInOrder } from "../../model/phase-order.js";
import { t, translateWithin } from "../../text/l10n.js";

/** A stage that runs earlier than its position: executors regroup stages by phase. */
export const stagePhaseOrder = rule<{ stage: Stage; before: Stage }>({
  code: "stage/phase-order",
  severity: "hint",
  summary: "Stage runs earlier than its position suggests",
  explanation:
    "Executors regroup stages by phase: input stages first, then the transform stages, `cycles` times, then the delivery stages. Within a phase, stages run in the order of the file. A stage after one of a later phase still runs before it; move it up so that the file matches the execution order.",
  examples: {
    bad: [
      '{"stages": [{"type": "quant"}, {"type": ‹"train"›}]}',
      '{"stages": [{"type": "prune"}, {"type": ‹"context-extend"›}, {"type": "train"}]}',
      '{"stages": [{"type": "eval"}, {"type": ‹"prune"›}, {"type": ‹"modality"›}, {}]}',
      '{"stages": [{"type": "prune"}, {"type": "unheard-of"}, {"type": ‹"modality"›}]}',
    ],
    good: ['{"stages": [{"type": "context-extend"}, {"type": "prune"}, {"type": "eval"}]}'],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    if (isInOrder(alloy)) return;
    /** The first stage of each phase so far, in the order of the file. */
    const firsts = new Map<number, Stage>();
    for (const stage of alloy.stages) {
      const own = stage.type?.order;
      if (own === undefined) continue;
      if (!firsts.has(own)) firsts.set(own, stage);
      for (const [phase, before] of firsts) {
        if (phase <= own) continue;
        if (stage.typeNode) report(stage.typeNode, { stage, before });
        break;
      }
    }
  },
  message: ({ stage, before }) => {
    const [name, other] = [stage.type?.name, before.type?.name];
    const phase = translateWithin(stage.type?.phase.title ?? "");
    return /^[aeiou]/.test(phase)
      ? t`"${name}" is an ${phase} stage, so it runs before "${other}" (stage ${before.index + 1}). Move it up to match the execution order.`
      : t`"${name}" is a ${phase} stage, so it runs before "${other}" (stage ${before.index + 1}). Move it up to match the execution order.`;
  },
});
