import { rule } from "../../lint/rule.js";
import { architectureOf, executorDomain } from "../../model/executor.js";
import { isKindOf } from "../../schema/domain.js";
import { choiceWords } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** A stage that executors of this architecture do not have. */
export const executorStageNotImplemented = rule<{
  type: string;
  architecture: string;
  stages: readonly string[];
}>({
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
    const architecture = architectureOf(alloy);
    if (!type || !typeNode || !architecture) return;
    const { stages, moe } = architecture.profile;
    const { executor } = alloy.registry;
    const { skipped, anyArchitecture } = executor;
    if (!isKindOf(type.domain, executorDomain(executor))) return;
    if (stages.includes(type.name) || anyArchitecture.includes(type.name)) return;
    // executor/stage-skipped and executor/prune-on-experts say more.
    if (skipped.includes(type.name) || (moe && type.name === "prune")) return;
    report(typeNode, { type: type.name, architecture: architecture.name, stages });
  },
  message: ({ type, architecture, stages }) =>
    t`The ${architecture} executor does not implement "${type}"; the stage will fail or be skipped. Implemented: ${choiceWords(stages)}.`,
});
