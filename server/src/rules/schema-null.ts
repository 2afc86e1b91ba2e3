import type { Finding } from "../alloy/section.js";
import { expectation } from "../alloy/words.js";
import { removeElement, replaceNode } from "../text/edits.js";
import { rule } from "./rule.js";

/** `null` where the format wants a value. */
export const schemaNull = rule<Extract<Finding, { kind: "null" }>>({
  code: "schema/null",
  severity: "error",
  summary: "null stands where a value is required",
  explanation:
    "Some fields accept an explicit `null`, others do not, and readers refuse it there. Leave the field out instead, or give it a value.",
  examples: {
    bad: ['{"author": ‹null›}', '{"stages": [{"type": "lora", "rank": ‹null›}]}', '{"tags": ["a", ‹null›]}'],
    good: ['{"userSummary": null}', '{"stages": [{"type": "train", "steps": null}]}'],
  },
  on: "every",
  scope: "section",
  check({ findings }, report) {
    for (const finding of findings) if (finding.kind === "null") report(finding.node, finding);
  },
  message: ({ member, node, place }) => {
    const what = member ? `"${member.key.value}"` : node.parent ? "This entry" : "An alloy";
    if (!node.parent) return `${what} must be ${expectation(place.schema)}, not null.`;
    return `${what} must not be null. Leave it out, or write ${expectation(place.schema)}.`;
  },
  fixes: ({ member, node, place }, { tree }) => {
    if (!member) {
      if (node.parent?.kind !== "array") return [];
      const index = node.parent.items.indexOf(node);
      return [
        { title: "Remove the null", edits: [removeElement(tree, node.parent, index)], preferred: true },
      ];
    }
    const name = member.key.value;
    const remove = {
      title: `Remove "${name}"`,
      edits: [removeElement(tree, member.parent, member.parent.members.indexOf(member))],
      preferred: true,
    };
    const { default: value } = place.schema;
    if (value === undefined || value === null) return [remove];
    return [
      remove,
      { title: `Write the default, ${JSON.stringify(value)}`, edits: [replaceNode(node, value)] },
    ];
  },
});
