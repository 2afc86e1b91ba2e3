import type { Alloy, Stage } from "../model/alloy.js";
import { rootIndex } from "../model/root-index.js";
import type { StageType } from "../schema/effective-schema.js";
import type { Snippet } from "../schema/schema.js";
import { type Edit, insertItem, insertMembers } from "../syntax/edits.js";
import { findMember, type Span, textIn, type ValueNode } from "../syntax/tree.js";
import { t, translate, translateWithin } from "../text/l10n.js";
import { insertedBy, withValueStops } from "./tab-stops.js";

/** LSP's kinds of refactorings, by which editors group them. */
export type RefactoringKind = "refactor.extract" | "refactor.move" | "refactor.rewrite";

/** A change that a person may choose; unlike a fix it mends nothing. */
export interface Refactoring {
  /** Default: `refactor.rewrite`. */
  readonly kind?: RefactoringKind;
  readonly title: string;
  /** At least one. Best made when asked for: many changes are offered at every move of the cursor, and one is chosen. */
  readonly edits: readonly Edit[];
  /** What is selected after the edits that have no tab stops, in the text after them. */
  readonly selection?: Span | undefined;
}

/**
 * Insertions of the stages that a declared domain offers as actions, first of all the intent-only `train`:
 * before and after the stage under the cursor, and where the order of the phases puts it.
 */
export function insertStageActions(alloy: Alloy, stage: Stage | undefined): Refactoring[] {
  return snippetsOf(alloy)
    .filter(({ snippet }) => snippet.offer === "action")
    .flatMap((one) => placesFor(alloy, stage, one));
}

/** A stage to choose from a list, and the places where it may go, the most fitting first. */
export interface InsertableStage {
  readonly label: string;
  readonly phase: string;
  readonly summary: string;
  /** The stage as JSON on one line. */
  readonly preview: string;
  readonly places: readonly Refactoring[];
}

/**
 * Every stage of the declared domains.
 * @param offset of the cursor
 * @param index the only place in `stages` where a stage may go, if there is an array
 */
export function insertableStages(
  alloy: Alloy,
  offset: number | undefined,
  index?: number,
): InsertableStage[] {
  const stage = offset === undefined ? undefined : alloy.stageAt(offset);
  return snippetsOf(alloy).map(({ type, snippet }) => ({
    label: snippet.label,
    phase: type.phase.id,
    summary: translate(snippet.description),
    preview: JSON.stringify(snippet.body),
    places: placesFor(alloy, stage, { type, snippet }, index),
  }));
}

/**
 * A stage of a type as its first example has it; only its type if it has no example, and `undefined` if no declared domain
 * defines the type.
 */
export function exampleStage(
  { vocabulary }: Alloy,
  name: string,
): Readonly<Record<string, unknown>> | undefined {
  const type = vocabulary.stageType(name);
  return type && (type.schema.snippets?.[0]?.body ?? { type: name });
}

/** The index in `stages` at which a stage of this type runs last in its phase; `undefined` for an unknown type. */
export function insertionIndex(alloy: Alloy, name: string): number | undefined {
  const type = alloy.vocabulary.stageType(name);
  return type && suggestedIndex(alloy, type);
}

interface StageSnippet {
  readonly type: StageType;
  readonly snippet: Snippet;
}

function placesFor(
  alloy: Alloy,
  stage: Stage | undefined,
  { type, snippet }: StageSnippet,
  only?: number,
): Refactoring[] {
  const name = snippet.label.replace(type.name, `"${type.name}"`);
  if (!alloy.stagesNode) return insertStages(alloy, name, snippet);
  const suggested =
    only === undefined ? suggestedIndex(alloy, type) : Math.max(0, Math.min(only, alloy.stages.length));
  const places = new Map<number, string>();
  if (stage) {
    places.set(stage.index, t`before stage ${stage.index + 1}`);
    places.set(stage.index + 1, t`after stage ${stage.index + 1}`);
  }
  if (only !== undefined) places.set(suggested, chosenPlace(alloy, suggested));
  else if (!places.has(suggested)) places.set(suggested, suggestedPlace(alloy, type, suggested));
  return [...places]
    .sort(([a], [b]) => Number(b === suggested) - Number(a === suggested))
    .map(([index, where]) => ({
      title: t`Insert ${name} ${where}`,
      get edits() {
        return insertAt(alloy, index, snippet);
      },
      get selection() {
        return insertedIn(this.edits);
      },
    }));
}

function snippetsOf({ vocabulary }: Alloy): StageSnippet[] {
  return vocabulary.stageTypes.flatMap((type) =>
    (type.schema.snippets ?? []).map((snippet) => ({ type, snippet })),
  );
}

/** Returns the index at which a stage belongs by its type; the end if its type is unknown. */
export function suggestedIndexOf(alloy: Alloy, stage: ValueNode): number {
  const type = alloy.vocabulary.stageType(textIn(stage, "type")?.value ?? "");
  return type ? suggestedIndex(alloy, type) : alloy.stages.length;
}

/**
 * Returns the index after the last stage of the same phase, so that the new stage runs last in its phase. If
 * no stage has the same phase, returns the index of the first stage of a later phase, or the end.
 */
function suggestedIndex({ stages }: Alloy, type: StageType): number {
  const order = (stage: Stage) => stage.type?.order ?? -1;
  const samePhase = stages.findLastIndex((stage) => order(stage) === type.order);
  if (samePhase >= 0) return samePhase + 1;
  const later = stages.findIndex((stage) => order(stage) > type.order);
  return later >= 0 ? later : stages.length;
}

function chosenPlace({ stages }: Alloy, index: number): string {
  if (index > 0) return t`after stage ${index}`;
  return stages.length > 0 ? t`before stage ${1}` : t`as the first stage`;
}

function suggestedPlace(alloy: Alloy, { phase }: StageType, index: number): string {
  const title = translateWithin(phase.title);
  const before = alloy.stages[index - 1];
  const after = alloy.stages[index];
  if (before) return t`after stage ${index} (${title} phase)`;
  return after ? t`before stage ${index + 1} (${title} phase)` : t`as the first stage`;
}

function insertAt(alloy: Alloy, index: number, snippet: Snippet): readonly Edit[] {
  const { stagesNode } = alloy;
  if (!stagesNode) return [];
  return withValueStops(insertItem(alloy.tree, stagesNode, index, snippet.body), alloy.tree.text);
}

/** Returns the span to select after the insertion, or `undefined` if the first edit has tab stops. */
function insertedIn(edits: readonly Edit[]): Span | undefined {
  const [first] = edits;
  return first && first.snippet === undefined ? insertedBy(first, edits) : undefined;
}

/** A document without `stages`: the field is written where the vocabulary lists it. */
function insertStages(alloy: Alloy, name: string, snippet: Snippet): Refactoring[] {
  const { root, tree } = alloy;
  if (!root || findMember(root, "stages")) return [];
  const edits = withValueStops(
    insertMembers(tree, root, rootIndex(alloy, root, "stages"), [["stages", [snippet.body]]]),
    tree.text,
  );
  return [{ title: t`Insert "stages" with ${name}`, edits }];
}
