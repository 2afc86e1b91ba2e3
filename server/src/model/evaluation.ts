import type { EffectiveSchema } from "../schema/effective-schema.js";
import { benchmarkKey, nearName } from "../schema/names.js";
import { list } from "../schema/words.js";
import { findValue, textIn } from "../syntax/tree.js";
import type { Alloy, Stage } from "./alloy.js";
import { memoize } from "./memoize.js";
import { benchmarkResults } from "./results.js";
import { summarize } from "./summarize.js";

/**
 * Returns the `benchmarkKey` of each benchmark that a stage evaluates or that has a result. Undefined if that
 * cannot be determined: a stage of unknown type may be a misspelled evaluation stage, and a benchmark without
 * a name may be any benchmark.
 */
export const measuredBenchmarks = memoize((alloy: Alloy): ReadonlySet<string> | undefined => {
  const names = new Set(benchmarkResults(alloy).entries.map(({ name }) => benchmarkKey(name)));
  if (alloy.stagesOf(undefined).length > 0) return undefined;
  for (const stage of alloy.stagesWith("evaluate")) {
    const own = namesIn(stage);
    if (!own) return undefined;
    for (const name of own) names.add(name);
  }
  return names;
});

/** The stage types that run benchmarks, as `"eval"` or `"eval" or "cv-eval"`; those that must name some, if there are any. */
export function evaluatingWords({ vocabulary }: Pick<Alloy, "vocabulary">): string {
  const types = vocabulary.stageTypes.filter(({ schema }) => schema.role === "evaluate");
  const naming = types.filter(({ schema }) => schema.required?.includes("benchmarks"));
  return list(
    (naming.length > 0 ? naming : types).map(({ name }) => `"${name}"`),
    "or",
  );
}

/** The benchmarks that a vocabulary knows. */
interface BenchmarkNames {
  /** The usual spelling, by `benchmarkKey`: the list `benchmarks` of the declared domains. */
  readonly known: ReadonlyMap<string, string>;
  /** By `benchmarkKey`, others that exist: near a known name, and meant all the same. */
  readonly others: ReadonlySet<string>;
}

const namesByVocabulary = new WeakMap<EffectiveSchema, BenchmarkNames>();

function benchmarkNames(vocabulary: EffectiveSchema): BenchmarkNames {
  let names = namesByVocabulary.get(vocabulary);
  if (!names) {
    const owners = vocabulary.domains.map(({ file }) => file.id);
    const listed = (name: string) =>
      owners.flatMap((owner) => vocabulary.list(name, owner)).map(({ value }) => String(value));
    names = {
      known: new Map(listed("benchmarks").map((name) => [benchmarkKey(name), name])),
      others: new Set(listed("otherBenchmarks").map(benchmarkKey)),
    };
    namesByVocabulary.set(vocabulary, names);
  }
  return names;
}

/** The usual spelling of a benchmark that the vocabulary knows. */
export function usualSpelling(vocabulary: EffectiveSchema, name: string): string | undefined {
  return benchmarkNames(vocabulary).known.get(benchmarkKey(name));
}

/** The known benchmark that was probably meant by a name that is none; undefined if the name may well be meant. */
export function nearBenchmark(vocabulary: EffectiveSchema, name: string): string | undefined {
  const key = benchmarkKey(name);
  const { known, others } = benchmarkNames(vocabulary);
  return known.has(key) || others.has(key) ? undefined : nearName(key, known.values());
}

/** The benchmarks of one stage. */
const namesIn = summarize(({ type, node }: Stage): readonly string[] | undefined => {
  const list = findValue(node, "benchmarks");
  if (list?.kind !== "array") return type?.schema.required?.includes("benchmarks") ? undefined : [];
  const names = list.items.map((item) => textIn(item, "name"));
  return names.includes(undefined)
    ? undefined
    : names.flatMap((name) => (name ? benchmarkKey(name.value) : []));
});
