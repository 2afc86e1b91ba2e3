import { rule } from "../../lint/rule.js";
import { nearBenchmark } from "../../model/evaluation.js";
import { stageSupport } from "../../model/executor.js";
import type { ExecutorProfile } from "../../schema/executor-profile.js";
import { benchmarkKey } from "../../schema/names.js";
import { executorWords, show } from "../../schema/words.js";
import { findValue, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

const FIELD = "benchmarks";

/** A benchmark that the architecture's executor cannot run. */
export const executorNoRunner = rule<{ name: string; profile: ExecutorProfile }>({
  code: "executor/no-runner",
  severity: "information",
  summary: "The architecture's executor has no runner for the benchmark",
  explanation:
    'The executor evaluates the benchmarks that it has a runner for. The results of others get `"status": "pending"`, so an acceptance criterion for them cannot be checked. Nothing is reported in an alloy with `results` or `receipt`.',
  examples: {
    bad: [
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "eval", "benchmarks": [{"name": "humaneval"}, {"name": ‹"mmlu"›}, {"name": ‹"in-house"›}]}]}',
    ],
    good: [
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "eval", "benchmarks": [{"name": "HumanEval+"}, {"name": "human-eval"}, {"name": ""}]}]}',
      '{"source": {"architecture": "my_own"}, "stages": [{"type": "eval", "benchmarks": [{"name": "mmlu"}]}]}',
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "eval", "benchmarks": [{"name": "mmlu"}]}], "results": {}}',
    ],
  },
  scope: "stage",
  of: (type) => type !== undefined,
  check({ type, node: stage }, report, alloy) {
    if (alloy.isExecuted) return;
    const support = stageSupport(alloy, type);
    const benchmarks = support?.profile.benchmarks?.map(benchmarkKey);
    if (!benchmarks || !support?.stage.reads?.includes(FIELD)) return;
    const list = findValue(stage, FIELD);
    for (const item of list?.kind === "array" ? list.items : []) {
      const node = textIn(item, "name");
      if (!node || node.value.trim() === "") continue;
      const key = benchmarkKey(node.value);
      // A misspelled name is reported as such.
      const isKnown = benchmarks.includes(key) || nearBenchmark(alloy.vocabulary, node.value) !== undefined;
      if (!isKnown) report(node, { name: node.value, profile: support.profile });
    }
  },
  message: ({ name, profile }) =>
    t`${show(name)} has no runner in ${executorWords(profile)}: the result will be "pending", not measured.`,
});
