import { rule } from "../../lint/rule.js";
import { architectureOf } from "../../model/executor.js";
import { t } from "../../text/l10n.js";

/** Plain `prune` on a mixture of experts whose executor has only expert pruning. */
export const executorPruneOnExperts = rule<string>({
  code: "executor/prune-on-experts",
  severity: "warning",
  summary: "Plain prune on a mixture-of-experts architecture",
  explanation:
    "`prune` removes attention heads of dense models. Executors of mixture-of-experts architectures remove experts instead: profile them with `expert-activation-profile` and remove them with `expert-prune`.",
  examples: {
    bad: ['{"source": {"architecture": "qwen3_moe"}, "stages": [{"type": ‹"prune"›}]}'],
    good: [
      '{"source": {"architecture": "qwen3_moe"}, "stages": [{"type": "expert-prune"}]}',
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "prune"}]}',
      '{"source": {"architecture": "qwen3_vl_moe"}, "stages": [{"type": "prune"}]}',
    ],
  },
  scope: "stage",
  of: (type) => type?.name === "prune",
  check({ typeNode }, report, alloy) {
    const architecture = architectureOf(alloy);
    if (!typeNode || !architecture?.profile.moe) return;
    if (!architecture.profile.stages.includes("prune")) report(typeNode, architecture.name);
  },
  message: (architecture) =>
    t`The ${architecture} executor does not implement "prune". Use "expert-activation-profile" and "expert-prune" for a mixture of experts.`,
});
