import { rule } from "../../lint/rule.js";
import { acceptanceOf } from "../../model/acceptance.js";
import type { Member } from "../../syntax/tree.js";
import { findMember } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A gate that measures no benchmark. */
export const acceptanceNoBenchmarks = rule<undefined>({
  code: "acceptance/no-benchmarks",
  severity: "information",
  summary: "Acceptance criteria without a benchmark",
  explanation: "Without a benchmark, the acceptance gate does not check the quality of the model.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {‹"benchmarks"›: {}}}',
      '{‹"acceptanceCriteria"›: {"hardware": {"maxVramGb": 8}}}',
    ],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"ifeval": {"min": 0.4}}}}',
      '{"acceptanceCriteria": null}',
      '{"acceptanceCriteria"}',
    ],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    const acceptance = acceptanceOf(alloy);
    if (!acceptance?.member || acceptance.benchmarks.length > 0) return;
    const benchmarks: Member | undefined = findMember(acceptance.member.value, "benchmarks");
    report((benchmarks ?? acceptance.member).key, undefined);
  },
  message: () => t`No benchmark criterion is defined, so the gate does not check the quality of the model.`,
});
