import type { Alloy } from "../alloy/alloy.js";
import { removeElement } from "../text/edits.js";
import { t } from "../text/l10n.js";
import type { Member, ValueNode } from "../text/tree.js";
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
    good: ['{"cycles": 2, "stages": [{"type": "lora", "rank": 16}]}'],
  },
  scope: "part",
  check({ node }, report, around) {
    for (const member of defaults(around, node)) report(member, member, { tag: "unnecessary" });
  },
  message: ({ key, value }) =>
    t`${value && "value" in value ? JSON.stringify(value.value) : t`This`} is the default of "${key.value}"; it can be left out.`,
  fixes: (member, { tree }) => {
    const index = member.parent.members.indexOf(member);
    return [{ title: t`Remove "${member.key.value}"`, edits: [removeElement(tree, member.parent, index)] }];
  },
});

/** The scalars of a section that equal their default. Results are measured, not intended: they are left alone. */
function defaults(alloy: Pick<Alloy, "placeOf">, node: ValueNode): Member[] {
  if (node.kind === "array") return node.items.flatMap((item) => defaults(alloy, item));
  if (node.kind !== "object") return [];
  return node.members.flatMap((member) => {
    const { value, parent } = member;
    if (!value || (!parent.parent && SKIPPED.includes(member.key.value))) return [];
    if (value.kind === "object" || value.kind === "array") return defaults(alloy, value);
    const standard = alloy.placeOf(member)?.schema.default;
    const isDefault =
      standard !== undefined && standard !== null && "value" in value && value.value === standard;
    return isDefault ? [member] : [];
  });
}

/** Stages are sections of their own; results and receipts record what happened; a licence is stated, not intended. */
const SKIPPED = ["stages", "results", "receipt", "license"];
