import { rule } from "../../lint/rule.js";
import { publicationsOf } from "../../model/receipt.js";
import { replaceNode } from "../../syntax/edits.js";
import { type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Names of files that hold an alloy under the name of its repository instead of its own. */
const REPOSITORY_COPY = /(?:^|__)forge-alloy\.json$/;

/** A published alloy whose file is not named after it. */
export const attestationPublishedName = rule<{ node: StringNode; stem: string }>({
  code: "attestation/published-name",
  severity: "warning",
  summary: "The file of a published alloy is not named after it",
  explanation:
    "The public verify page finds a published alloy by its `name`. If the file has another name, the link in the QR code of the model card leads nowhere. Copies named `forge-alloy.json` are not reported.",
  examples: {
    bad: [
      {
        text: '{"name": ‹"a"›, "receipt": {"publications": [{"target": "huggingface"}]}}',
        context: { fileName: "b.alloy.json" },
      },
    ],
    good: [
      {
        text: '{"name": "a", "receipt": {"publications": [{"target": "huggingface"}]}}',
        context: { fileName: "a.alloy.json" },
      },
      {
        text: '{"name": "a", "receipt": {"publications": [{"target": "huggingface"}]}}',
        context: { fileName: "org_a__forge-alloy.json" },
      },
      { text: '{"name": "a", "receipt": {"publications": []}}', context: { fileName: "b.alloy.json" } },
      '{"name": "a", "receipt": {"publications": [{"target": "huggingface"}]}}',
    ],
  },
  scope: "document",
  check(alloy, report, { fileName }) {
    if (fileName === undefined || REPOSITORY_COPY.test(fileName)) return;
    const stem = fileName.replace(/(?:\.alloy)?\.json$/, "");
    const node = textIn(alloy.root, "name");
    if (node && node.value !== stem && publicationsOf(alloy)) report(node, { node, stem });
  },
  message: ({ node, stem }) =>
    t`"name" is "${node.value}", but the file is named "${stem}": the verify page does not find this published alloy.`,
  fixes: ({ node, stem }) => [
    { title: t`Change to "${stem}"`, edits: [replaceNode(node, stem)], safe: false },
  ],
});
