import { type Fix, rule } from "../../lint/rule.js";
import type { Alloy } from "../../model/alloy.js";
import { evaluateChecks, type GateCheck } from "../../model/gate.js";
import { benchmarkResults, type Figure, percentOf } from "../../model/results.js";
import { insertMembers } from "../../syntax/edits.js";
import { findMember } from "../../syntax/tree.js";
import { Exact } from "../../text/exact.js";
import { t } from "../../text/l10n.js";

/** A check whose figures can be read in two ways, with different results. */
export const acceptanceAmbiguous = rule<GateCheck>({
  code: "acceptance/ambiguous",
  severity: "warning",
  summary: "Criterion depends on ambiguous values",
  explanation:
    "The values that this criterion depends on can be read in two ways: two results of one benchmark differ, results have different subsets, calibration anchors differ, or no score of the file is above 1, so that it may be a fraction or a percentage. The gate never guesses in favor of shipping: the check is not measured.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": ‹0.06›}}}, "results": {"benchmarks": [{"name": "a", "score": 0.9}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": ‹0.5›}}}, "results": {"benchmarks": [{"name": "a", "score": 70}, {"name": "A", "score": 30}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": ‹0.5›}}}, "results": {"benchmarks": [{"name": "a", "subset": "x", "score": 70}, {"name": "a", "score": 70}]}}',
    ],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.06}}}, "results": {"benchmarks": [{"name": "a", "score": 0.9}, {"name": "b", "score": 70}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.5}}}, "results": {"benchmarks": [{"name": "a", "score": 70}, {"name": "a", "score": 70.0}]}}',
    ],
  },
  scope: "document",
  reads: ["evaluate", "quantize"],
  check(alloy, report) {
    const said = new Set<unknown>();
    for (const check of evaluateChecks(alloy) ?? []) {
      const { cause, criterion, reason } = check;
      const [evidence] = reason?.at ?? [];
      // Minimum and allowed drop of one benchmark depend on the same figures.
      if (cause !== "ambiguous" || said.has(evidence)) continue;
      said.add(evidence);
      const { start, end } = evidence ?? criterion;
      const related = { start, end, message: t`ambiguous value` };
      report(criterion, check, { related });
    }
  },
  message: ({ reason }) => t`${reason?.sentence} The verdict cannot be ship.`,
  fixes: ({ reason }, alloy) => (reason?.fault === "scale" ? scaleFixes(alloy) : []),
});

/** Both readings: all scores become percentages, or each is stated as a fraction of one as well. */
function scaleFixes(alloy: Alloy): Fix[] {
  const { entries } = benchmarkResults(alloy);
  const scores = entries
    .flatMap(({ scores, baseScore }) => [...scores, ...(baseScore ? [baseScore] : [])])
    .filter(({ isScaled, node }) => isScaled && node.kind === "number");
  const toPercent = scores.map((figure) => rewritten(figure, percentOf(figure).value));
  const stated = entries.flatMap(({ node, scores: [score] }) =>
    score?.isScaled && !findMember(node, "metrics")
      ? insertMembers(alloy.tree, node, node.members.length, [
          ["metrics", { pass_at_1_fraction: score.value.times(Exact.scaled(1n, -2)).toNumber() }],
        ])
      : [],
  );
  return [
    { title: t`Convert the scores to percent (× 100)`, edits: toPercent, safe: false },
    { title: t`Add "pass_at_1_fraction" (scores are percent)`, edits: stated, safe: false },
  ].filter(({ edits }) => edits.length > 0);
}

function rewritten({ node }: Figure, value: Exact) {
  return { start: node.start, end: node.end, text: value.toFixed(20) };
}
