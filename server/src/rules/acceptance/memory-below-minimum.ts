import { rule } from "../../lint/rule.js";
import { evaluateChecks } from "../../model/gate.js";
import { amount } from "../../model/gate-figures.js";
import { t } from "../../text/l10n.js";

/** The gate allows less memory than the alloy says it needs. */
export const acceptanceMemoryBelowMinimum = rule<{ limit: string; minimum: string }>({
  code: "acceptance/memory-below-minimum",
  severity: "warning",
  summary: "maxVramGb is below hardware.minVramGb",
  explanation:
    "The gate allows less memory than `hardware.minVramGb` requires. One of the two is wrong, unless a quantization tier fits.",
  examples: {
    bad: [
      '{"hardware": {"minVramGb": 16}, "acceptanceCriteria": {"hardware": {"maxVramGb": ‹12›}}}',
      '{"hardware": {"minVramGb": 16}, "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.8}}, "hardware": {"maxVramGb": ‹12›}}}',
    ],
    good: [
      '{"hardware": {"minVramGb": 12}, "acceptanceCriteria": {"hardware": {"maxVramGb": 12}}}',
      '{"hardware": {"minVramGb": 16}, "acceptanceCriteria": {"hardware": {"maxVramGb": 12}}, "stages": [{"type": "quant", "tiers": {"Q4_K_M": {"fitsVramGb": 12}}}]}',
      '{"hardware": {"minVramGb": 16}, "acceptanceCriteria": {"hardware": {"maxVramGb": 12}}, "stages": [{"type": "quant", "tiers": {"Q8_0": {"fitsVramGb": 14}}}]}',
      '{"hardware": {"minVramGb": 16}, "acceptanceCriteria": {}}',
      '{"acceptanceCriteria": {"hardware": {"maxVramGb": 12}}}',
    ],
  },
  scope: "document",
  reads: ["evaluate", "quantize"],
  check(alloy, report) {
    const check = evaluateChecks(alloy)?.find(({ kind }) => kind === "memory");
    const { demanded, measured, source, state } = check ?? {};
    if (state !== "fail" || source !== "hardware.minVramGb" || !demanded?.node || !measured?.node) return;
    const { start, end } = measured.node;
    const related = { start, end, message: t`memory needed` };
    const [limit, minimum] = [amount(demanded.value), amount(measured.value)];
    report(demanded.node, { limit, minimum }, { related });
  },
  message: ({ limit, minimum }) => t`"maxVramGb" is ${limit} GB, but "hardware.minVramGb" is ${minimum} GB.`,
});
