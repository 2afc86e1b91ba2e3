import type { Reference, Section } from "../schema/validate.js";

/** A reference without its node: it holds in each version of a document in which the text that holds it is the same. */
export type PlacedReference = Omit<Reference, "at"> & {
  /** Offset of the key or value, from the start of what holds it: a stage or, around the stages, the root. */
  readonly offset: number;
};

/** The references in sections, in document order. */
export function placedReferences(sections: readonly Section[], start: number): PlacedReference[] {
  return sections
    .flatMap(({ references }) =>
      references.map(({ kind, name, isDeclaration, isKey, at }) => ({
        kind,
        name,
        isDeclaration,
        isKey,
        offset: at.start - start,
      })),
    )
    .sort((a, b) => a.offset - b.offset);
}
