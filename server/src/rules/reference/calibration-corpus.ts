import { rule } from "../../lint/rule.js";
import { referencesTo } from "../../model/references.js";
import { closest, MAX_OFFERED } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, type Span } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** `calibrationCorpus` names none of the corpora that the alloy lists. */
export const referenceCalibrationCorpus = rule<{ node: Span; name: string; ids: readonly string[] }>({
  code: "reference/calibration-corpus",
  severity: "warning",
  summary: "Calibration corpus not in calibrationCorpora",
  explanation:
    "If an alloy has `calibrationCorpora`, a stage refers to one of them by its `id`. Without that list, any name is accepted.",
  examples: {
    bad: [
      '{"calibrationCorpora": [{"id": "code", "path": "a"}], "stages": [{"type": "expert-activation-profile", "calibrationCorpus": ‹"cod"›}]}',
      '{"calibrationCorpora": [{"id": "a"}, {"id": "b"}], "stages": [{"type": "expert-activation-profile", "calibrationCorpus": ‹"x"›}]}',
      '{"calibrationCorpora": [{"id": "code"}, {"id": "mathematics"}], "stages": [{"type": "expert-activation-profile", "calibrationCorpus": ‹"mathematic"›}]}',
      '{"calibrationCorpora": [{"path": "a"}], "stages": [{"type": "expert-activation-profile", "calibrationCorpus": ‹"x"›}]}',
      '{"calibrationCorpora": [{"id": "code"}], "stages": [{"type": "expert-activation-profile", "calibrationCorpus": ‹"x"›}]}',
      '{"calibrationCorpora": [{"id": "code"}], "priorMetricBaselines": [{"metric": {"calibrationCorpus": ‹"x"›}}]}',
    ],
    good: [
      '{"calibrationCorpora": [{"id": "code", "path": "a"}], "stages": [{"type": "expert-activation-profile", "calibrationCorpus": "code"}]}',
      '{"stages": [{"type": "expert-activation-profile", "calibrationCorpus": "any"}]}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    if (findValue(alloy.root, "calibrationCorpora")?.kind !== "array") return;
    const references = referencesTo(alloy, "calibrationCorpus");
    const ids = references.flatMap(({ isDeclaration, name }) => (isDeclaration && name !== "" ? [name] : []));
    const known = new Set(ids);
    const offered = [...known].slice(0, MAX_OFFERED);
    for (const { name, at, isDeclaration } of references) {
      if (!isDeclaration && !known.has(name)) report(at, { node: at, name, ids: offered });
    }
  },
  message: ({ name, ids }) =>
    ids.length > 0
      ? t`No item of "calibrationCorpora" has the ID "${name}". Available: ${choiceWords(ids)}.`
      : t`Unknown calibration corpus "${name}": no item of "calibrationCorpora" has an ID.`,
  fixes: ({ node, name, ids }) => {
    const meant = closest(name, ids) ?? (ids.length === 1 ? ids[0] : undefined);
    return ids.map((id) => ({
      title: t`Change to "${id}"`,
      edits: [replaceNode(node, id)],
      safe: false,
      preferred: id === meant,
    }));
  },
});
