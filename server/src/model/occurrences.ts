import { benchmarkKey } from "../schema/names.js";
import { type KeyNode, type Member, nodeAt, type Span, type ValueNode } from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";
import { type Reference, referencesTo } from "./references.js";

/** A name under the cursor: what kind of thing it names, and where it stands. */
export interface Naming {
  readonly kind: string;
  readonly name: string;
  /** The text in quotes that holds it. */
  readonly at: Span;
}

/** The name at an offset, where the vocabulary says that the text there names something. */
export function namingAt(alloy: Alloy, offset: number): Naming | undefined {
  const node = nodeAt(alloy.tree, offset);
  if (node?.kind === "string") {
    const schema = alloy.placeOf(node)?.schema;
    const kind = schema?.declares ?? schema?.names;
    return kind === undefined ? undefined : { kind, name: node.value, at: node };
  }
  const member = node?.kind === "member" ? node : undefined;
  if (!member || offset > member.key.end) return undefined;
  const place = alloy.placeOf(member.parent);
  const kind = place && alloy.vocabulary.keys(place)?.names;
  return kind === undefined ? undefined : { kind, name: member.name, at: member.key };
}

/** Every place in the document that means the same thing, in the order of the text. */
export function occurrencesOf(alloy: Alloy, { kind, name }: Naming): Reference[] {
  const key = identity(kind, name);
  return referencesTo(alloy, kind).filter((reference) => identity(kind, reference.name) === key);
}

/** The quoted text of a reference. */
export function textOf({ at }: Reference): ValueNode | KeyNode {
  return at.kind === "member" ? (at as Member).key : (at as ValueNode);
}

/** What two spellings of one name have in common. */
export function identity(kind: string, name: string): string {
  return kind === "benchmark" ? benchmarkKey(name) : name;
}
