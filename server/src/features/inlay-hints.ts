import type { Alloy } from "../alloy/alloy.js";
import { evaluateGate, type GateCheck } from "../alloy/gate.js";
import { checkWords, figure, signed } from "../alloy/gate-words.js";
import type { Span } from "../text/tree.js";

/** A short text shown behind a value, as if it stood in the document. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/** Beside each `min`, `anchorDelta` and `maxVramGb` in the range: what was measured, and whether it passes. */
export function inlayHints(alloy: Alloy, range: Span): InlayHint[] {
  return (evaluateGate(alloy)?.checks ?? []).flatMap((check) => {
    const { criterion, verdict } = check;
    const measured = measuredWords(check);
    if (!measured || criterion.end < range.start || criterion.start > range.end) return [];
    const label = `${verdict === "pass" ? "✓" : "✗"} ${measured}`;
    return [{ offset: criterion.end, label, tooltip: checkWords(check) }];
  });
}

function measuredWords(check: GateCheck): string | undefined {
  switch (check.kind) {
    case "floor":
      return check.score && figure(check.score.value);
    case "anchor":
      return check.change === undefined ? undefined : signed(check.change);
    case "memory":
      return check.needed && `${check.needed.value} GB`;
    default:
      return undefined;
  }
}
