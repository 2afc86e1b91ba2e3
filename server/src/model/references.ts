import type { Reference, Section } from "../schema/validate.js";
import { type Member, nodeFrom, type ValueNode } from "../syntax/tree.js";
import type { Alloy, Stage } from "./alloy.js";
import { memoize } from "./memoize.js";
import { summarize } from "./summarize.js";

export type { Reference } from "../schema/validate.js";

const found = memoize((_: Alloy) => new Map<string, readonly Reference[]>());

/** Every place that names a thing of this kind (`benchmark`, `calibrationCorpus` …), in the order of the text. */
export function referencesTo(alloy: Alloy, kind: string): readonly Reference[] {
  const byKind = found(alloy);
  let references = byKind.get(kind);
  if (!references) {
    references = collect(alloy, kind);
    byKind.set(kind, references);
  }
  return references;
}

/** The kinds of things that are named around the stages of an alloy, or may be named in them. */
export function kindsIn(alloy: Alloy): ReadonlySet<string> {
  const around = alloy.sections.flatMap(({ references }) => references.map(({ kind }) => kind));
  return new Set([...around, ...typesIn(alloy).flatMap((type) => [...alloy.vocabulary.kinds(type)])]);
}

/** Those of the stages; undefined for stages of no known type, of which there may be some. */
function typesIn({ usedTypes }: Alloy): (string | undefined)[] {
  return [...usedTypes.map(({ name }) => name), undefined];
}

/** Returns the references of one kind outside the stages and in each stage. */
function collect(alloy: Alloy, kind: string): readonly Reference[] {
  const { stagesNode, vocabulary } = alloy;
  const around = ofKind(alloy.sections, kind).sort((a, b) => a.at.start - b.at.start);
  // Most stage types cannot contain a reference of this kind; their stages are skipped.
  const naming = typesIn(alloy).filter((type) => vocabulary.kinds(type).has(kind));
  const stages = naming.flatMap((type) => alloy.stagesOf(type)).sort((a, b) => a.index - b.index);
  const inStages: Reference[] = [];
  for (const stage of stages)
    for (const reference of referencesIn(stage))
      if (reference.kind === kind) inStages.push(new ReferenceInStage(stage, reference));
  if (inStages.length === 0) return around;
  const start = stagesNode?.start ?? 0;
  const behind = around.findIndex(({ at }) => at.start > start);
  return behind < 0
    ? [...around, ...inStages]
    : [...around.slice(0, behind), ...inStages, ...around.slice(behind)];
}

function ofKind(sections: readonly Section[], kind: string): Reference[] {
  return sections.flatMap(({ references }) => references.filter((reference) => reference.kind === kind));
}

/** A reference in a stage, with its position relative to the stage. */
type StageReference = Omit<Reference, "at"> & {
  /** Offset of the key or value, from the start of the stage. */
  readonly offset: number;
};

/** Returns the references in a stage, in document order. */
export const referencesIn = summarize(({ sections, node }): readonly StageReference[] =>
  sections.flatMap(({ references }) =>
    references.map(({ kind, name, isDeclaration, isKey, at }) => ({
      kind,
      name,
      isDeclaration,
      isKey,
      offset: at.start - node.start,
    })),
  ),
);

/** A reference of a stage in one version of the document. Its node is looked for when asked for: few are ever shown. */
class ReferenceInStage implements Reference {
  readonly kind: string;
  readonly name: string;
  readonly isDeclaration: boolean;
  readonly isKey: boolean;
  readonly #stage: Stage;
  readonly #reference: StageReference;

  constructor(stage: Stage, reference: StageReference) {
    this.kind = reference.kind;
    this.name = reference.name;
    this.isDeclaration = reference.isDeclaration;
    this.isKey = reference.isKey;
    this.#stage = stage;
    this.#reference = reference;
  }

  get at(): ValueNode | Member {
    const { node } = this.#stage;
    const { offset, isKey } = this.#reference;
    return nodeFrom(node, node.start + offset, isKey) as ValueNode | Member;
  }
}
