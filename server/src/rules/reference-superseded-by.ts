import { referencesTo } from "../alloy/references.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** `supersededBy` names no baseline of the alloy. */
export const referenceSupersededBy = rule<string>({
  code: "reference/superseded-by",
  severity: "hint",
  summary: "supersededBy names no baseline of this alloy",
  explanation:
    "`supersededBy` usually names the `id` of another entry of `priorMetricBaselines`. It may also name the method that was shipped, so this is a hint only.",
  examples: {
    bad: ['{"priorMetricBaselines": [{"id": "a", "supersededBy": ‹"b"›}]}'],
    good: ['{"priorMetricBaselines": [{"id": "a", "supersededBy": "b"}, {"id": "b"}]}'],
  },
  scope: "document",
  check(alloy, report) {
    const references = referencesTo(alloy, "baseline");
    const ids = new Set(references.filter(({ isDeclaration }) => isDeclaration).map(({ name }) => name));
    for (const { name, at, isDeclaration } of references) {
      if (!isDeclaration && !ids.has(name)) report(at, name);
    }
  },
  message: (name) => t`No entry of priorMetricBaselines has the id "${name}".`,
});
