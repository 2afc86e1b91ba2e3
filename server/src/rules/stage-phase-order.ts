import type { Stage } from "../alloy/alloy.js";
import { isInOrder } from "../alloy/phase-order.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** A stage that runs earlier than it stands: phases are regrouped. */
export const stagePhaseOrder = rule<{ stage: Stage; before: Stage }>({
  code: "stage/phase-order",
  severity: "hint",
  summary: "The stage runs earlier than it stands",
  explanation:
    "Executors regroup stages: input stages first, then the transform stages, `cycles` times, then delivery. Within a phase the order of the file counts. A stage that stands behind one of a later phase runs before it all the same; put it there, so that the file reads as it runs.",
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
  message: ({ stage, before }) =>
    t`${stage.type?.name} belongs to the ${stage.type?.phase.title.toLowerCase()} phase and runs before stage ${before.index + 1}, ${before.type?.name}.`,
});
