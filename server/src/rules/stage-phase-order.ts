import type { Alloy, Stage } from "../alloy/alloy.js";
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
    ],
    good: ['{"stages": [{"type": "context-extend"}, {"type": "prune"}, {"type": "eval"}]}'],
  },
  scope: "document",
  check(alloy, report) {
    const { stages, vocabulary } = alloy;
    if (isInOrder(alloy)) return;
    const order = ({ type }: Stage) => (type ? vocabulary.phaseOrder(type.phase.id) : undefined);
    /** The first stage of each phase so far, in the order of the file. */
    const firsts = new Map<number, Stage>();
    for (const stage of stages) {
      const own = order(stage);
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

/** Whether the last stage of each phase stands before the first of the next: by the types alone, since lists are long. */
function isInOrder(alloy: Alloy): boolean {
  const phases = new Map<number, { first: number; last: number }>();
  for (const { name, phase } of alloy.usedTypes) {
    const order = alloy.vocabulary.phaseOrder(phase.id);
    const stages = alloy.stagesOf(name);
    const first = stages[0]?.index ?? 0;
    const last = stages.at(-1)?.index ?? 0;
    const known = phases.get(order ?? -1) ?? { first, last };
    phases.set(order ?? -1, { first: Math.min(first, known.first), last: Math.max(last, known.last) });
  }
  phases.delete(-1);
  const inOrder = [...phases].sort(([a], [b]) => a - b).map(([, span]) => span);
  return inOrder.every(({ first }, i) => i === 0 || (inOrder[i - 1]?.last ?? 0) < first);
}
