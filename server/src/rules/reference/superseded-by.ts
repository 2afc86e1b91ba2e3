import { rule } from "../../lint/rule.js";
import { referencesTo } from "../../model/references.js";
import { t } from "../../text/l10n.js";

/** `supersededBy` names no baseline of the alloy. */
export const referenceSupersededBy = rule<string>({
  code: "reference/superseded-by",
  severity: "hint",
  summary: "supersededBy is not the ID of a baseline",
  explanation:
    "`supersededBy` is usually the `id` of another item of `priorMetricBaselines`. It can also be the name of the shipped method, so this is only a hint.",
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
  message: (name) => t`No item of "priorMetricBaselines" has the ID "${name}".`,
});
