import { rule } from "../../lint/rule.js";
import { findValue, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A trust level beyond its evidence. */
export const attestationTrustLevel = rule<StringNode>({
  code: "attestation/trust-level",
  severity: "warning",
  summary: "The trust level claims more than the attestation shows",
  explanation:
    "The trust level `verified` requires a certificate chain. Without one, the attestation is `self-attested`.",
  examples: {
    bad: [
      '{"results": {"integrity": {"trustLevel": ‹"verified"›}}}',
      '{"results": {"integrity": {"trustLevel": ‹"verified"›, "signature": null}}}',
      '{"results": {"integrity": {"trustLevel": ‹"verified"›, "signature": {"certificateChain": []}}}}',
    ],
    good: [
      '{"results": {"integrity": {"trustLevel": "self-attested"}}}',
      '{"results": {"integrity": {"trustLevel": "verified", "signature": {"certificateChain": ["a"]}}}}',
      // What an enclave has to sign is not defined, so nothing is known to be missing.
      '{"results": {"integrity": {"trustLevel": "enclave"}}}',
    ],
  },
  scope: "document",
  reads: [],
  check({ root }, report) {
    const integrity = findValue(findValue(root, "results"), "integrity");
    const node = textIn(integrity, "trustLevel");
    const chain = findValue(findValue(integrity, "signature"), "certificateChain");
    const hasChain = chain?.kind === "array" && chain.items.length > 0;
    if (node?.value === "verified" && !hasChain) report(node, node);
  },
  message: () =>
    t`"trustLevel" is "verified", but the certificate chain is missing. Without one, the level is "self-attested".`,
  fixes: (node) => [
    {
      title: t`Change to "self-attested"`,
      safe: false,
      edits: [{ start: node.start, end: node.end, text: '"self-attested"' }],
    },
  ],
});
