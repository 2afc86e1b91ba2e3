/** Writes the stages that follow from `target` into an alloy. */
import type { Alloy } from "../model/alloy.js";
import { rootIndex } from "../model/root-index.js";
import { type Edit, insertMembers } from "../syntax/edits.js";
import { indentAt, print, spansLines, styleOf } from "../syntax/style.js";
import { findMember } from "../syntax/tree.js";
import type { StagesFromTarget } from "./derive.js";

/**
 * Returns the edits that write derived stages, and the number of cycles, in the layout of the file.
 * @param alloy an object whose `stages` are absent or empty, from which `derived` follows
 */
export function expandTarget(alloy: Alloy, { stages, cycles }: StagesFromTarget): Edit[] {
  const { root, tree } = alloy;
  if (!root) return [];
  const bodies = stages.map(({ body }) => body);
  // 1 is the default.
  const repeated: [string, unknown][] = cycles === undefined || cycles === 1 ? [] : [["cycles", cycles]];
  const member = findMember(root, "stages");
  if (!member?.value)
    return insertMembers(tree, root, rootIndex(alloy, root, "stages"), [["stages", bodies], ...repeated]);
  const { start, end } = member.value;
  const current = spansLines(tree.text, root) ? indentAt(tree.text, member.start) : "";
  const text = print(bodies, styleOf(tree), current, !spansLines(tree.text, root));
  const next = root.members.indexOf(member) + 1;
  return [{ start, end, text }, ...(repeated.length > 0 ? insertMembers(tree, root, next, repeated) : [])];
}
