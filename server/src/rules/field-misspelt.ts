import { Candidates } from "../alloy/names.js";
import type { Section, Stranger } from "../alloy/section.js";
import type { Vocabulary } from "../alloy/vocabulary.js";
import { t } from "../text/l10n.js";
import { findMember, type ObjectNode } from "../text/tree.js";
import { rule } from "./rule.js";

/** Unknown fields are provenance and welcome; one that is nearly a known field is probably a slip. */
export const fieldMisspelt = rule<{ stranger: Stranger; meant: string }>({
  code: "field/misspelt",
  severity: "hint",
  summary: "A field is probably misspelt",
  explanation:
    "Alloys may carry any field, and readers keep what they do not know. So a misspelt field is not refused: it is kept and has no effect.",
  examples: {
    bad: [
      '{"stages": [{"type": "train", ‹"learninRate"›: "2e-4"}]}',
      '{"source": {"baseModel": "a", "architecture": "qwen2", ‹"revison"›: "main"}}',
      '{‹"acceptancecriteria"›: {}}',
      '{"name": "a", "source": {‹"revison"›: "x"}, ‹"descripton"›: "y"}',
    ],
    good: [
      '{"stages": [{"type": "train", "colour": "red"}], "derivedFrom": {"repo": "a"}}',
      '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a", "architecture": "b"}, "stages": [{"type": "prune", "stratgy": "entropy", "level": 0.3}]}',
      '{"stages": [{"type": "train", "learningRate": "1e-4", "learningRat": "1e-4"}]}',
    ],
  },
  on: "every",
  scope: "section",
  reads: "strangers",
  check(section, report, { vocabulary }) {
    const known = new Map<ObjectNode, Candidates>();
    for (const stranger of section.strangers) {
      const object = stranger.member.parent;
      const candidates = known.get(object) ?? new Candidates(absentFields(section, stranger, vocabulary));
      known.set(object, candidates);
      const meant = candidates.closest(stranger.member.name);
      if (meant !== undefined) report(stranger.member.key, { stranger, meant });
    }
  },
  message: ({ stranger, meant }) =>
    t`"${stranger.member.name}" is not known here and has no effect. Did you mean "${meant}"?`,
  fixes: ({ stranger, meant }) => {
    const { start, end } = stranger.member.key;
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

/** The fields that are not there yet; one whose absence is an error is reported with that error. */
function absentFields(section: Section, { member, place }: Stranger, vocabulary: Vocabulary): string[] {
  const object = member.parent;
  const missing = new Set<string>();
  for (const finding of section.findings) {
    if (finding.kind === "missing" && finding.object === object) missing.add(finding.field.name);
  }
  return [...vocabulary.fields(place).values()].flatMap(({ name, status }) =>
    status === "extra" || missing.has(name) || findMember(object, name) ? [] : [name],
  );
}
