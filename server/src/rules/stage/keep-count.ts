import { rule } from "../../lint/rule.js";
import type { Stage } from "../../model/alloy.js";
import { fieldMember } from "../../model/coerced-fields.js";
import { expertPruneOf } from "../../model/expert-prune.js";
import { closest } from "../../schema/names.js";
import { t } from "../../text/l10n.js";

const FIELDS = ["keepExpertsPerLayer", "keepExperts"];

type Fault = "missing" | "above" | "equal" | "below";

/** How many experts `expert-prune` keeps: missing, too many, or too few. */
export const stageKeepCount = rule<{ fault: Fault; keep: number; limit: number }>({
  code: "stage/keep-count",
  severity: "warning",
  summary: "Missing or impossible number of experts to keep",
  explanation:
    "`keepExpertsPerLayer` (or `keepExperts`) is the number of experts to keep in each layer. It must be smaller than the number of experts, or nothing is removed, and at least the number that the router selects per token, or the model cannot run.",
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
      // A misspelled field is reported where it stands.
      const isMisspelled = stage.section?.unknownFields.some(({ member }) => closest(member.name, FIELDS));
      if (!isMisspelled && !isThere(stage)) report(stage.typeNode, { fault: "missing", keep: 0, limit: 0 });
    } else if (fault && fault.kind !== "none") {
      report(keep, { fault: fault.kind, keep: keep.value, limit: fault.limit });
    }
  },
  message: ({ fault, keep, limit }) => {
    switch (fault) {
      case "missing":
        return t`Missing "keepExpertsPerLayer" in "expert-prune": the number of experts to keep per layer.`;
      case "equal":
        return t`All ${limit} experts per layer are kept, so nothing is removed.`;
      case "above":
        return t`Cannot keep ${keep} experts per layer: each layer has only ${limit}.`;
      case "below":
        return t`The router selects ${limit} experts per token, so at least ${limit} per layer must be kept, but only ${keep} are.`;
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
