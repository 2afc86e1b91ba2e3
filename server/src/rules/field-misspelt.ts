import type { Alloy } from "../alloy/alloy.js";
import { closest } from "../alloy/names.js";
import type { Section, Stranger } from "../alloy/section.js";
import { findMember } from "../text/tree.js";
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
    ],
    good: ['{"stages": [{"type": "train", "colour": "red"}], "derivedFrom": {"repo": "a"}}'],
  },
  scope: "section",
  check(section, report, { vocabulary }) {
    for (const stranger of section.strangers) {
      const meant = meantBy(section, stranger, vocabulary);
      if (meant !== undefined) report(stranger.member.key, { stranger, meant });
    }
  },
  message: ({ stranger, meant }) =>
    `"${stranger.member.key.value}" is not known here and has no effect. Did you mean "${meant}"?`,
  fixes: ({ stranger, meant }) => {
    const { start, end } = stranger.member.key;
    return [
      {
        title: `Rename to "${meant}"`,
        edits: [{ start, end, text: JSON.stringify(meant) }],
        preferred: true,
      },
    ];
  },
});

/** The field that is near and not there yet; one whose absence is an error is reported with that error. */
function meantBy(
  section: Section,
  { member, place }: Stranger,
  vocabulary: Alloy["vocabulary"],
): string | undefined {
  const missing = new Set(
    section.findings.flatMap((finding) =>
      finding.kind === "missing" && finding.object === member.parent ? [finding.field.name] : [],
    ),
  );
  const candidates = [...vocabulary.fields(place).values()].filter(
    ({ name, status }) => status !== "extra" && !findMember(member.parent, name),
  );
  const meant = closest(
    member.key.value,
    candidates.map(({ name }) => name),
  );
  return meant !== undefined && missing.has(meant) ? undefined : meant;
}
