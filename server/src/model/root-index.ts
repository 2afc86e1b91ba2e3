import { indexInOrder } from "../syntax/edits.js";
import type { ObjectNode } from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";

/** The index at which a field of the root belongs: after all fields that the vocabulary lists before it. */
export function rootIndex({ vocabulary }: Pick<Alloy, "vocabulary">, root: ObjectNode, name: string): number {
  const keys = root.members.map((member) => member.name);
  return indexInOrder(keys, [...vocabulary.fields(vocabulary.root).keys()], name);
}
