import { rule } from "../../lint/rule.js";
import { snakeCaseOf } from "../../schema/names.js";
import { removeElement } from "../../syntax/edits.js";
import { findMember, indexIn, type Member } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A value that is its default anyway. */
export const intentDefaultValue = rule<Member>({
  code: "intent/default-value",
  severity: "hint",
  summary: "Value equal to the default",
  explanation:
    "If omitted, the field has the same value. Not reported in alloys with `results` or a `receipt`, which executors write with all default values.",
  examples: {
    bad: [
      '{‹"cycles": 1›}',
      '{"stages": [{"type": "lora", ‹"rank": 32›}]}',
      '{"stages": [{"type": "train", ‹"scheduler": "cosine"›}]}',
      '{"stages": [{"type": "lora", ‹"batchSize": 4›, "batch_size": 8}]}',
      '{‹"cycles": 1›, "results": null, "receipt": null}',
    ],
    good: [
      '{"cycles": 2, "stages": [{"type": "lora", "rank": 16}]}',
      '{"license": "apache-2.0"}',
      '{"cycles": 1, "stages": [{"type": "lora", "rank": 32}], "results": {}}',
      '{"cycles": 1, "stages": [{"type": "lora", "rank": 32}], "receipt": {"publications": []}}',
    ],
  },
  scope: "section",
  reads: "defaults",
  check({ node, defaults }, report, { isExecuted }) {
    if (isExecuted) return;
    for (const member of defaults) if (node.parent || member.name !== "license") report(member, member);
  },
  message: ({ key, value }) =>
    t`${value && "value" in value ? JSON.stringify(value.value) : t`This value`} is the default of "${key.value}" and can be omitted.`,
  fixes: (member, { tree }) => {
    const { parent, name } = member;
    const edits = [removeElement(tree, parent, indexIn(parent.members, member))];
    return [{ title: t`Remove "${name}"`, safe: isSole(member), edits }];
  },
});

/** Whether its removal leaves the default, and not another value under the same key or under the one in snake_case. */
function isSole({ parent, name }: Member): boolean {
  const other = snakeCaseOf(name);
  return !parent.hasEqualKeys && (other === name || !findMember(parent, other));
}
