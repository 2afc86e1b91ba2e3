import { rule } from "../../lint/rule.js";
import { evaluateChecks, type GateCheck } from "../../model/gate.js";
import { checkWords } from "../../model/gate-words.js";
import { t } from "../../text/l10n.js";

const EVIDENCE: Record<GateCheck["kind"], () => string> = {
  floor: () => t`measured score`,
  anchor: () => t`measured score`,
  memory: () => t`memory needed`,
  modelHash: () => t`model hash`,
  samples: () => t`result without "samplesPath"`,
  unknown: () => t`criterion`,
};

/** A check of the acceptance gate that was measured and failed. */
export const acceptanceGateFailed = rule<GateCheck>({
  code: "acceptance/gate-failed",
  severity: "warning",
  summary: "An acceptance criterion is not met",
  explanation:
    "The results do not meet this criterion, so the verdict is *rework*. `min` is compared with the score; `anchorDelta` with the change from the base score; both exactly as they are written; `maxVramGb` with the smallest `fitsVramGb` of a quant tier, else `hardware.minVramGb`; the model hash must exist and match `fileHashes`; with `samplesPathRequired`, each gated result must have `samplesPath`.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": ‹0.8›}}}, "results": {"benchmarks": [{"name": "a", "score": 79.9}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.8, "anchorDelta": ‹-3.6›}}}, "results": {"benchmarks": [{"name": "a", "score": 88.4, "baseScore": 92.1}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.1}}, "integrity": {"modelHashRequired": ‹true›}}, "results": {}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.1}, "b": {"min": 0.1}}, "integrity": {"samplesPathRequired": ‹true›}}, "results": {"benchmarks": [{"name": "a", "score": 80}, {"name": "b", "score": 80}]}}',
      '{"stages": [{"type": "quant", "tiers": {"A": {"fitsVramGb": 16}}}], "acceptanceCriteria": {"hardware": {"maxVramGb": ‹12›}}}',
    ],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.8, "anchorDelta": -3.7}}}, "results": {"benchmarks": [{"name": "a", "score": 88.4, "baseScore": 92.1}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.8}}, "integrity": {"modelHashRequired": true}}}',
      '{"hardware": {"minVramGb": 16}, "acceptanceCriteria": {"hardware": {"maxVramGb": 12}}}',
      '{"acceptanceCriteria": {"hardware": {"maxVramGb": 12}}}',
    ],
  },
  scope: "document",
  reads: ["evaluate", "quantize"],
  check(alloy, report) {
    // One demand is one message: the path to the samples is demanded once for all benchmarks.
    const said = new Set<unknown>();
    for (const check of evaluateChecks(alloy) ?? []) {
      if (check.state !== "fail") continue;
      // acceptance/memory-below-minimum says it where no tier decides.
      const isSaid = check.kind === "memory" && check.source === "hardware.minVramGb";
      if (isSaid || said.has(check.criterion)) continue;
      said.add(check.criterion);
      const evidence = check.measured?.node ?? check.reason?.at[0];
      const related = evidence && {
        start: evidence.start,
        end: evidence.end,
        message: EVIDENCE[check.kind](),
      };
      report(check.criterion, check, related ? { related } : {});
    }
  },
  message: (check) => t`${checkWords(check)} Verdict: rework.`,
});
