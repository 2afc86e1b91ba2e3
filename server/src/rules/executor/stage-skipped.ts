import { rule } from "../../lint/rule.js";
import { executorOf, profilesFor } from "../../model/executor.js";
import type { ExecutorProfile } from "../../schema/executor-profile.js";
import { executorWords, list } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

/** A stage type that the schema knows and the executor skips: that of the architecture, else all that there are. */
export const executorStageSkipped = rule<{ type: string; profiles: readonly ExecutorProfile[] }>({
  code: "executor/stage-skipped",
  severity: "warning",
  summary: "The executor skips this stage",
  explanation:
    "The format defines the stage type, but the executor of the architecture logs and skips it, and the run continues without it. If the architecture is unknown, the problem is reported if all known executors skip the stage. If you use a different executor, describe it in a profile; docs/executors.md explains how.",
  examples: {
    bad: ['{"stages": [{"type": ‹"compact"›}]}'],
    good: ['{"stages": [{"type": "deliver"}]}', '{"domains": ["ticketing"], "stages": [{"type": "issued"}]}'],
  },
  scope: "stage",
  check({ type, typeNode }, report, alloy) {
    if (!type || !typeNode) return;
    const executor = executorOf(alloy, type);
    const profiles = executor ? [executor.profile] : profilesFor(alloy.registry, type.domain);
    if (profiles.length > 0 && profiles.every(({ skipped }) => skipped.includes(type.name)))
      report(typeNode, { type: type.name, profiles });
  },
  message: ({ type, profiles }) =>
    t`"${type}" is not implemented by ${list(profiles.map(executorWords), "or")}; the stage is skipped and logged.`,
});
