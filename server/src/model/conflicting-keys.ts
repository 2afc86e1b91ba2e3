import { findMember, type Member, type ObjectNode, pathOf, toValue, type ValueNode } from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";

/** Two members of one object that have the same key and different values, of which JSON parsers keep either. */
export interface Conflict {
  readonly earlier: Member;
  readonly later: Member;
}

const RECORDS = ["acceptanceCriteria", "acceptance_criteria", "results"];

/** The conflicts under `acceptanceCriteria` and `results`, and between several of those. */
export function conflictingKeys(alloy: Alloy): readonly Conflict[] {
  return alloy.sections
    .flatMap(({ ambiguous }) => ambiguous)
    .flatMap((object) => {
      if (object === alloy.root) return conflictsIn(object, ({ name }) => RECORDS.includes(name));
      return RECORDS.includes(String(pathOf(object)[0])) ? conflictsIn(object, () => true) : [];
    });
}

function conflictsIn(object: ObjectNode, isWanted: (member: Member) => boolean): Conflict[] {
  const texts = new Map<string, string>();
  return object.members.filter(isWanted).flatMap((earlier) => {
    const later = findMember(object, earlier.name);
    if (!later || later === earlier) return [];
    const text = texts.get(later.name) ?? textOf(later.value);
    texts.set(later.name, text);
    return textOf(earlier.value) === text ? [] : [{ earlier, later }];
  });
}

/** Returns a string that is equal for equal values, regardless of their formatting. */
function textOf(value: ValueNode | undefined): string {
  return JSON.stringify(toValue(value)) ?? "";
}
