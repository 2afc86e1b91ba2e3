import type { Alloy } from "../model/alloy.js";
import { identity, type Naming, namingAt, occurrencesOf, textOf } from "../model/occurrences.js";
import { referencesTo } from "../model/references.js";
import { own } from "../schema/schema.js";
import type { Edit } from "../syntax/edits.js";
import { type Member, nodeAt, parsePointer, printPointer, type Span } from "../syntax/tree.js";
import { t } from "../text/l10n.js";

/** The location of a name: in this document, or in the vocabulary file that defines the name. */
export type Target =
  | { readonly in: "document"; readonly at: Span }
  | { readonly in: "vocabulary"; readonly owner: string; readonly pointer: string };

/** Kinds of names that the vocabulary files define, not the alloy. */
const OUTSIDE = new Set(["domain", "stageType", "rule", "architecture"]);

/**
 * Returns where the name under the cursor is defined: the declaration of the name (if it has none, the first
 * place that mentions it), or, for a domain ID or a stage type, the vocabulary file that declares it.
 */
export function definitionsAt(alloy: Alloy, offset: number): Target[] {
  const naming = namingAt(alloy, offset);
  if (!naming) return [];
  if (naming.kind === "domain") {
    return alloy.registry.domain(naming.name)
      ? [{ in: "vocabulary", owner: naming.name, pointer: "/id" }]
      : [];
  }
  if (naming.kind === "stageType") return stageTypeTargets(alloy, naming.name);
  const occurrences = occurrencesOf(alloy, naming);
  const declared = occurrences.filter(({ isDeclaration }) => isDeclaration);
  return (declared.length > 0 ? declared : occurrences.slice(0, 1)).map((one) => ({
    in: "document",
    at: textOf(one),
  }));
}

/** What describes the field under the cursor, as a place in a vocabulary file. */
export function typeDefinitionsAt(alloy: Alloy, offset: number): Target[] {
  const node = nodeAt(alloy.tree, offset);
  if (!node) return [];
  const naming = namingAt(alloy, offset);
  if (naming?.kind === "stageType") return stageTypeTargets(alloy, naming.name);
  const place = alloy.placeOf(node);
  if (!place) return [];
  const [owner = "", pointer = ""] = place.id.split("#");
  return [{ in: "vocabulary", owner: ownerOf(alloy, owner, pointer), pointer }];
}

/** The domain whose own file has what a pointer leads to: the owner, or one that it extends. */
function ownerOf({ registry }: Alloy, owner: string, pointer: string): string {
  const steps = parsePointer(pointer) ?? [];
  const holder = registry.domain(owner)?.lineage.find((id) => hasValue(registry.domain(id)?.written, steps));
  return holder ?? owner;
}

function hasValue(start: unknown, steps: readonly string[]): boolean {
  let value = start;
  for (const step of steps) {
    if (typeof value !== "object" || value === null) return false;
    value = own(value as Record<string, unknown>, step);
  }
  return value !== undefined;
}

function stageTypeTargets(alloy: Alloy, name: string): Target[] {
  const type = alloy.vocabulary.stageType(name);
  if (!type) return [];
  const pointer = printPointer(["stages", name]);
  return [{ in: "vocabulary", owner: ownerOf(alloy, type.domain.file.id, pointer), pointer }];
}

/** Every place that names the thing under the cursor. */
export function referencesAt(alloy: Alloy, offset: number, withDeclaration: boolean): Span[] {
  const naming = namingAt(alloy, offset);
  if (!naming) return [];
  return occurrencesOf(alloy, naming)
    .filter(({ isDeclaration }) => withDeclaration || !isDeclaration)
    .map(textOf);
}

interface Highlight extends Span {
  readonly kind: "declaration" | "mention";
}

/** The same, to be marked while the cursor is on one of them. */
export function highlightsAt(alloy: Alloy, offset: number): Highlight[] {
  const naming = namingAt(alloy, offset);
  if (!naming) return [];
  return occurrencesOf(alloy, naming).map((one) => {
    const { start, end } = textOf(one);
    return { start, end, kind: one.isDeclaration ? "declaration" : "mention" };
  });
}

/** The name that can be renamed at an offset, without its quotes; undefined where there is none. */
export function renameableAt(alloy: Alloy, offset: number): (Span & { readonly name: string }) | undefined {
  const naming = namingAt(alloy, offset);
  if (!naming || OUTSIDE.has(naming.kind) || naming.name === "") return undefined;
  return { ...inside(alloy, naming.at), name: naming.name };
}

type Renaming = { readonly edits: readonly Edit[] } | { readonly refusal: string };

/** Renames a thing everywhere in the document. Two things must not get one name: they could not be told apart again. */
export function rename(alloy: Alloy, offset: number, name: string): Renaming | undefined {
  const naming = namingAt(alloy, offset);
  if (!naming || !renameableAt(alloy, offset)) return undefined;
  if (name.trim() === "") return { refusal: t`A name must not be empty.` };
  const taken = namesOf(alloy, naming).has(identity(naming.kind, name));
  if (taken && identity(naming.kind, name) !== identity(naming.kind, naming.name)) {
    return { refusal: t`"${name}" is already used as a name in this alloy. Choose a different one.` };
  }
  const text = JSON.stringify(name);
  return {
    edits: occurrencesOf(alloy, naming).map((one) => {
      const { start, end } = textOf(one);
      return { start, end, text };
    }),
  };
}

/**
 * Returns the places that change together while one of them is edited: a name that appears more than once in
 * one object.
 */
export function linkedAt(alloy: Alloy, offset: number): Span[] {
  const naming = namingAt(alloy, offset);
  if (!naming || OUTSIDE.has(naming.kind)) return [];
  const occurrences = occurrencesOf(alloy, naming).filter(({ name }) => name === naming.name);
  const own = occurrences.find((one) => textOf(one).start === naming.at.start);
  const object = own && objectOf(own.at);
  const near = occurrences.filter((one) => objectOf(one.at) === object);
  return object && near.length > 1 ? near.map((one) => inside(alloy, textOf(one))) : [];
}

/** Returns the object that contains a name or, for a name that is a key, the value of that key. */
function objectOf(at: ReturnType<typeof referencesTo>[number]["at"]): unknown {
  if (at.kind === "member") return (at as Member).value;
  return at.parent?.kind === "member" ? at.parent.parent : at.parent;
}

function namesOf(alloy: Alloy, { kind }: Naming): Set<string> {
  return new Set(referencesTo(alloy, kind).map(({ name }) => identity(kind, name)));
}

function inside({ tree }: Alloy, { start, end }: Span): Span {
  const isClosed = end - start > 1 && tree.source.charAt(end - 1) === '"';
  return { start: start + (tree.source.charAt(start) === '"' ? 1 : 0), end: isClosed ? end - 1 : end };
}
