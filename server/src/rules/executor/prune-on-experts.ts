import { rule } from "../../lint/rule.js";
import { type Executor, executorOf, runs } from "../../model/executor.js";
import { executorWords } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** Plain `prune` on a mixture of experts whose executor has only expert pruning. */
export const executorPruneOnExperts = rule<Executor>({
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
  check({ type, typeNode }, report, alloy) {
    const executor = executorOf(alloy, type);
    if (typeNode && executor?.family.moe && !runs(executor, "prune")) report(typeNode, executor);
  },
  message: ({ profile, architecture }) =>
    t`"prune" is not implemented by ${executorWords(profile)} for "${architecture}". Use "expert-activation-profile" and "expert-prune" for a mixture of experts.`,
});
