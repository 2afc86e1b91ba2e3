import { rule } from "../../lint/rule.js";
import { type Reference, referencesTo } from "../../model/references.js";
import { t } from "../../text/l10n.js";

/** Kinds of which every declaration must have a name of its own; a benchmark may be run by several stages. */
const KINDS = ["calibrationCorpus", "baseline"];

/** Two entries with one id: a reference to it is ambiguous. */
export const referenceDuplicateId = rule<Reference>({
  code: "reference/duplicate-id",
  severity: "warning",
  summary: "Duplicate ID",
  explanation: "IDs should be unique. If two items have the same ID, references to it are ambiguous.",
  examples: {
    bad: ['{"calibrationCorpora": [{"id": "a", "path": "x"}, {"id": ‹"a"›, "path": "y"}]}'],
    good: ['{"calibrationCorpora": [{"id": "a", "path": "x"}], "priorMetricBaselines": [{"id": "a"}]}'],
  },
  scope: "document",
  check(alloy, report) {
    for (const kind of KINDS) {
      const seen = new Map<string, Reference>();
      for (const reference of referencesTo(alloy, kind)) {
        if (!reference.isDeclaration) continue;
        const first = seen.get(reference.name);
        if (!first) seen.set(reference.name, reference);
        else {
          const { start, end } = first.at;
          report(reference.at, reference, { related: { start, end, message: t`first occurrence` } });
        }
      }
    }
  },
  message: ({ name }) => t`Duplicate ID "${name}": an earlier item has the same ID. IDs should be unique.`,
});
