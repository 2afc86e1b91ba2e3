import type { Alloy, Stage } from "../../model/alloy.js";
import { memoize } from "../../model/memoize.js";
import { referencesIn } from "../../model/references.js";
import { contains, findMember } from "../../syntax/tree.js";
import { insertStageActions, type Refactoring } from "../insert-stage.js";
import { acceptanceActions } from "./acceptance-actions.js";
import { arrangeStagesActions } from "./arrange-stages.js";
import type { CodeAction } from "./code-action.js";
import { declareDomainActions } from "./declare-domain.js";
import { expandTargetActions } from "./expand-target.js";
import { rewriteStageActions } from "./rewrite-stage.js";

/**
 * Returns the changes that can be made at an offset even if the document has no problem there. Their edits
 * are computed when requested.
 * @param isAutomatic whether the editor only decides if it shows a lightbulb; changes of other places are
 * omitted then
 */
export function refactoringsAt(alloy: Alloy, offset: number, isAutomatic = false): CodeAction[] {
  const stage = alloy.stageAt(offset);
  const { written, arranged } = stageRefactorings(alloy, stage);
  const isHere = !isAutomatic || (stage ? isAtHead(stage, offset) : isAt(alloy, "stages", offset));
  const isWish = isAt(alloy, "target", offset) || isAt(alloy, "stages", offset);
  const isGate = !isAutomatic || declaresBenchmark(stage) || isAt(alloy, "acceptanceCriteria", offset);
  return [
    ...(isWish ? expandTargetActions(alloy).map(refactoring) : []),
    ...(isHere ? written : []),
    ...(isGate ? acceptanceActions(alloy, offset).map(refactoring) : []),
    ...declareDomainActions(alloy, offset).map(refactoring),
    ...(isHere ? arranged : []),
  ];
}

/** Whether an offset is before the end of the stage's `type`, where a stage is taken as a whole. */
function isAtHead({ node, typeNode }: Stage, offset: number): boolean {
  return offset <= (typeNode?.end ?? node.end);
}

function isAt({ root }: Alloy, key: string, offset: number): boolean {
  const member = findMember(root, key);
  return member !== undefined && contains(member, offset);
}

function declaresBenchmark(stage: Stage | undefined): boolean {
  return (
    stage !== undefined &&
    referencesIn(stage).some(({ kind, isDeclaration }) => isDeclaration && kind === "benchmark")
  );
}

interface StageRefactorings {
  readonly written: readonly CodeAction[];
  readonly arranged: readonly CodeAction[];
}

const byStage = memoize((_: Alloy) => new Map<Stage | undefined, StageRefactorings>());

/** Made once of a stage: an editor asks at every move of the cursor, and most moves stay inside of one. */
function stageRefactorings(alloy: Alloy, stage: Stage | undefined): StageRefactorings {
  const known = byStage(alloy).get(stage);
  if (known) return known;
  const made = {
    written: [...insertStageActions(alloy, stage), ...rewriteStageActions(alloy, stage)].map(refactoring),
    arranged: arrangeStagesActions(alloy, stage).map(refactoring),
  };
  byStage(alloy).set(stage, made);
  return made;
}

function refactoring(change: Refactoring): CodeAction {
  return {
    title: change.title,
    kind: change.kind ?? "refactor.rewrite",
    get edits() {
      return change.edits;
    },
    get selection() {
      return change.selection;
    },
    isPreferred: false,
  };
}
