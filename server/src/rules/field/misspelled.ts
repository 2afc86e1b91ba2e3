import { rule } from "../../lint/rule.js";
import { isGateField } from "../../model/acceptance.js";
import { insteadOf } from "../../schema/foreign-keywords.js";
import { nearField } from "../../schema/near-field.js";
import type { Section, UnknownField } from "../../schema/validate.js";
import { t } from "../../text/l10n.js";

/** Unknown fields are provenance and welcome; one that nearly spells a known field is probably a slip. */
export const fieldMisspelled = rule<{ unknownField: UnknownField; meant: string }>({
  code: "field/misspelled",
  severity: "warning",
  summary: "A field is probably misspelled",
  explanation:
    "Alloys accept any field, so a misspelled field is not rejected: it is kept and has no effect.",
  examples: {
    bad: [
      '{"stages": [{"type": "train", ‹"learninRate"›: "2e-4"}]}',
      '{"source": {"baseModel": "a", "architecture": "qwen2", ‹"revison"›: "main"}}',
      '{"name": "a", "source": {‹"revison"›: "x"}, ‹"descripton"›: "y"}',
      '{"stages": [{"type": "train", "method": "lora", ‹"epocs"›: 3}]}',
      '{‹"hardwre"›: {}}',
      '{"results": {‹"finalSizeGB"›: 4, "benchmarks": [{"name": "a", ‹"bsaeScore"›: 5}]}}',
    ],
    good: [
      '{"stages": [{"type": "train", "colour": "red"}], "derivedFrom": {"repo": "a"}}',
      '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a", "architecture": "b"}, "stages": [{"type": "prune", "stratgy": "entropy", "level": 0.3}]}',
      '{"stages": [{"type": "train", "learningRate": "1e-4", "learningRat": "1e-4"}]}',
      '{"$comment": 1, "_name": 2, "_tags": [], "$license": 3, "stages": [{"type": "prune", "note": 4, "comment": 5}]}',
      '{"hardware": {"maxVramGb": 24, "minVramMb": 8}, "calibrationCorpora": [{"id": "a", "path": "b", "sha512": ""}]}',
      '{"acceptanceCriteria": {"benchmarks": {"humanevl": {"min": 0.5}}}, "acceptanceCriterias": {}}',
      '{"acceptanceCriteria": {"hardware": {"maxVramGB": 12}}}',
    ],
  },
  on: "every",
  scope: "section",
  reads: "unknownFields",
  check(section, report, { vocabulary }) {
    for (const unknownField of section.unknownFields) {
      const { member, place } = unknownField;
      if (place.owner === "domain-file" && insteadOf(member.name) !== undefined) continue; // vocabulary/keyword
      const meant = nearField(member, place, vocabulary)?.name;
      // One whose absence is an error is reported with that error, and criteria are reported as not evaluated.
      if (meant !== undefined && !isMissing(meant, unknownField, section) && !isGateField(member, meant))
        report(member.key, { unknownField, meant });
    }
  },
  message: ({ unknownField, meant }) =>
    t`Unknown field "${unknownField.member.name}" is ignored. Did you mean "${meant}"?`,
  fixes: ({ unknownField, meant }) => {
    const { start, end } = unknownField.member.key;
    return [
      {
        title: t`Rename to "${meant}"`,
        edits: [{ start, end, text: JSON.stringify(meant) }],
        safe: false,
        preferred: true,
      },
    ];
  },
});

function isMissing(name: string, { member }: UnknownField, { findings }: Section): boolean {
  return findings.some(
    (finding) =>
      finding.kind === "missing" && finding.object === member.parent && finding.field.name === name,
  );
}
