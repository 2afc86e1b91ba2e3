import { evaluateGate, gateSummary } from "../lint/gate-evaluation.js";
import { acceptanceOf } from "../model/acceptance.js";
import type { Alloy } from "../model/alloy.js";
import { findMember, findValue, type Member, type Span } from "../syntax/tree.js";
import { t, translateWithin } from "../text/l10n.js";

/** A line of text above a place of the document. */
export interface CodeLens extends Span {
  readonly title: string;
  /** What a click lists: places of the document. Without them, it opens the preview. */
  readonly places: readonly Span[];
}

/** The verdict over `acceptanceCriteria`, the phases over `stages`. */
export function codeLenses(alloy: Alloy): CodeLens[] {
  const criteria = acceptanceOf(alloy)?.member;
  const stages = findMember(alloy.root, "stages");
  const phases = phaseSummary(alloy);
  return [
    ...(stages && phases ? [{ ...spanOf(stages.key), title: phases, places: [] }] : []),
    ...(criteria ? [verdictLens(alloy, criteria)] : []),
  ];
}

/** A click lists the criteria that are not met, and the errors that make the alloy invalid. */
function verdictLens(alloy: Alloy, { key }: Member): CodeLens {
  const evaluation = evaluateGate(alloy);
  const open = evaluation.checks.filter(({ state }) => state !== "pass").map(({ criterion }) => criterion);
  const places = [...open, ...evaluation.errors].map(spanOf).sort((a, b) => a.start - b.start);
  return { ...spanOf(key), title: gateSummary(evaluation), places };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** "Verify…" over `receipt` and over `integrity`, which state what can be verified. */
export function verifyLenses({ root }: Alloy): Omit<CodeLens, "places">[] {
  const members = [
    findMember(root, "receipt"),
    findMember(findValue(root, "results"), "integrity") ?? findMember(root, "integrity"),
  ];
  return members
    .filter((member): member is Member => member?.value?.kind === "object")
    .map(({ key: { start, end } }) => ({ start, end, title: t`Verify…` }));
}

/** "1 input stage · 3 transform stages × 2 cycles · 4 delivery stages"; empty without a stage of known type. */
function phaseSummary(alloy: Alloy): string {
  const cycles = findValue(alloy.root, "cycles");
  const times = cycles?.kind === "number" && cycles.value > 1 ? t` × ${cycles.value} cycles` : "";
  return alloy.vocabulary.phases
    .flatMap(({ id, title }) => {
      const count = alloy.stages.filter(({ type }) => type?.phase.id === id).length;
      const phase = translateWithin(title);
      const words = count === 1 ? t`1 ${phase} stage` : t`${count} ${phase} stages`;
      return count > 0 ? [`${words}${id === "transform" ? times : ""}`] : [];
    })
    .join(" · ");
}
