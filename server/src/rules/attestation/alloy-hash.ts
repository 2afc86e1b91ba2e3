import { rule } from "../../lint/rule.js";
import { alloyHashBeforeReceipt, isSha256 } from "../../model/hashes.js";
import { findValue, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** `receipt.alloyHash` is not the hash of this alloy. */
export const attestationAlloyHash = rule<{ node: StringNode; computed: string }>({
  code: "attestation/alloy-hash",
  severity: "information",
  summary: "Alloy hash in the receipt differs from the recomputed one",
  explanation:
    "`receipt.alloyHash` is the SHA-256 of the alloy before the receipt was added, serialized by Python's `json.dumps` with an indentation of two. A different recomputed hash means that the alloy was edited after the receipt was issued, or that the receipt was created in a different way. It is never the hash of the file itself.",
  examples: {
    bad: [
      '{"name": "a", "receipt": {"alloyHash": ‹"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"›}}',
      '{"name": "a", "receipt": {"alloyHash": ‹"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"›}}',
    ],
    good: [
      '{"name": "a", "receipt": {"alloyHash": "sha256:e1ce91643d7e36a2b1e96e72a01eb707ddbf5f8a7bc09e7135ab1c0bb02e2f77"}}',
      '{"name": "a", "receipt": {"alloyHash": "0123"}}',
      '{"name": "a" "receipt": {"alloyHash": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}',
      '{"name": "a", "receipt": {"alloyHash": "SHA256:E1CE91643D7E36A2B1E96E72A01EB707DDBF5F8A7BC09E7135AB1C0BB02E2F77"}}',
      '{"name": "a", "receipt": {"alloyHash": "E1CE91643D7E36A2B1E96E72A01EB707DDBF5F8A7BC09E7135AB1C0BB02E2F77"}}',
      '{"name": "a", "receipt": {"alloyHash": "x0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}}',
      '{"name": "a", "receipt": {"alloyHash": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0"}}',
    ],
  },
  scope: "document",
  check({ root, tree }, report) {
    const node = textIn(findValue(root, "receipt"), "alloyHash");
    if (!root || !node || tree.problems.length > 0 || !isHash(node.value)) return;
    const computed = alloyHashBeforeReceipt(root);
    if (computed.endsWith(node.value.toLowerCase())) return;
    report(node, { node, computed });
  },
  message: ({ computed }) =>
    t`"alloyHash" does not match this alloy without its receipt (${computed.slice(0, 23)}…): edited after the receipt was issued, or hashed differently.`,
});

/** With or without the prefix, and not shortened: a prefix of a hash proves little. */
function isHash(text: string): boolean {
  return isSha256(text) || /^[0-9a-f]{64}$/i.test(text);
}
