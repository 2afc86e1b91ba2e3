import { rule } from "../../lint/rule.js";
import { textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** `version` is no semantic version. */
export const alloyVersion = rule<string>({
  code: "alloy/version",
  severity: "hint",
  summary: "The version is not a semantic version",
  explanation: "Tools order alloys by semantic version: `major.minor.patch`.",
  examples: {
    bad: ['{"version": ‹"v2"›}', '{"version": ‹"1.0"›}'],
    good: ['{"version": "1.0.0"}', '{"version": "2.1.0-rc.1"}'],
  },
  scope: "document",
  reads: [],
  check({ root }, report) {
    const node = textIn(root, "version");
    if (node && !SEMVER.test(node.value)) report(node, node.value);
  },
  message: (version) => t`"version" should be a semantic version, such as "1.0.0", but is "${version}".`,
});
