import type { Laxity } from "../alloy/section.js";
import { removeElement } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { findMember, indexIn } from "../text/tree.js";
import { rule } from "./rule.js";

/** `base_model`: accepted by the reference model, dropped by others. */
export const fieldSnakeCase = rule<Extract<Laxity, { kind: "snake-case" }>>({
  code: "field/snake-case",
  severity: "warning",
  summary: "A field is written in snake_case",
  explanation:
    "Fields of an alloy are written in camelCase. The reference model also accepts `base_model` for `baseModel`; other implementations take it for an unknown field and drop it.",
  examples: {
    bad: [
      '{"source": {‹"base_model"›: "a", "architecture": "qwen2"}}',
      '{"stages": [{"type": "train", ‹"learning_rate"›: "2e-4"}]}',
      '{"source": {‹"base_model"›: "a", "baseModel": "b", "architecture": "qwen2"}}',
    ],
    good: [
      '{"results": {"benchmarks": [{"scoreCorrection": {"corrected_at": "2026-05-12T09:41:07Z"}}]}}',
      '{"results": {"benchmarks": [{"name": "a", "metrics": {"pass_at_1": 0.5}}]}}',
      '{"derived_from": {"repo": "a"}}',
    ],
  },
  on: "every",
  scope: "section",
  reads: "laxities",
  check({ laxities }, report) {
    for (const laxity of laxities) if (laxity.kind === "snake-case") report(laxity.member.key, laxity);
  },
  message: ({ member, name }) =>
    t`Write "${name}": "${member.name}" is understood by the reference model only, other readers drop it.`,
  fixes: ({ member, name }, { tree }) => {
    const { start, end } = member.key;
    if (findMember(member.parent, name)) {
      const index = indexIn(member.parent.members, member);
      return [
        {
          title: t`Remove "${member.name}"`,
          safe: false,
          edits: [removeElement(tree, member.parent, index)],
        },
      ];
    }
    return [
      {
        title: t`Rename to "${name}"`,
        edits: [{ start, end, text: JSON.stringify(name) }],
        safe: true,
        preferred: true,
      },
    ];
  },
});
