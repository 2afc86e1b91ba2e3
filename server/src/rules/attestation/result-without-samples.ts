import { rule } from "../../lint/rule.js";
import { benchmarkResults } from "../../model/results.js";
import { textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A result hash with no samples that it could be the hash of. */
export const attestationResultWithoutSamples = rule<string>({
  code: "attestation/result-without-samples",
  severity: "hint",
  summary: "Result hash without a path to the samples",
  explanation:
    "`resultHash` is the hash of the scored samples. Without `samplesPath`, it cannot be verified.",
  examples: {
    bad: ['{"results": {"benchmarks": [{"name": "a", "resultHash": ‹"sha256:00"›}]}}'],
    good: [
      '{"results": {"benchmarks": [{"name": "a", "resultHash": "sha256:00", "samplesPath": "a.jsonl"}]}}',
    ],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    for (const { node, name, samplesPath } of benchmarkResults(alloy).entries) {
      const hash = textIn(node, "resultHash");
      if (hash && !samplesPath) report(hash, name);
    }
  },
  message: (name) => t`The result for "${name}" has "resultHash", but no "samplesPath" to verify it against.`,
});
