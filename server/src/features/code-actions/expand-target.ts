import type { Alloy } from "../../model/alloy.js";
import { memoize } from "../../model/memoize.js";
import { stagesFromTarget } from "../../plan/derive.js";
import { expandTarget } from "../../plan/expand.js";
import { t } from "../../text/l10n.js";
import type { Refactoring } from "../insert-stage.js";
import { withPlaceholderStops } from "../tab-stops.js";

const derivationOf = memoize((alloy: Alloy) => stagesFromTarget(alloy));

/** Writes the stages that follow from `target`, if the alloy has none and an executor profile derives some. */
export function expandTargetActions(alloy: Alloy): Refactoring[] {
  const derived = derivationOf(alloy);
  if (!derived || derived.stages.length === 0) return [];
  return [
    {
      title: t`Expand target into stages`,
      get edits() {
        return withPlaceholderStops(expandTarget(alloy, derived), alloy.tree.text);
      },
    },
  ];
}
