import { acceptanceOf } from "../alloy/acceptance.js";
import { failedChecks } from "../alloy/gate.js";
import { t } from "../text/l10n.js";
import { findValue, numberIn } from "../text/tree.js";
import { rule } from "./rule.js";

/** The gate allows less memory than the alloy says it needs. */
export const acceptanceMemoryBelowMinimum = rule<{ limit: number; minimum: number }>({
  code: "acceptance/memory-below-minimum",
  severity: "warning",
  summary: "maxVramGb is below hardware.minVramGb",
  explanation:
    "The gate allows less memory than `hardware.minVramGb` says the model needs. One of the two is wrong, unless a quantised tier fits.",
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
  check(alloy, report) {
    const limit = acceptanceOf(alloy)?.maxVramGb;
    const minimum = numberIn(findValue(alloy.root, "hardware"), "minVramGb");
    if (!limit || !minimum) return;
    if (!failedChecks(alloy).some(({ evidence }) => evidence === minimum)) return; // a tier decides
    const { start, end } = minimum;
    const related = { start, end, message: t`What the model needs.` };
    report(limit, { limit: limit.value, minimum: minimum.value }, { related });
  },
  message: ({ limit, minimum }) =>
    t`The gate allows ${limit} GB, but hardware.minVramGb says that ${minimum} GB are needed.`,
});
