import { architectureOf } from "../alloy/executor.js";
import { sourceOf } from "../alloy/source.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** Expert stages, or `isMoE`, that do not fit the architecture. */
export const executorExpertsOnDense = rule<{ architecture: string; moe: boolean; stage: string | undefined }>(
  {
    code: "executor/experts-on-dense",
    severity: "warning",
    summary: "Experts and architecture do not fit together",
    explanation:
      "A dense architecture has no experts to profile or to prune, and `isMoE` should say what the architecture is.",
    examples: {
      bad: [
        '{"source": {"architecture": "qwen2"}, "stages": [{"type": ‹"expert-prune"›}]}',
        '{"source": {"architecture": "qwen2", "isMoE": ‹true›}}',
        '{"source": {"architecture": "mixtral", "isMoE": ‹false›}}',
      ],
      good: [
        '{"source": {"architecture": "mixtral", "isMoE": true}, "stages": [{"type": "expert-prune"}]}',
        '{"source": {"architecture": "qwen2", "isMoE": false}, "stages": [{"type": "prune"}]}',
        '{"source": {"architecture": "mixtral", "isMoE": true}, "stages": [{"type": "expert-activation-profile"}]}',
      ],
    },
    scope: "document",
    check(alloy, report) {
      const architecture = architectureOf(alloy);
      if (!architecture) return;
      const { name, profile } = architecture;
      const { isMoE } = sourceOf(alloy);
      if (isMoE?.kind === "boolean" && isMoE.value !== profile.moe) {
        report(isMoE, { architecture: name, moe: profile.moe, stage: undefined });
      }
      if (profile.moe) return;
      for (const { name: stage } of alloy.usedTypes) {
        if (!stage.startsWith("expert-")) continue;
        for (const { typeNode } of alloy.stagesOf(stage))
          if (typeNode) report(typeNode, { architecture: name, moe: false, stage });
      }
    },
    message: ({ architecture, moe, stage }) => {
      if (stage) return t`${architecture} is dense: there are no experts for ${stage}.`;
      return moe
        ? t`${architecture} is a mixture of experts: isMoE should be true.`
        : t`${architecture} is dense: isMoE should be false.`;
    },
    fixes: ({ moe, stage }, alloy) => {
      const { isMoE } = sourceOf(alloy);
      if (stage || !isMoE) return [];
      return [
        {
          title: t`Write ${moe}`,
          edits: [{ start: isMoE.start, end: isMoE.end, text: String(moe) }],
          preferred: true,
        },
      ];
    },
  },
);
