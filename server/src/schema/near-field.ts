import { findMember, type Member } from "../syntax/tree.js";
import type { EffectiveSchema, Field, SchemaLocation } from "./effective-schema.js";
import { type SpelledName, slipsBetween, spell } from "./names.js";

/** Fields in which people explain something, also where the vocabulary has another name for it. */
const COMMENTARY = new Set(["comment", "comments", "description", "note", "notes", "rationale", "remark"]);

/** Whether a field holds a remark for people or tools: it is never a misspelling, and demands nothing. */
export function isCommentary(name: string): boolean {
  return /^[$_]/.test(name) || COMMENTARY.has(name.toLowerCase());
}

/**
 * The known field, or one that real alloys carry beyond the schema, that an unknown key nearly spells; undefined if none
 * is near enough, and for commentary. Fields that the object has already, in either spelling, are not meant.
 * @param place of the object that holds the member
 */
export function nearField(
  member: Member,
  place: SchemaLocation,
  vocabulary: EffectiveSchema,
): Field | undefined {
  const name = isCommentary(member.name) ? undefined : spell(member.name);
  if (!name) return undefined;
  let nearest: Field | undefined;
  let lowest = Number.POSITIVE_INFINITY;
  for (const { field, spelled } of spelledFields(vocabulary.fields(place))) {
    const slips = slipsBetween(name, spelled);
    if (slips === undefined) continue;
    // Of two that are as near, the first letter decides: it is seldom wrong.
    const rank = slips + (name.plain[0] === spelled.plain[0] ? 0 : 0.5);
    if (rank >= lowest) continue;
    if (findMember(member.parent, field.name) || findMember(member.parent, field.snakeName)) continue;
    nearest = field;
    lowest = rank;
  }
  return nearest;
}

interface SpelledField {
  readonly field: Field;
  readonly spelled: SpelledName;
}

/** By the fields of a place, which live as long as their vocabulary. */
const known = new WeakMap<ReadonlyMap<string, Field>, readonly SpelledField[]>();

function spelledFields(fields: ReadonlyMap<string, Field>): readonly SpelledField[] {
  let list = known.get(fields);
  if (!list) {
    list = [...fields.values()].flatMap((field) => {
      const spelled = spell(field.name);
      return spelled ? [{ field, spelled }] : [];
    });
    known.set(fields, list);
  }
  return list;
}
