import type { GreenArray, GreenMember, GreenObject } from "../syntax/green.js";
import type { JsonTree } from "../syntax/tree.js";

/** The root of a version without syntax problems, and its offset. */
export interface PlacedRoot {
  readonly root: GreenObject;
  readonly rootStart: number;
}

export function placedRoot({ green, rootStart, problems }: JsonTree): PlacedRoot | undefined {
  return green?.kind === "object" && problems.length === 0 ? { root: green, rootStart } : undefined;
}

/** The array `stages` of an earlier version and of this one, and the offset of both. */
interface EditedStages {
  readonly list: GreenArray;
  readonly newList: GreenArray;
  readonly start: number;
}

/** The arrays `stages` of two versions that differ in nothing else; undefined if they do, or one has no such array. */
export function editedStages(before: PlacedRoot, tree: JsonTree): EditedStages | undefined {
  const now = placedRoot(tree);
  if (!now || now.rootStart !== before.rootStart) return undefined;
  const { children, offsets, width } = before.root;
  if (children.length !== now.root.children.length) return undefined;
  const index = children.findLastIndex(({ name }) => name === "stages");
  let delta = 0;
  for (let i = 0; i < children.length; i++) {
    const [member, newMember] = [children[i] as GreenMember, now.root.children[i] as GreenMember];
    if ((offsets[i] as number) + delta !== now.root.offsets[i]) return undefined;
    if (member === newMember) continue;
    if (i !== index || !isSameKey(member, newMember)) return undefined;
    delta = newMember.width - member.width;
  }
  const [member, newMember] = [children[index], now.root.children[index]];
  const [list, newList] = [member?.value, newMember?.value];
  if (!member || list?.kind !== "array" || newList?.kind !== "array") return undefined;
  if (now.root.width !== width + delta) return undefined;
  return { list, newList, start: before.rootStart + (offsets[index] as number) + member.valueOffset };
}

function isSameKey(one: GreenMember, other: GreenMember): boolean {
  return (
    one.name === other.name &&
    one.keyWidth === other.keyWidth &&
    one.colonOffset === other.colonOffset &&
    one.valueOffset === other.valueOffset
  );
}
