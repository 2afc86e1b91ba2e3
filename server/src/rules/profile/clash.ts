import { rule } from "../../lint/rule.js";
import { profileDocument } from "../../model/profile-document.js";
import { isSameJson } from "../../schema/canonical.js";
import { textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** One ID is one profile. */
export const profileClash = rule<{ id: string; place: string | undefined }>({
  code: "profile/clash",
  severity: "error",
  summary: "Another executor profile has this ID",
  explanation:
    'A different profile has the same ID, so a configuration that selects the ID would be ambiguous. An identical copy is accepted. To change the built-in profile, write one with its own ID and `"extends": "reference"`.',
  examples: {
    bad: [
      '{"id": ‹"reference"›, "title": "Mine", "architectures": {}}',
      {
        text: '{"id": ‹"acme-forge"›, "title": "Mine", "architectures": {}}',
        executors: { files: ['{"id": "acme-forge", "title": "Acme Forge", "architectures": {}}'] },
      },
    ],
    good: [
      '{"id": "acme-forge", "title": "Acme Forge", "architectures": {}}',
      {
        text: '{"id": "acme-forge", "title": "Acme Forge", "architectures": {}}',
        executors: { files: ['{"title": "Acme Forge", "id": "acme-forge", "architectures": {}}'] },
      },
    ],
  },
  on: "executor",
  scope: "document",
  check(alloy, report) {
    const node = textIn(alloy.root, "id");
    const other = node && alloy.registry.executors.files.get(node.value);
    if (other && !isSameJson(other.file, profileDocument(alloy).file))
      report(node, { id: node.value, place: other.place });
  },
  message: ({ id, place }) =>
    place === undefined
      ? t`The built-in executor profile has the ID "${id}". Use a new ID; "extends" takes over its content.`
      : t`A different executor profile has the ID "${id}": ${place}. Use a new ID.`,
});
