import { findValue, textIn } from "../text/tree.js";
import { viewOf } from "./memo.js";
import { benchmarkKey } from "./names.js";
import { benchmarkResults } from "./results.js";

/**
 * The benchmarks that an `eval` stage runs or a result names, by `benchmarkKey`. Undefined where nobody can tell: a
 * stage of unknown type may be a misspelt `eval`, and a benchmark without a name may be any.
 */
export const measuredBenchmarks = viewOf((alloy): ReadonlySet<string> | undefined => {
  const names = new Set(benchmarkResults(alloy).entries.map(({ name }) => benchmarkKey(name)));
  if (alloy.stagesOf(undefined).length > 0) return undefined;
  for (const { type, node } of [...alloy.stagesOf("eval"), ...alloy.stagesOf("cv-eval")]) {
    const list = findValue(node, "benchmarks");
    if (list?.kind !== "array") {
      if (type?.name === "eval") return undefined;
      continue;
    }
    for (const item of list.items) {
      const name = textIn(item, "name");
      if (!name) return undefined;
      names.add(benchmarkKey(name.value));
    }
  }
  return names;
});
