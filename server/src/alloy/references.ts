import type { Member, ValueNode } from "../text/tree.js";
import type { Alloy, Stage } from "./alloy.js";
import { type Place, STAGES_ID, type Vocabulary } from "./vocabulary.js";

/** A place in the document where something is named: the value of a field, or a key of a map. */
export interface Reference {
  readonly name: string;
  readonly at: ValueNode | Member;
  /** True where the thing is defined, false where it is only mentioned. */
  readonly isDeclaration: boolean;
}

const found = new WeakMap<Alloy, Map<string, readonly Reference[]>>();

/** Every place that names a thing of this kind (`benchmark`, `calibrationCorpus` …), in the order of the text. */
export function referencesTo(alloy: Alloy, kind: string): readonly Reference[] {
  const byKind = found.get(alloy) ?? new Map<string, readonly Reference[]>();
  found.set(alloy, byKind);
  let references = byKind.get(kind);
  if (!references) {
    references = collect(alloy, kind);
    byKind.set(kind, references);
  }
  return references;
}

/** Around the stages, and in each stage; those of a stage are kept with it. */
function collect(alloy: Alloy, kind: string): Reference[] {
  const { stagesNode, tree, vocabulary } = alloy;
  const around = collectIn(alloy, kind, tree.root, vocabulary.root, stagesNode);
  const types = [...alloy.usedTypes.map(({ name }) => name), undefined];
  const naming = types.filter((type) => canName(vocabulary, vocabulary.stage(type), kind));
  const inStages: Reference[] = [];
  for (const stage of naming.flatMap((type) => alloy.stagesOf(type)).sort((a, b) => a.index - b.index))
    for (const reference of inStage(stage, alloy, kind)) inStages.push(reference);
  if (inStages.length === 0) return around;
  const start = stagesNode?.start ?? 0;
  const behind = around.findIndex(({ at }) => at.start > start);
  return behind < 0
    ? [...around, ...inStages]
    : [...around.slice(0, behind), ...inStages, ...around.slice(behind)];
}

const keptByStage = new WeakMap<Stage, Map<string, readonly Reference[]>>();

function inStage(stage: Stage, alloy: Alloy, kind: string): readonly Reference[] {
  const byKind = keptByStage.get(stage) ?? new Map<string, readonly Reference[]>();
  keptByStage.set(stage, byKind);
  let references = byKind.get(kind);
  if (!references) {
    references = collectIn(alloy, kind, stage.node, alloy.vocabulary.stage(stage.type?.name), undefined);
    byKind.set(kind, references);
  }
  return references;
}

function collectIn(
  alloy: Alloy,
  kind: string,
  root: ValueNode | undefined,
  rootPlace: Place,
  without: ValueNode | undefined,
): Reference[] {
  const { vocabulary } = alloy;
  const references: Reference[] = [];
  const open: { node: ValueNode; place: Place }[] = [];
  const visit = (node: ValueNode | undefined, place: Place | undefined) => {
    // Most of a document cannot name a thing of this kind, and is not looked at.
    if (node && node !== without && place && canName(vocabulary, place, kind)) open.push({ node, place });
  };
  visit(root, rootPlace);
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, place } = next;
    if (node.kind === "string") {
      const isDeclaration = place.schema.declares === kind;
      if (isDeclaration || place.schema.names === kind)
        references.push({ name: node.value, at: node, isDeclaration });
    } else if (node.kind === "array") {
      // In all other lists the items have one place, and most often that names nothing.
      const shared = place.id === STAGES_ID ? undefined : vocabulary.item(place);
      if (place.id === STAGES_ID || (shared && canName(vocabulary, shared, kind)))
        for (const item of node.items) visit(item, shared ?? alloy.itemPlace(place, item));
    } else if (node.kind === "object") {
      const isNamed = vocabulary.keys(place)?.names === kind;
      for (const member of node.members) {
        if (isNamed) references.push({ name: member.name, at: member, isDeclaration: false });
        visit(member.value, alloy.memberPlace(place, member.name));
      }
    }
  }
  return references.sort((a, b) => a.at.start - b.at.start);
}

/** A place belongs to one vocabulary. */
const answers = new WeakMap<Place, Map<string, boolean>>();

/** Whether a value at this place, or anything inside it, may name a thing of this kind. */
function canName(vocabulary: Vocabulary, place: Place, kind: string): boolean {
  let known = answers.get(place);
  if (!known) {
    known = new Map();
    answers.set(place, known);
  }
  let answer = known.get(kind);
  if (answer === undefined) {
    answer = search(vocabulary, place, kind);
    known.set(kind, answer);
  }
  return answer;
}

function search(vocabulary: Vocabulary, start: Place, kind: string): boolean {
  // Schemas, not places: a schema that refers to itself has places without end.
  const seen = new Set<unknown>();
  const open: (Place | undefined)[] = [start];
  while (open.length > 0) {
    const place = open.pop();
    if (!place || seen.has(place.schema)) continue;
    seen.add(place.schema);
    if (place.schema.names === kind || place.schema.declares === kind) return true;
    if (vocabulary.keys(place)?.names === kind) return true;
    for (const field of vocabulary.fields(place).values()) open.push(field.place);
    open.push(vocabulary.member(place, ""));
    if (place.id === STAGES_ID) {
      for (const { name } of vocabulary.stageTypes) open.push(vocabulary.stage(name));
      open.push(vocabulary.stage(undefined));
    } else open.push(vocabulary.item(place));
  }
  return false;
}
