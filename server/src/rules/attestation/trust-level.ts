import { rule } from "../../lint/rule.js";
import { findValue, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A trust level beyond its evidence. */
export const attestationTrustLevel = rule<{ node: StringNode; lacks: string }>({
  code: "attestation/trust-level",
  severity: "warning",
  summary: "The trust level claims more than the attestation shows",
  explanation:
    "`verified` requires a certificate chain, `enclave` a signature of the enclave. Without them, the attestation is `self-attested`.",
  examples: {
    bad: [
      '{"results": {"integrity": {"trustLevel": ‹"verified"›}}}',
      '{"results": {"integrity": {"trustLevel": ‹"enclave"›, "signature": null}}}',
      '{"results": {"integrity": {"trustLevel": ‹"enclave"›}}}',
      '{"results": {"integrity": {"trustLevel": ‹"verified"›, "signature": {"certificateChain": []}}}}',
    ],
    good: [
      '{"results": {"integrity": {"trustLevel": "self-attested"}}}',
      '{"results": {"integrity": {"trustLevel": "verified", "signature": {"certificateChain": ["a"]}}}}',
      '{"results": {"integrity": {"trustLevel": "enclave", "signature": {}}}}',
    ],
  },
  scope: "document",
  check({ root }, report) {
    const integrity = findValue(findValue(root, "results"), "integrity");
    const node = textIn(integrity, "trustLevel");
    const signature = findValue(integrity, "signature");
    const chain = findValue(signature, "certificateChain");
    const hasChain = chain?.kind === "array" && chain.items.length > 0;
    if (node?.value === "enclave" && signature?.kind !== "object")
      report(node, { node, lacks: t`signature` });
    if (node?.value === "verified" && !hasChain) report(node, { node, lacks: t`certificate chain` });
  },
  message: ({ node, lacks }) =>
    t`"trustLevel" is "${node.value}", but the ${lacks} is missing. Without it, the level is "self-attested".`,
  fixes: ({ node }) => [
    {
      title: t`Change to "self-attested"`,
      safe: false,
      edits: [{ start: node.start, end: node.end, text: '"self-attested"' }],
    },
  ],
});
