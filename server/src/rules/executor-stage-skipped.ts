import { executorDomain } from "../alloy/executor.js";
import { t } from "../text/l10n.js";
import { rule } from "./rule.js";

/** A stage type that the schema knows and no executor runs. */
export const executorStageSkipped = rule<string>({
  code: "executor/stage-skipped",
  severity: "warning",
  summary: "No executor runs this stage today",
  explanation:
    "The format knows the stage type, but the executors that exist skip it with a line in their log: the run goes on as if the stage were not there. Switch the rules whose codes begin with `executor/` off where you forge with an executor of your own.",
  examples: {
    bad: ['{"stages": [{"type": ‹"compact"›}]}'],
    good: ['{"stages": [{"type": "deliver"}]}', '{"domains": ["ticketing"], "stages": [{"type": "issued"}]}'],
  },
  scope: "stage",
  check({ type, typeNode }, report, { registry }) {
    const { executor } = registry;
    const isOwn = type?.domain.file.id === executorDomain(executor);
    if (isOwn && typeNode && executor.skipped.includes(type.name)) report(typeNode, type.name);
  },
  message: (type) => t`No executor runs ${type} today: the stage is skipped with a line in the log.`,
});
