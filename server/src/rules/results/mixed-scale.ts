import { rule } from "../../lint/rule.js";
import { ONE } from "../../model/gate-scores.js";
import { benchmarkResults, type Figure } from "../../model/results.js";
import { Exact } from "../../text/exact.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly name: string;
  readonly source: string;
  readonly text: string;
  readonly percent: string;
  readonly node: Figure["node"];
}

/** A score that looks like a fraction in a file whose other scores are percentages. */
export const resultsMixedScale = rule<Data>({
  code: "results/mixed-scale",
  severity: "warning",
  summary: "A score looks like a fraction next to percentages",
  explanation:
    "Scores are in percent, from 0 to 100. If other scores in the file are above 1, a score such as 0.622 is read as 0.622%, which is probably wrong.",
  examples: {
    bad: [
      '{"results": {"benchmarks": [{"name": "a", "score": ‹0.622›}, {"name": "b", "score": 80}]}}',
      '{"results": {"benchmarks": [{"name": "a", "score": 61, "baseScore": ‹0.63›}]}}',
    ],
    good: [
      '{"results": {"benchmarks": [{"name": "a", "score": 0}, {"name": "b", "score": 80}]}}',
      '{"results": {"benchmarks": [{"name": "a", "score": 0.622}, {"name": "b", "score": 0.8}]}}',
      '{"results": {"benchmarks": [{"name": "a", "metrics": {"pass_at_1": 0.622}}, {"name": "b", "score": 80}]}}',
      '{"results": {"benchmarks": [{"name": "wer", "score": 0.08}, {"name": "b", "score": 80}]}}',
    ],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    const entries = benchmarkResults(alloy).entries.filter(
      ({ lowerIsBetter }) => lowerIsBetter === undefined,
    );
    const figures = entries.flatMap(({ name, scores, baseScore }) =>
      [...scores, ...(baseScore ? [baseScore] : [])]
        .filter(({ isScaled }) => isScaled)
        .map((figure) => ({ name, figure })),
    );
    if (!figures.some(({ figure }) => figure.value.isAbove(ONE))) return;
    for (const { name, figure } of figures) {
      const { value, node, source } = figure;
      if (value.sign <= 0 || value.isAbove(ONE)) continue;
      const percent = value.times(Exact.hundred).toFixed(20);
      report(node, { name, source, text: value.toFixed(20), percent, node });
    }
  },
  message: ({ name, source, text, percent }) =>
    t`"${source}" of "${name}" is ${text}%, but other scores are percentages. Did you mean ${percent}?`,
  fixes: ({ percent, node }) => [
    {
      title: t`Change to ${percent} (%)`,
      edits: [{ start: node.start, end: node.end, text: percent }],
      safe: false,
    },
  ],
});
