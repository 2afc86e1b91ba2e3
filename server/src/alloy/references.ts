import type { Member, ValueNode } from "../text/tree.js";
import type { Alloy } from "./alloy.js";

/** A place in the document where something is named: the value of a field, or a key of a map. */
export interface Reference {
  readonly name: string;
  readonly at: ValueNode | Member;
  /** True where the thing is defined, false where it is only mentioned. */
  readonly isDeclaration: boolean;
}

/** Every place that names a thing of this kind (`benchmark`, `calibrationCorpus` …), in the order of the text. */
export function referencesTo(alloy: Alloy, kind: string): Reference[] {
  const found: Reference[] = [];
  const open: ValueNode[] = alloy.tree.root ? [alloy.tree.root] : [];
  for (let node = open.pop(); node; node = open.pop()) {
    const place = alloy.placeOf(node);
    if (!place) continue;
    if (node.kind === "string") {
      const isDeclaration = place.schema.declares === kind;
      if (isDeclaration || place.schema.names === kind)
        found.push({ name: node.value, at: node, isDeclaration });
    } else if (node.kind === "array") {
      for (const item of node.items) open.push(item);
    } else if (node.kind === "object") {
      const keys = alloy.vocabulary.keys(place);
      for (const member of node.members) {
        if (keys?.names === kind) found.push({ name: member.key.value, at: member, isDeclaration: false });
        if (member.value) open.push(member.value);
      }
    }
  }
  return found.sort((a, b) => a.at.start - b.at.start);
}
