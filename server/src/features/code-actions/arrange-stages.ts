import type { Alloy, Stage } from "../../model/alloy.js";
import { inExecutionOrder, isInOrder } from "../../model/phase-order.js";
import { type Edit, removeElement } from "../../syntax/edits.js";
import { indentAt, spansLines, styleOf } from "../../syntax/style.js";
import type { ArrayNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";
import type { Refactoring, RefactoringKind } from "../insert-stage.js";
import { insertedBy } from "../tab-stops.js";

/** Moves, doubles and removes the stage under the cursor, and puts all stages into the order in which they run. */
export function arrangeStagesActions(alloy: Alloy, stage: Stage | undefined): Refactoring[] {
  const { stagesNode } = alloy;
  if (!stagesNode) return [];
  const sorting = change("refactor.move", t`Sort stages by phase`, () =>
    reorder(alloy, inExecutionOrder(alloy)),
  );
  return [...(stage ? ofStage(alloy, stagesNode, stage) : []), ...(isInOrder(alloy) ? [] : [sorting])];
}

function ofStage(alloy: Alloy, array: ArrayNode, stage: Stage): Refactoring[] {
  const { stages, tree } = alloy;
  const { index } = stage;
  const name = `${index + 1} ${stage.typeNode?.value || t`(no type)`}`;
  const above = stages[index - 1];
  const below = stages[index + 1];
  const first = (edits: readonly Edit[]) => edits[0];
  const last = (edits: readonly Edit[]) => edits.at(-1);
  const move = (title: string, upper: Stage, lower: Stage, selected: typeof first) =>
    change("refactor.move", title, () => swap(alloy, upper, lower), selected);
  return [
    ...(above ? [move(t`Move stage ${name} up`, above, stage, first)] : []),
    ...(below ? [move(t`Move stage ${name} down`, stage, below, last)] : []),
    change(
      "refactor.rewrite",
      t`Duplicate stage ${name}`,
      () => [duplicateStage(alloy, array, stage)],
      first,
    ),
    change("refactor.rewrite", t`Remove stage ${name}`, () => [removeElement(tree, array, index)]),
  ];
}

/** @param selected finds the edit whose text is selected afterwards */
function change(
  kind: RefactoringKind,
  title: string,
  edits: () => readonly Edit[],
  selected?: (edits: readonly Edit[]) => Edit | undefined,
): Refactoring {
  return {
    kind,
    title,
    get edits() {
      return edits();
    },
    get selection() {
      const made = edits();
      const edit = selected?.(made);
      return edit && insertedBy(edit, made);
    },
  };
}

function swap({ tree: { text } }: Alloy, { node: a }: Stage, { node: b }: Stage): Edit[] {
  return [
    { start: a.start, end: a.end, text: text.slice(b.start, b.end) },
    { start: b.start, end: b.end, text: text.slice(a.start, a.end) },
  ];
}

/** The stages in another order: each place gets the text of the stage that belongs there. */
function reorder({ stages, tree }: Alloy, order: readonly Stage[]): Edit[] {
  return stages.flatMap(({ node: { start, end } }, index) => {
    const other = (order[index] as Stage).node;
    return other.start === start ? [] : [{ start, end, text: tree.source.slice(other.start, other.end) }];
  });
}

/** Writes a stage once more, after itself. */
export function duplicateStage({ tree }: Alloy, array: ArrayNode, { node }: Stage): Edit {
  const style = styleOf(tree);
  const gap = spansLines(tree.text, array)
    ? style.eol + indentAt(tree.text, node.start)
    : style.comma.slice(1);
  return { start: node.end, end: node.end, text: `,${gap}${tree.source.slice(node.start, node.end)}` };
}
