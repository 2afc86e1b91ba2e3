import { rule } from "../../lint/rule.js";
import { removeElement } from "../../syntax/edits.js";
import { indexIn, type Member } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** JSON parsers keep the last of two equal keys and drop the first without a warning. */
export const jsonDuplicateKey = rule<{ member: Member; earlier: Member }>({
  code: "json/duplicate-key",
  severity: "warning",
  summary: "A key occurs twice in one object",
  explanation:
    "If an object has the same key more than once, most JSON parsers keep the last value and silently drop the others. Keep only the intended one.",
  examples: {
    bad: [
      '{"name": "a", "version": "1.0.0", ‹"name"›: "b"}',
      '{"source": {"revision": "a", ‹"revision"›: "b"}}',
      '{"source": {"revision": "a", ‹"revision"›: "a"}}',
      '{"stages": [{"type": "deliver"}, {"type": "deliver", "format": "gguf", ‹"format"›: "mlx"}]}',
      '{"unheard-of": [{"a": {"b": 1, ‹"b"›: 2}}], "tags": [{"b": 1, ‹"b"›: 2}]}',
      '{"stages": [{"type": "unheard-of", "a": [{"b": 1, ‹"b"›: 2}]}, [{"b": 1, ‹"b"›: 2}]]}',
      '{"results": {"benchmarks": [{"scoreCorrection": {"b": 1, ‹"b"›: {"c": 1, ‹"c"›: 2}}}]}}',
      '{"source": {"revision": {"b": 1, ‹"b"›: 2}, ‹"revision"›: "b"}}',
    ],
    good: ['{"name": "a", "source": {"name": "b"}}'],
  },
  on: "every",
  scope: "section",
  reads: "ambiguous",
  check({ ambiguous }, report) {
    for (const { members } of ambiguous) {
      const firsts = new Map<string, Member>();
      const latest = new Map<string, Member>();
      for (const member of members) {
        const first = firsts.get(member.name);
        const earlier = latest.get(member.name);
        latest.set(member.name, member);
        if (!first || !earlier) firsts.set(member.name, member);
        else {
          const { start, end } = first.key;
          const related = { start, end, message: t`first occurrence (ignored)` };
          report(member.key, { member, earlier }, { related });
        }
      }
    }
  },
  message: ({ member }) =>
    t`Duplicate key "${member.name}". Most JSON parsers use only the last value; some reject the file.`,
  fixes: ({ member, earlier }, { tree }) => {
    const { members } = member.parent;
    const [value, ignored] = [member.value, earlier.value].map(
      (one) => one && tree.source.slice(one.start, one.end),
    );
    return [
      {
        title: t`Remove the earlier "${member.name}"`,
        edits: [removeElement(tree, member.parent, indexIn(members, earlier))],
        // The value is not lost, but what somebody wrote is: only they know which one was to be another key.
        safe: false,
        preferred: ignored === undefined || ignored === value,
      },
      {
        title: t`Remove this "${member.name}"`,
        safe: false,
        edits: [removeElement(tree, member.parent, indexIn(members, member))],
      },
    ];
  },
});
