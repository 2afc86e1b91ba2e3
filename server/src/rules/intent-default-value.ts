import { removeElement } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { indexIn, type Member } from "../text/tree.js";
import { rule } from "./rule.js";

/** A value that is its default anyway. */
export const intentDefaultValue = rule<Member>({
  code: "intent/default-value",
  severity: "hint",
  summary: "The value is the default",
  explanation:
    "The field has this very value where it is left out. Leave it out, unless you want to say it aloud.",
  examples: {
    bad: [
      '{‹"cycles": 1›}',
      '{"stages": [{"type": "lora", ‹"rank": 32›}]}',
      '{"stages": [{"type": "train", ‹"scheduler": "cosine"›}]}',
    ],
    good: [
      '{"cycles": 2, "stages": [{"type": "lora", "rank": 16}]}',
      '{"results": {"cycles": 1}, "license": "apache-2.0"}',
    ],
  },
  scope: "section",
  reads: "defaults",
  check({ node, defaults }, report) {
    for (const member of defaults)
      if (node.parent || !RECORDS.includes(outermost(member).key.value))
        report(member, member, { tag: "unnecessary" });
  },
  message: ({ key, value }) =>
    t`${value && "value" in value ? JSON.stringify(value.value) : t`This`} is the default of "${key.value}"; it can be left out.`,
  fixes: (member, { tree }) => {
    const index = indexIn(member.parent.members, member);
    return [
      { title: t`Remove "${member.name}"`, safe: false, edits: [removeElement(tree, member.parent, index)] },
    ];
  },
});

/** Results and receipts record what happened; a licence is stated, not intended. */
const RECORDS = ["results", "receipt", "license"];

/** The member of the whole document that holds a member. */
function outermost(member: Member): Member {
  let outer = member;
  for (let node: Member["parent"] | Member["parent"]["parent"] = member.parent; node; node = node.parent)
    if (node.kind === "member") outer = node;
  return outer;
}
