import { rule } from "../../lint/rule.js";
import { evaluateChecks, type GateCheck } from "../../model/gate.js";
import { checkWords } from "../../model/gate-words.js";
import { t } from "../../text/l10n.js";

const FAULTS: ReadonlySet<unknown> = new Set(["lower-is-better", "raw", "not-positive", "file-hashes"]);

/** A criterion that no result can meet or miss: it compares what cannot be compared. */
export const acceptanceNotGateable = rule<GateCheck>({
  code: "acceptance/not-gateable",
  severity: "warning",
  summary: "A criterion cannot be evaluated",
  explanation:
    "The gate compares scores of which higher is better with a minimum, and memory with a limit above zero. A metric such as perplexity or word error rate, a benchmark that its domain measures in a unit of its own, a limit of 0 GB, or a hash of an incomplete file list cannot be compared, so the verdict is *invalid*.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"wikitext": {"min": ‹0›}}}, "results": {"benchmarks": [{"name": "wikitext", "metric": "word_perplexity", "score": 12.2}]}}',
      '{"acceptanceCriteria": {"hardware": {"maxVramGb": ‹0›}, "benchmarks": {"a": {"min": 0.1}}}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.1}}, "integrity": {"modelHashRequired": ‹true›}}, "results": {"integrity": {"fileHashes": [{"filename": "a"}], "modelHash": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}}',
    ],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.1}}}, "results": {"benchmarks": [{"name": "a", "metric": "lossless_accuracy", "score": 12.2}, {"name": "ppl", "metric": "ppl", "score": 5}]}}',
    ],
  },
  scope: "document",
  reads: ["evaluate", "quantize"],
  check(alloy, report) {
    const said = new Set<unknown>();
    for (const check of evaluateChecks(alloy) ?? []) {
      const { criterion, reason, benchmark } = check;
      const key = benchmark ?? criterion;
      if (!FAULTS.has(reason?.fault) || said.has(key)) continue;
      said.add(key);
      report(criterion, check);
    }
  },
  message: (check) => t`${checkWords(check)} Verdict: invalid.`,
});
