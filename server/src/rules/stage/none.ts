import { rule } from "../../lint/rule.js";
import { insertItem, insertMembers } from "../../syntax/edits.js";
import { findMember, type Member, type ObjectNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** An alloy needs stages, or a target from which they can be derived. */
export const stageNone = rule<{ root: ObjectNode; member: Member | undefined }>({
  code: "stage/none",
  severity: "error",
  summary: "Alloy with neither stages nor a target",
  explanation:
    "An alloy defines `stages`, or a `target` from which the stages are derived. The forge-alloy packages reject an alloy with neither.",
  examples: {
    bad: ['‹{›"name": "a"}', '{‹"stages"›: []}', '{‹"stages"›: [], "target": null}'],
    good: ['{"stages": [], "target": {"contextLength": 32768}}', '{"stages": [{"type": "deliver"}]}'],
  },
  scope: "document",
  reads: [],
  check({ root }, report) {
    if (!root?.closed) return;
    const target = findMember(root, "target")?.value;
    if (target && target.kind !== "null") return;
    const member = findMember(root, "stages");
    if (!member) report({ start: root.start, end: root.start + 1 }, { root, member });
    else if (member.value?.kind === "array" && member.value.childCount === 0 && member.value.closed) {
      report(member.key, { root, member });
    }
  },
  message: ({ member }) =>
    member
      ? t`"stages" must not be empty, because there is no "target" to derive stages from.`
      : t`Missing required field "stages", or "target" to derive stages from.`,
  fixes: ({ root, member }, { tree, vocabulary }) => {
    const offered = vocabulary.stageTypes
      .flatMap(({ schema }) => schema.snippets ?? [])
      .filter(({ offer }) => offer === "action");
    return offered.map(({ label, body }) => ({
      title: t`Add stage: ${label}`,
      safe: false,
      isPlaceholder: true,
      edits:
        member?.value?.kind === "array"
          ? insertItem(tree, member.value, 0, body)
          : insertMembers(tree, root, root.members.length, [["stages", [body]]]),
    }));
  },
});
