import type { Alloy } from "./alloy.js";
import { viewOf } from "./memo.js";
import type { Reference, Section } from "./section.js";

export type { Reference } from "./section.js";

const found = viewOf((_: Alloy) => new Map<string, readonly Reference[]>());

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

/** Around the stages, and in each stage. */
function collect(alloy: Alloy, kind: string): readonly Reference[] {
  const { stagesNode, vocabulary } = alloy;
  const around = referencesIn(alloy.sections, kind).sort((a, b) => a.at.start - b.at.start);
  const types = [...alloy.usedTypes.map(({ name }) => name), undefined];
  // Most stages cannot name a thing of this kind, and are not looked at.
  const naming = types.filter((type) => vocabulary.kinds(vocabulary.stage(type)).has(kind));
  const stages = naming.flatMap((type) => alloy.stagesOf(type)).sort((a, b) => a.index - b.index);
  const inStages = stages.flatMap(({ sections }) => referencesIn(sections, kind));
  if (inStages.length === 0) return around;
  const start = stagesNode?.start ?? 0;
  const behind = around.findIndex(({ at }) => at.start > start);
  return behind < 0
    ? [...around, ...inStages]
    : [...around.slice(0, behind), ...inStages, ...around.slice(behind)];
}

function referencesIn(sections: readonly Section[], kind: string): Reference[] {
  return sections.flatMap(({ references }) => references.filter((reference) => reference.kind === kind));
}
