import { expertPruneOf } from "../alloy/expert-prune.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** `expert-prune` ranks by a profile that no earlier stage makes. */
export const stagePruneWithoutProfile = rule<undefined>({
  code: "stage/prune-without-profile",
  severity: "warning",
  summary: "expert-prune without an earlier expert-activation-profile",
  explanation:
    "With the strategy `calibration-aware-activation-count`, which is also used where `strategy` is left out, experts are ranked by how often a calibration corpus uses them. An `expert-activation-profile` must stand earlier in the file to measure that.",
  examples: {
    bad: [
      '{"stages": [{"type": ‹"expert-prune"›}]}',
      '{"stages": [{"type": ‹"expert-prune"›}, {"type": "expert-activation-profile"}]}',
    ],
    good: [
      '{"stages": [{"type": "expert-activation-profile"}, {"type": "expert-prune"}]}',
      '{"stages": [{"type": "expert-prune", "strategy": "router-norm"}]}',
      '{"stages": [{"type": "expert-prune", "importanceJson": "importance.json"}]}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    // A stage of unknown type may be a misspelt profile.
    const profiles = ["expert-activation-profile", undefined].flatMap(
      (type) => alloy.stagesOf(type)[0] ?? [],
    );
    for (const stage of alloy.stagesOf("expert-prune")) {
      if (profiles.some(({ index }) => index < stage.index)) return;
      if (stage.typeNode && expertPruneOf(alloy, stage).needsProfile) report(stage.typeNode, undefined);
    }
  },
  message: () =>
    t`expert-prune ranks experts by an activation profile: put an expert-activation-profile stage before it.`,
});
