import type { Stage } from "../alloy/alloy.js";
import { fieldMember } from "../alloy/coerced-fields.js";
import { expertPruneOf } from "../alloy/expert-prune.js";
import { closest } from "../alloy/names.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

const FIELDS = ["keepExpertsPerLayer", "keepExperts"];

type Fault = "missing" | "above" | "equal" | "below";

/** How many experts `expert-prune` keeps: not said, too many, or too few. */
export const stageKeepCount = rule<{ fault: Fault; keep: number; limit: number }>({
  code: "stage/keep-count",
  severity: "warning",
  summary: "The number of experts to keep is missing or impossible",
  explanation:
    "Say in `keepExpertsPerLayer` (or `keepExperts`) how many experts stay in each layer: fewer than there are, or nothing is removed, and at least as many as the router picks for each token, or the model cannot run.",
  examples: {
    bad: [
      '{"stages": [{"type": ‹"expert-prune"›}]}',
      '{"stages": [{"type": "expert-prune", "keepExpertsPerLayer": ‹128›, "originalExpertsPerLayer": 128}]}',
      '{"stages": [{"type": "expert-prune", "keepExperts": ‹160›, "originalExpertsPerLayer": 128}]}',
      '{"source": {"numActivatedExperts": 8}, "stages": [{"type": "expert-prune", "keepExpertsPerLayer": ‹4›}]}',
      '{"stages": [{"type": ‹"expert-prune"›, "keepExperts": null}]}',
      '{"source": {"numActivatedExperts": 8}, "stages": [{"type": "expert-prune", "keepExpertsPerLayer": ‹4›, "originalExpertsPerLayer": 128}]}',
    ],
    good: [
      '{"source": {"numActivatedExperts": 8, "numExpertsPerLayer": 128}, "stages": [{"type": "expert-prune", "keepExpertsPerLayer": 8}]}',
      '{"stages": [{"type": "expert-prune", "keepExperts": "many"}]}',
      '{"stages": [{"type": "expert-prune", "keepExprts": 8}]}',
      '{"stages": [{"type": "expert-prune", "keep_experts": 8}]}',
      '{"stages": [{"type": "prune"}]}',
      '{"stages": [{"type": "expert-prune", "keepExpertsPerLayer": 127, "originalExpertsPerLayer": 128}]}',
    ],
  },
  scope: "stage",
  of: (type) => type?.name === "expert-prune",
  check(stage, report, alloy) {
    if (!stage.typeNode) return;
    const { keep, fault } = expertPruneOf(alloy, stage);
    if (!keep) {
      // A misspelt field is reported where it stands.
      const isMisspelt = stage.section?.unknownFields.some(({ member }) => closest(member.name, FIELDS));
      if (!isMisspelt && !isThere(stage)) report(stage.typeNode, { fault: "missing", keep: 0, limit: 0 });
    } else if (fault && fault.kind !== "none") {
      report(keep, { fault: fault.kind, keep: keep.value, limit: fault.limit });
    }
  },
  message: ({ fault, keep, limit }) => {
    switch (fault) {
      case "missing":
        return t`expert-prune does not say how many experts to keep: add "keepExpertsPerLayer".`;
      case "equal":
        return t`All ${limit} experts of each layer are kept, so nothing is removed.`;
      case "above":
        return t`${keep} experts cannot be kept: each layer has ${limit}.`;
      case "below":
        return t`The router picks ${limit} experts for each token, so at least ${limit} must be kept, not ${keep}.`;
    }
  },
});

/** A value of the wrong type is there all the same, and reported as such. */
function isThere({ node }: Stage): boolean {
  return FIELDS.some((key) => {
    const value = fieldMember(node, key)?.value;
    return value !== undefined && value.kind !== "null";
  });
}
