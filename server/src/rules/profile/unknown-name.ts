import type { Fix } from "../../lint/rule.js";
import { textOf } from "../../model/occurrences.js";
import type { Reference } from "../../model/references.js";
import { closest } from "../../schema/names.js";
import { replaceNode } from "../../syntax/edits.js";
import type { Span } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A name that leads to nothing, and those that there are. */
export interface UnknownName {
  readonly at: Span;
  readonly name: string;
  readonly known: readonly string[];
  readonly meant: string | undefined;
}

export function unknownName(reference: Reference, known: readonly string[]): UnknownName {
  const { name } = reference;
  return { at: textOf(reference), name, known, meant: closest(name, known) };
}

/** Changes the name to the one that was probably meant. */
export function nameFixes({ at, meant }: UnknownName): Fix[] {
  if (meant === undefined) return [];
  return [{ title: t`Change to "${meant}"`, edits: [replaceNode(at, meant)], safe: false, preferred: true }];
}

/** "Did you mean …?" after a blank; empty if nothing is near enough. */
export function hintOf({ meant }: UnknownName): string {
  return meant === undefined ? "" : t` Did you mean "${meant}"?`;
}
