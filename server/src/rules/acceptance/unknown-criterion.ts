import { rule } from "../../lint/rule.js";
import { acceptanceOf, type UnknownCriterion } from "../../model/acceptance.js";
import { evaluateChecks } from "../../model/gate.js";
import type { ValueNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly sentence: string;
  readonly criterion: UnknownCriterion | undefined;
}

/** A field under `acceptanceCriteria` that the gate does not evaluate. */
export const acceptanceUnknownCriterion = rule<Data>({
  code: "acceptance/unknown-criterion",
  severity: "warning",
  summary: "A criterion is not evaluated",
  explanation:
    "Parsers accept any field under `acceptanceCriteria`, but the gate evaluates the documented ones only. A criterion that is not evaluated is never met, so the verdict cannot be *ship*. Fields for explanations (`notes`, `comment`, `description`, `rationale`, and keys that start with `$` or `_`) are not criteria.",
  examples: {
    bad: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.4, ‹"anchorDetla"›: -3}}}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.4}}, ‹"hardwre"›: {"maxVramGb": 8}}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.4}}, "hardware": {‹"maxVramGB"›: 8}}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.4, ‹"perplexity"›: {"max": 9}}}}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.4, "anchorDelta": -1, ‹"anchor_delta"›: -2}}}}',
      '{‹"acceptanceCriterias"›: {"benchmarks": {"a": {"min": 0.4}}}}',
      '{‹"acceptance_criteria"›: {"hardware": {}}, "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.4}}}}',
      '{"acceptanceCriteria": {"integrity": {"samplesPathRequired": ‹true›}, "hardware": {"maxVramGb": 8}}}',
    ],
    good: [
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.4, "notes": "n", "comment": "c"}}, "$comment": "d", "rationale": "r"}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.4}}, "perplexity": null}}',
      '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.4, "anchor_delta": -2}}, "hardware": {"deviceTier": "12 GB"}}}',
      '{"_acceptanceCriteria": {"size": 1}, "acceptanceNotes": "n", "acceptanceCriteria": null}',
    ],
  },
  scope: "document",
  reads: ["evaluate", "quantize"],
  check(alloy, report) {
    const unknown = new Map(acceptanceOf(alloy)?.unknown.map((one) => [one.member, one]));
    for (const { cause, criterion: at, reason } of evaluateChecks(alloy) ?? []) {
      if (cause !== "unknown" || !reason) continue;
      const criterion = at.kind === "member" ? unknown.get(at) : undefined;
      report(at.kind === "member" ? at.key : (at as ValueNode), { sentence: reason.sentence, criterion });
    }
  },
  message: ({ sentence }) => t`${sentence} The verdict cannot be ship.`,
  fixes: ({ criterion }) => {
    if (criterion?.meant === undefined) return [];
    const { start, end } = criterion.member.key;
    const { meant } = criterion;
    return [
      { title: t`Rename to "${meant}"`, edits: [{ start, end, text: JSON.stringify(meant) }], safe: false },
    ];
  },
});
