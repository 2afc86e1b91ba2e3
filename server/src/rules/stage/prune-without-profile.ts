import { rule } from "../../lint/rule.js";
import { CALIBRATION_AWARE, type ExpertPrune, expertPruneOf } from "../../model/expert-prune.js";
import { t } from "../../text/l10n.js";

/** `expert-prune` ranks by a profile that no earlier stage makes. */
export const stagePruneWithoutProfile = rule<ExpertPrune["ranking"]>({
  code: "stage/prune-without-profile",
  severity: "warning",
  summary: "expert-prune without an earlier expert-activation-profile",
  explanation:
    "With the strategy `calibration-aware-activation-count`, experts are ranked by how often a calibration corpus uses them, and an earlier `expert-activation-profile` must measure that, or the run fails. If `strategy` is omitted, the run does not fail without a profile: experts are silently ranked by router weights, which is known to do worse.",
  examples: {
    bad: [
      '{"stages": [{"type": ‹"expert-prune"›}]}',
      '{"stages": [{"type": ‹"expert-prune"›, "strategy": null}, {"type": "expert-activation-profile"}]}',
      '{"stages": [{"type": ‹"expert-prune"›, "strategy": "calibration-aware-activation-count"}]}',
    ],
    good: [
      '{"stages": [{"type": "expert-activation-profile"}, {"type": "expert-prune"}]}',
      '{"stages": [{"type": "expert-prune", "strategy": "router-norm"}]}',
      '{"stages": [{"type": "expert-prune", "importanceJson": "importance.json"}]}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    // A stage of unknown type may be a misspelled profile.
    const profiles = ["expert-activation-profile", undefined].flatMap(
      (type) => alloy.stagesOf(type)[0] ?? [],
    );
    for (const stage of alloy.stagesOf("expert-prune")) {
      if (profiles.some(({ index }) => index < stage.index)) return;
      const { ranking } = expertPruneOf(alloy, stage);
      if (stage.typeNode && ranking !== "other") report(stage.typeNode, ranking);
    }
  },
  message: (ranking) =>
    ranking === "profile"
      ? t`The strategy "${CALIBRATION_AWARE}" requires an "expert-activation-profile" stage before "expert-prune".`
      : t`Without "strategy" and an earlier "expert-activation-profile", "expert-prune" silently ranks experts by router weights.`,
});
