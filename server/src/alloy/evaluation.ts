import { findValue, textIn } from "../text/tree.js";
import type { Alloy, Stage } from "./alloy.js";
import { viewOf } from "./memo.js";
import { benchmarkKey } from "./names.js";
import { benchmarkResults } from "./results.js";

/**
 * The benchmarks that an `eval` stage runs or a result names, by `benchmarkKey`. Undefined where nobody can tell: a
 * stage of unknown type may be a misspelt `eval`, and a benchmark without a name may be any.
 */
export const measuredBenchmarks = viewOf((alloy: Alloy): ReadonlySet<string> | undefined => {
  const names = new Set(benchmarkResults(alloy).entries.map(({ name }) => benchmarkKey(name)));
  if (alloy.stagesOf(undefined).length > 0) return undefined;
  for (const stage of [...alloy.stagesOf("eval"), ...alloy.stagesOf("cv-eval")]) {
    const own = namesIn(stage);
    if (!own) return undefined;
    for (const name of own) names.add(name);
  }
  return names;
});

/** The benchmarks of one stage. */
const namesIn = viewOf(({ type, node }: Stage): readonly string[] | undefined => {
  const list = findValue(node, "benchmarks");
  if (list?.kind !== "array") return type?.name === "eval" ? undefined : [];
  const names = list.items.map((item) => textIn(item, "name"));
  return names.includes(undefined)
    ? undefined
    : names.flatMap((name) => (name ? benchmarkKey(name.value) : []));
});
