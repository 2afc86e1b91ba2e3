import { rule } from "../../lint/rule.js";
import type { Alloy } from "../../model/alloy.js";
import { type Field, isSameField } from "../../schema/location.js";
import { checkSection, type OutdatedField } from "../../schema/validate.js";
import { findMember, type Member } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data extends OutdatedField {
  readonly name: string;
  /** The member that has the new name already. */
  readonly newer: Member | undefined;
}

/** A field under its old name. */
export const fieldRenamed = rule<Data>({
  code: "field/renamed",
  severity: "warning",
  summary: "A field has a new name",
  explanation:
    "According to the domain, the field has a new name and the same meaning (`renamedTo`). The fix renames it. The fix is safe, and is applied by `check --fix`, only if it cannot change the meaning: the new field is not set, has the same type and unit and accepts the value, and the alloy has not been executed.",
  examples: { bad: [], good: ['{"stages": []}'] },
  on: "every",
  scope: "section",
  reads: "outdated",
  check({ outdated }, report, { vocabulary }) {
    for (const one of outdated) {
      const name = one.field.place.schema.renamedTo;
      const target = name === undefined ? undefined : vocabulary.fields(one.place).get(name);
      if (name === undefined || !target) continue;
      const newer = findMember(one.member.parent, name) ?? findMember(one.member.parent, target.snakeName);
      report(one.member.key, { ...one, name, newer }, { tag: "deprecated" });
    }
  },
  message: ({ member, name, newer }) =>
    newer
      ? t`"${member.name}" is now called "${name}", which is also set. Remove one of them.`
      : t`"${member.name}" is now called "${name}".`,
  fixes: (data, alloy) => {
    const { member, name, newer } = data;
    const target = alloy.vocabulary.fields(data.place).get(name);
    // Which of two values counts, only the author knows.
    if (newer || !target) return [];
    const { start, end } = member.key;
    const edits = [{ start, end, text: JSON.stringify(name) }];
    return [{ title: t`Rename to "${name}"`, edits, safe: isSafe(data, target, alloy), preferred: true }];
  },
});

/** Whether the new name says the same about the same value. A record of a run keeps the names that the run read. */
function isSafe({ member, field }: Data, target: Field, alloy: Alloy): boolean {
  const { value, parent, name } = member;
  if (!value || alloy.isExecuted || !isSameField(field, target)) return false;
  if (parent.members.filter((other) => other.name === name).length > 1) return false;
  const { findings, coercions } = checkSection(alloy.vocabulary, value, target.place);
  return findings.length === 0 && coercions.length === 0;
}
