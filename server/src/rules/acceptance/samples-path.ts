import { rule } from "../../lint/rule.js";
import { acceptanceOf } from "../../model/acceptance.js";
import { evaluatingWords, measuredBenchmarks } from "../../model/evaluation.js";
import { benchmarkResults } from "../../model/results.js";
import { benchmarkKey } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { findValue, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Samples are required, but neither an evaluation stage nor a result sets their path. */
export const acceptanceSamplesPath = rule<{ names: readonly string[]; types: string }>({
  code: "acceptance/samples-path",
  severity: "information",
  summary: "Required samples path is not set yet",
  explanation:
    "`samplesPathRequired` requires a `samplesPath` in the result of every gated benchmark. An `eval` stage can set the path before the run; otherwise, the executor must write it to the results.",
  examples: {
    bad: [
      '{"stages": [{"type": "eval", "benchmarks": [{"name": "a"}]}], "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.3}}, "integrity": {"samplesPathRequired": ‹true›}}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {}, "b": {}}, "integrity": {"samplesPathRequired": ‹true›}}, "stages": [{"type": "eval", "benchmarks": [{"samplesPath": "x"}]}, {"type": "eval", "benchmarks": {"b": {}}}], "results": {"benchmarks": [{"name": "a"}]}}',
    ],
    good: [
      '{"stages": [{"type": "prune"}, {"type": "eval", "benchmarks": [{"name": "a", "samplesPath": "a.jsonl"}]}], "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.3}}, "integrity": {"samplesPathRequired": true}}}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    const acceptance = acceptanceOf(alloy);
    if (!acceptance?.samplesPathRequired?.value) return;
    const results = benchmarkResults(alloy);
    // A benchmark that no stage runs is reported as such.
    const measured = measuredBenchmarks(alloy);
    const named = new Set(
      alloy.stages
        .map(({ node }) => findValue(node, "benchmarks"))
        .flatMap((node) => (node?.kind === "array" ? node.items : []))
        .filter((item) => textIn(item, "samplesPath"))
        .map((item) => benchmarkKey(textIn(item, "name")?.value ?? "")),
    );
    // If a benchmark has a result, the gate itself reports that the path is missing.
    const open = acceptance.benchmarks.filter(
      ({ name }) =>
        results.of(name).length === 0 &&
        measured?.has(benchmarkKey(name)) !== false &&
        !named.has(benchmarkKey(name)),
    );
    if (open.length > 0)
      report(acceptance.samplesPathRequired.node, {
        names: open.map(({ name }) => name),
        types: evaluatingWords(alloy),
      });
  },
  message: ({ names, types }) =>
    t`"samplesPathRequired" is true, but no ${types} stage sets "samplesPath" for ${choiceWords(names)}.`,
});
