import { closest, MAX_OFFERED } from "../alloy/names.js";
import { referencesTo } from "../alloy/references.js";
import { list } from "../alloy/words.js";
import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { findValue, type Span } from "../text/tree.js";
import { rule } from "./rule.js";

/** `calibrationCorpus` names none of the corpora that the alloy lists. */
export const referenceCalibrationCorpus = rule<{ node: Span; name: string; ids: readonly string[] }>({
  code: "reference/calibration-corpus",
  severity: "warning",
  summary: "The calibration corpus is not among calibrationCorpora",
  explanation:
    "Where an alloy lists its corpora in `calibrationCorpora`, a stage names one of them by its `id`. Without the list any name will do.",
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
    t`No entry of calibrationCorpora has the id "${name}". ${ids.length > 0 ? (ids.length === 1 ? t`There is ${ids[0]}.` : t`There are ${list(ids, "and")}.`) : t`No entry has an id.`}`,
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
