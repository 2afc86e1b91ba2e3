import { rule } from "../../lint/rule.js";
import { type Field, STAGES_ID } from "../../schema/effective-schema.js";
import { placeholderFor } from "../../schema/placeholder.js";
import type { SchemaViolation } from "../../schema/validate.js";
import { expectation, nameOf, show } from "../../schema/words.js";
import { removeElement, replaceNode } from "../../syntax/edits.js";
import { t } from "../../text/l10n.js";

/** `null` instead of a value that the format requires. */
export const schemaNull = rule<Extract<SchemaViolation, { kind: "null" }> & { required: Field | undefined }>({
  code: "schema/null",
  severity: "error",
  summary: "null instead of a value",
  explanation:
    "Some fields accept an explicit `null`; for others, the forge-alloy packages reject it. Remove the field or set a value.",
  examples: {
    bad: [
      '{"author": ‹null›}',
      '{"stages": [{"type": "lora", "rank": ‹null›}]}',
      '{"tags": ["a", ‹null›]}',
      "‹null›",
      '{"name": ‹null›}',
      '{"stages": ‹null›}',
      '{"stages": [‹null›]}',
      '{"stages": [{"type": "prune", "strategy": ‹null›, "level": 0.3}]}',
      '{"results": {"benchmarks": [{"name": "a", "metrics": {"score": ‹null›, "other": ‹null›}}]}}',
      '{"acceptanceCriteria": {"benchmarks": {"humaneval": ‹null›}}}',
    ],
    good: ['{"userSummary": null}', '{"stages": [{"type": "train", "steps": null}]}'],
  },
  on: "every",
  scope: "section",
  reads: "findings",
  check({ findings }, report, alloy) {
    for (const finding of findings) {
      if (finding.kind !== "null") continue;
      const { member } = finding;
      const outer = member && alloy.placeOf(member.parent);
      const field = outer && alloy.vocabulary.fields(outer).get(member.name);
      // Without a target, an alloy cannot do without stages.
      const isRequired = field?.status === "required" || field?.place.id === STAGES_ID;
      report(finding.node, { ...finding, required: isRequired ? field : undefined });
    }
  },
  message: ({ node, place, required }) => {
    const what = nameOf(node, place);
    const expected = expectation(place.schema);
    if (!node.parent || required) return t`${what} must be ${expected}, but is null.`;
    return node.parent.kind === "array"
      ? t`${what} must be ${expected}, but is null. Remove the item or set a value.`
      : t`${what} must be ${expected}, but is null. Remove the field or set a value.`;
  },
  fixes: ({ member, node, required }, { tree, vocabulary }) => {
    if (!member) {
      if (node.parent?.kind !== "array") return [];
      const index = node.parent.items.indexOf(node);
      return [
        {
          title: t`Remove null`,
          edits: [removeElement(tree, node.parent, index)],
          safe: false,
          preferred: true,
        },
      ];
    }
    const name = member.name;
    const remove = {
      title: t`Remove "${name}"`,
      edits: [removeElement(tree, member.parent, member.parent.members.indexOf(member))],
      safe: false,
      preferred: true,
    };
    if (!required) return [remove];
    const value = placeholderFor(vocabulary, required);
    const edits = [replaceNode(node, value)];
    return [{ title: t`Change to ${show(value)}`, edits, safe: false, isPlaceholder: true }];
  },
});
