import type { Alloy, Stage } from "../model/alloy.js";
import { type Edit, insertItemText, insertMemberText, removeElement } from "../syntax/edits.js";
import { indentAt } from "../syntax/style.js";
import { findMember, type ObjectNode, type Span } from "../syntax/tree.js";
import { duplicateStage } from "./code-actions/arrange-stages.js";
import { suggestedIndexOf } from "./insert-stage.js";
import { insertedBy } from "./tab-stops.js";

/**
 * A convention of this project, which every implementation ignores as provenance: stages that are switched off, as they
 * were written. JSON has no comments.
 */
export const DISABLED_STAGES = "disabledStages";

/** What the preview may do with a stage. `index` is that of `stages`; for `enable`, that of `disabledStages`. */
export type StageEdit =
  | { readonly action: "duplicate" | "remove" | "disable" | "enable"; readonly index: number }
  | { readonly action: "move"; readonly index: number; readonly to: number };

export interface StageChange {
  readonly edits: readonly Edit[];
  /** The stage afterwards, in the text after the edits; undefined if it is gone. */
  readonly selection: Span | undefined;
}

/** The change that an action makes; undefined if the text is broken or the action does not apply to it. */
export function editStages(alloy: Alloy, edit: StageEdit): StageChange | undefined {
  const { tree, stagesNode, stages, root } = alloy;
  if (tree.problems.length > 0 || root === undefined) return undefined;
  if (edit.action === "enable") return enable(alloy, root, edit.index);
  const stage = stages[edit.index];
  if (!stagesNode || !stage) return undefined;
  switch (edit.action) {
    case "move":
      return move(alloy, stage, edit.to);
    case "duplicate": {
      const made = duplicateStage(alloy, stagesNode, stage);
      return { edits: [made], selection: insertedBy(made, [made]) };
    }
    case "remove":
      return { edits: [removeElement(tree, stagesNode, edit.index)], selection: undefined };
    case "disable": {
      const added = addDisabled(alloy, root, textOf(alloy, stage.node));
      return (
        added && {
          edits: inOrder([removeElement(tree, stagesNode, edit.index), ...added]),
          selection: undefined,
        }
      );
    }
  }
}

/** Stages between the two places move by one; each place keeps what is around it. */
function move({ stages, tree }: Alloy, stage: Stage, to: number): StageChange | undefined {
  const target = stages[to];
  // Another phase would run it at another time than its place says.
  if (!target || to === stage.index || target.type?.order !== stage.type?.order) return undefined;
  const order = stages.filter((one) => one !== stage);
  order.splice(to, 0, stage);
  const edits = stages.flatMap(({ node: { start, end } }, index) => {
    const other = (order[index] as Stage).node;
    return other.start === start ? [] : [{ start, end, text: tree.source.slice(other.start, other.end) }];
  });
  const moved = edits.find(({ start }) => start === target.node.start);
  return { edits, selection: moved && insertedBy(moved, edits) };
}

function enable(alloy: Alloy, root: ObjectNode, index: number): StageChange | undefined {
  const { tree, stagesNode } = alloy;
  const member = findMember(root, DISABLED_STAGES);
  const disabled = member?.value?.kind === "array" ? member.value : undefined;
  const node = disabled?.items[index];
  if (!member || !disabled || !node || !stagesNode) return undefined;
  const removed =
    disabled.items.length === 1
      ? removeElement(tree, root, root.members.indexOf(member))
      : removeElement(tree, disabled, index);
  const inserted = insertItemText(tree, stagesNode, suggestedIndexOf(alloy, node), textOf(alloy, node));
  const edits = inOrder([removed, ...inserted]);
  const [first] = inserted;
  return { edits, selection: first && insertedBy(first, edits) };
}

function addDisabled({ tree, stagesNode }: Alloy, root: ObjectNode, text: string): Edit[] | undefined {
  const member = findMember(root, DISABLED_STAGES);
  if (!member) {
    const after = root.members.findIndex(({ value }) => value === stagesNode);
    return insertMemberText(tree, root, after + 1, DISABLED_STAGES, (current, style) =>
      text.includes("\n")
        ? `[${style.eol}${current}${style.indent}${indented(text, current + style.indent)}${style.eol}${current}]`
        : `[${text}]`,
    );
  }
  const list = member.value;
  return list?.kind === "array" ? insertItemText(tree, list, list.items.length, text) : undefined;
}

/** A value as it is written, with lines that are indented as if it were at the start of a line without indentation. */
function textOf({ tree: { text } }: Alloy, { start, end }: Span): string {
  return text.slice(start, end).replaceAll(`\n${indentAt(text, start)}`, "\n");
}

function indented(text: string, current: string): string {
  return text.replaceAll("\n", `\n${current}`);
}

function inOrder(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((a, b) => a.start - b.start);
}
