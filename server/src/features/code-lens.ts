import { evaluateGate, gateSummary } from "../lint/gate-evaluation.js";
import { acceptanceOf } from "../model/acceptance.js";
import type { Alloy } from "../model/alloy.js";
import { findMember, findValue, type Member, type Span } from "../syntax/tree.js";
import { t, translateWithin } from "../text/l10n.js";

/** A line of text above a place of the document. */
export interface CodeLens extends Span {
  readonly title: string;
}

/** The verdict over `acceptanceCriteria`, the phases over `stages`. */
export function codeLenses(alloy: Alloy): CodeLens[] {
  const criteria = acceptanceOf(alloy)?.member;
  const stages = findMember(alloy.root, "stages");
  const phases = phaseSummary(alloy);
  return [
    ...(stages && phases ? [{ start: stages.key.start, end: stages.key.end, title: phases }] : []),
    ...(criteria
      ? [
          {
            start: criteria.key.start,
            end: criteria.key.end,
            title: gateSummary(evaluateGate(alloy)),
          },
        ]
      : []),
  ];
}

/** "Verify…" over `receipt` and over `integrity`, which state what can be verified. */
export function verifyLenses({ root }: Alloy): CodeLens[] {
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
