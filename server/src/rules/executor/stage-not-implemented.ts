import { rule } from "../../lint/rule.js";
import { type Executor, executorOf, runs } from "../../model/executor.js";
import { choiceWords, executorWords } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** A stage that executors of this architecture do not have. */
export const executorStageNotImplemented = rule<Executor & { readonly type: string }>({
  code: "executor/stage-not-implemented",
  severity: "warning",
  summary: "The architecture's executor does not implement this stage",
  explanation:
    "Executors are chosen by the exact value of `source.architecture`, and each implements some of the transform stages. A stage that the executor does not implement fails or is skipped at run time.",
  examples: {
    bad: [
      '{"source": {"architecture": "qwen3_moe"}, "stages": [{"type": ‹"train"›}]}',
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": ‹"context-extend"›}]}',
    ],
    good: [
      '{"source": {"architecture": "qwen3_5"}, "stages": [{"type": "context-extend"}, {"type": "quant"}]}',
      '{"source": {"architecture": "my_own"}, "stages": [{"type": "train"}]}',
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "expert-prune"}, {"type": "unheard-of"}]}',
      '{"source": {"architecture": "mixtral"}, "stages": [{"type": "prune"}]}',
      '{"domains": ["ticketing"], "source": {"architecture": "qwen2"}, "stages": [{"type": "issued"}]}',
    ],
  },
  scope: "stage",
  // executor/experts-on-dense says more of experts.
  of: (type) => type !== undefined && !type.name.startsWith("expert-"),
  check({ type, typeNode }, report, alloy) {
    const executor = executorOf(alloy, type);
    if (!type || !typeNode || !executor || runs(executor, type.name)) return;
    const { profile, family } = executor;
    // executor/stage-skipped and executor/prune-on-experts say more.
    if (profile.skipped.includes(type.name) || (family.moe && type.name === "prune")) return;
    report(typeNode, { ...executor, type: type.name });
  },
  message: ({ type, profile, architecture, family }) => {
    const stages = family.stages.length > 0 ? family.stages : profile.anyArchitecture;
    return t`"${type}" is not implemented by ${executorWords(profile)} for "${architecture}"; the stage will fail or be skipped. Implemented: ${choiceWords(stages)}.`;
  },
});
