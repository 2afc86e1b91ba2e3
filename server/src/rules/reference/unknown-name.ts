import { rule } from "../../lint/rule.js";
import { textOf } from "../../model/occurrences.js";
import { kindsIn, type Reference, referencesTo } from "../../model/references.js";
import { closest, MAX_OFFERED } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { t } from "../../text/l10n.js";

/** Kinds of names that other rules know more about, or that need not be declared. */
const ELSEWHERE = new Set([
  "benchmark",
  "calibrationCorpus",
  "baseline",
  "domain",
  "stageType",
  "rule",
  "architecture",
]);

interface Data {
  readonly reference: Reference;
  readonly known: readonly string[];
}

/** A name of a kind that only a user's own vocabulary knows. */
export const referenceUnknownName = rule<Data>({
  code: "reference/unknown-name",
  severity: "warning",
  summary: "Unknown name",
  explanation:
    "The domain defines this string as a reference (`names`) to something that the alloy declares elsewhere (`declares`), but no declaration has this name. Nothing is reported if the alloy declares none.",
  examples: { bad: [], good: ['{"stages": [{"type": "eval"}]}'] },
  scope: "document",
  check(alloy, report) {
    for (const kind of kindsIn(alloy)) {
      if (ELSEWHERE.has(kind)) continue;
      const references = referencesTo(alloy, kind);
      const known = references.flatMap(({ isDeclaration, name }) =>
        isDeclaration && name !== "" ? [name] : [],
      );
      if (known.length === 0) continue;
      const names = new Set(known);
      const offered = [...names].slice(0, MAX_OFFERED);
      for (const reference of references) {
        if (!names.has(reference.name)) report(textOf(reference), { reference, known: offered });
      }
    }
  },
  message: ({ reference, known }) => t`Unknown name "${reference.name}". Available: ${choiceWords(known)}.`,
  fixes: ({ reference: { at, name }, known }) => {
    if (at.kind === "member") return [];
    const meant = closest(name, known);
    return known.map((one) => ({
      title: t`Change to "${one}"`,
      edits: [replaceNode(at, one)],
      safe: false,
      preferred: one === meant,
    }));
  },
});
