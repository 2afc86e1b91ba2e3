import { rule } from "../../lint/rule.js";
import { asObject, membersIn, profileDocument } from "../../model/profile-document.js";
import { t } from "../../text/l10n.js";

/**
 * An architecture without `stages`: neither the profile nor the one it extends lists what the executor runs.
 */
export const profileIncomplete = rule<string>({
  code: "profile/incomplete",
  severity: "error",
  summary: "An architecture does not list its stages",
  explanation:
    "`stages` of an architecture lists the stage types that the executor implements for it. An empty array is valid: then only the stage types in `anyArchitecture` run. If the profile extends another one that has the architecture, the array may be omitted.",
  examples: {
    bad: [
      '{"id": "acme-forge", "architectures": {‹"acme3"›: {"moe": false}}}',
      '{"id": "acme-forge", "extends": "reference", "architectures": {‹"acme3"›: {}, "qwen2": {}}}',
    ],
    good: [
      '{"id": "acme-forge", "architectures": {"acme3": {"stages": ["train"]}, "acme4": {"stages": []}}}',
      '{"id": "acme-forge", "extends": "reference", "architectures": {"qwen2": {"classNames": []}, "olmoe": null}}',
    ],
  },
  on: "executor",
  scope: "document",
  check(alloy, report) {
    const architectures = asObject(profileDocument(alloy).merged.architectures);
    for (const { name, key, value } of membersIn(alloy, "architectures")) {
      if (value?.kind !== "object") continue;
      if (asObject(architectures[name]).stages === undefined) report(key, name, { isOfHolder: true });
    }
  },
  message: (name) => t`Missing "stages" of architecture "${name}": an array of stage types.`,
});
