import { rule } from "../../lint/rule.js";
import { executorDomain } from "../../model/executor.js";
import { isKindOf } from "../../schema/domain.js";
import { t } from "../../text/l10n.js";

/** A stage type that the schema knows and no executor runs. */
export const executorStageSkipped = rule<string>({
  code: "executor/stage-skipped",
  severity: "warning",
  summary: "No known executor implements this stage",
  explanation:
    "The format defines the stage type, but the known executors skip it with a line in their log, and the run continues without it. If you use another executor, disable the group `executor`.",
  examples: {
    bad: ['{"stages": [{"type": ‹"compact"›}]}'],
    good: ['{"stages": [{"type": "deliver"}]}', '{"domains": ["ticketing"], "stages": [{"type": "issued"}]}'],
  },
  scope: "stage",
  check({ type, typeNode }, report, { registry }) {
    const { executor } = registry;
    const isOwn = type !== undefined && isKindOf(type.domain, executorDomain(executor));
    if (isOwn && typeNode && executor.skipped.includes(type.name)) report(typeNode, type.name);
  },
  message: (type) => t`No known executor implements "${type}"; the stage is skipped with a line in the log.`,
});
