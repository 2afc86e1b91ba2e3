import { type Edit, insertItem, insertMembers, replaceNode } from "../syntax/edits.js";
import { findMember } from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";

/** Adds a domain id to `domains`; where the field is absent the default domains stay declared. */
export function declareDomain({ tree, root, declaredDomains, vocabulary }: Alloy, id: string): Edit[] {
  if (!root) return [];
  const member = findMember(root, "domains");
  const node = member?.value;
  if (node?.kind === "array") return insertItem(tree, node, node.items.length, id);
  const ids = [...declaredDomains.map((declared) => declared.id), id];
  if (node) return [replaceNode(node, ids)];
  if (member) return []; // its value is still to be typed
  const order = [...vocabulary.fields(vocabulary.root).keys()];
  const anchor = root.members.findLastIndex(({ key }) => ["name", "version"].includes(key.value));
  const before = anchor >= 0 ? anchor + 1 : root.members.findIndex(({ key }) => order.includes(key.value));
  return insertMembers(tree, root, Math.max(before, 0), [["domains", ids]]);
}
