import { rule } from "../../lint/rule.js";
import type { Alloy } from "../../model/alloy.js";
import { isSha256 } from "../../model/hashes.js";
import { findValue, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A hash that is no `sha256:` and 64 hex digits. */
export const attestationHashFormat = rule<{ key: string; node: StringNode }>({
  code: "attestation/hash-format",
  severity: "hint",
  summary: "Hash not in the form sha256: and 64 hex digits",
  explanation:
    "A hash is `sha256:` followed by 64 hexadecimal digits. Older artifacts contain placeholders instead of hashes; they cannot be verified.",
  examples: {
    bad: [
      '{"results": {"integrity": {"modelHash": ‹"sha256:legacy"›}}}',
      '{"results": {"benchmarks": [{"name": "a", "samplesPath": "s", "resultHash": ‹"abc"›}]}}',
      '{"results": {"integrity": {"alloyHash": ‹"x"›, "code": {"binaryHash": ‹"b"›, "sourceHash": ‹"s"›}}}}',
      '{"results": {"benchmarks": [{"name": "a", "baseResultHash": ‹"abc"›}]}}',
    ],
    good: [
      '{"results": {"integrity": {"modelHash": "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}}',
    ],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    for (const { key, node } of hashes(alloy)) if (!isSha256(node.value)) report(node, { key, node });
  },
  message: ({ key }) =>
    t`"${key}" should be "sha256:" followed by 64 hex digits; this value cannot be verified.`,
});

function hashes({ root }: Alloy): { key: string; node: StringNode }[] {
  const results = findValue(root, "results");
  const integrity = findValue(results, "integrity");
  const benchmarks = findValue(results, "benchmarks");
  const places = [
    { node: integrity, keys: ["modelHash", "alloyHash"] },
    { node: findValue(integrity, "code"), keys: ["binaryHash", "sourceHash"] },
    ...(benchmarks?.kind === "array" ? benchmarks.items : []).map((node) => ({
      node,
      keys: ["resultHash", "baseResultHash"],
    })),
  ];
  return places.flatMap(({ node, keys }) =>
    keys.flatMap((key) => {
      const hash = textIn(node, key);
      return hash ? [{ key, node: hash }] : [];
    }),
  );
}
