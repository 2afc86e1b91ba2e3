import type { Reference } from "../schema/validate.js";
import { type Member, nodeFrom, type ValueNode } from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";
import { memoize } from "./memoize.js";
import { type PlacedReference, placedReferences } from "./placed-references.js";
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
  const around = alloy.referencesAround.map(({ kind }) => kind);
  return new Set([...around, ...typesIn(alloy).flatMap((type) => [...alloy.vocabulary.kinds(type)])]);
}

/** Those of the stages; undefined for stages of no known type, of which there may be some. */
function typesIn({ usedTypes }: Alloy): (string | undefined)[] {
  return [...usedTypes.map(({ name }) => name), undefined];
}

/** Returns the references of one kind outside the stages and in each stage. */
function collect(alloy: Alloy, kind: string): readonly Reference[] {
  const { stagesNode, vocabulary } = alloy;
  const around = alloy.referencesAround.filter((reference) => reference.kind === kind);
  const { root } = alloy.tree;
  if (!root) return [];
  // Most stage types cannot contain a reference of this kind; their stages are skipped.
  const naming = typesIn(alloy).filter((type) => vocabulary.kinds(type).has(kind));
  const stages = naming.flatMap((type) => alloy.stagesOf(type)).sort((a, b) => a.index - b.index);
  const inStages: Reference[] = [];
  for (const stage of stages)
    for (const reference of referencesIn(stage))
      if (reference.kind === kind) inStages.push(new FoundReference(reference, stage));
  const offset = (stagesNode?.start ?? 0) - root.start;
  const found = around.map((reference) => new FoundReference(reference, { node: root }));
  const behind = around.findIndex((reference) => reference.offset > offset);
  return behind < 0
    ? [...found, ...inStages]
    : [...found.slice(0, behind), ...inStages, ...found.slice(behind)];
}

/** Returns the references in a stage, in document order. */
export const referencesIn = summarize(({ sections, node }): readonly PlacedReference[] =>
  placedReferences(sections, node.start),
);

/** A reference of one version of the document. Its node is looked for when asked for: few are ever shown. */
class FoundReference implements Reference {
  readonly kind: string;
  readonly name: string;
  readonly isDeclaration: boolean;
  readonly isKey: boolean;
  readonly #holder: { readonly node: ValueNode };
  readonly #offset: number;

  /** @param holder the stage, or what holds the root, from the start of which the offset is counted */
  constructor(
    { kind, name, isDeclaration, isKey, offset }: PlacedReference,
    holder: { readonly node: ValueNode },
  ) {
    this.kind = kind;
    this.name = name;
    this.isDeclaration = isDeclaration;
    this.isKey = isKey;
    this.#holder = holder;
    this.#offset = offset;
  }

  get at(): ValueNode | Member {
    const { node } = this.#holder;
    return nodeFrom(node, node.start + this.#offset, this.isKey) as ValueNode | Member;
  }
}
