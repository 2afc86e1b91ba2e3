import { rule } from "../../lint/rule.js";
import { isSha256, modelHashOf } from "../../model/hashes.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

const FILES = `"fileHashes": [{"filename": "a.gguf", "sha256": "00", "size": 1}]`;

/** `modelHash` is not the hash of `fileHashes`. */
export const attestationModelHash = rule<{ node: StringNode; expected: string }>({
  code: "attestation/model-hash",
  severity: "warning",
  summary: "modelHash does not match fileHashes",
  explanation:
    "`results.integrity.modelHash` is the SHA-256 of the compact JSON of `[{filename, sha256}]`, sorted by file name, without sizes. A different value means that a file or an item of `fileHashes` was changed.",
  examples: {
    bad: [
      `{"results": {"integrity": {${FILES}, "modelHash": ‹"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"›}}}`,
    ],
    good: [
      `{"results": {"integrity": {${FILES}, "modelHash": "sha256:ae5a6975bd36354076769338bf693d09c1fd12b05b5b5bbddf3221891d47dcb6"}}}`,
      `{"results": {"integrity": {${FILES}}}}`,
      '{"results": {"integrity": {"modelHash": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}}',
      '{"results": {"integrity": {"fileHashes": [{"filename": "a", "sha256": "00"}], "modelHash": "x"}}}',
    ],
  },
  scope: "document",
  reads: [],
  check({ root }, report) {
    const integrity = findValue(findValue(root, "results"), "integrity");
    const node = textIn(integrity, "modelHash");
    const files = findValue(integrity, "fileHashes");
    const expected = modelHashOf(files);
    if (!node || !files || !expected || !isSha256(node.value) || node.value.toLowerCase() === expected)
      return;
    const related = { start: files.start, end: files.start + 1, message: t`file hashes` };
    report(node, { node, expected }, { related });
  },
  message: ({ expected }) =>
    t`"modelHash" does not match "fileHashes" (${expected.slice(0, 23)}…): a file or an item was changed.`,
  fixes: ({ node, expected }) => [
    { title: t`Change to the recomputed hash`, safe: false, edits: [replaceNode(node, expected)] },
  ],
});
