import { rule } from "../../lint/rule.js";
import { speaksOf } from "../../model/executor.js";
import { sourceOf } from "../../model/source.js";
import type { UnavailableExecutor } from "../../schema/executors.js";
import { closest } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly id: string;
  /** Undefined if there is no file of this ID. */
  readonly unavailable: UnavailableExecutor | undefined;
  readonly available: readonly string[];
}

/** Why a profile that has a file cannot be used. */
const WHY: Record<UnavailableExecutor["why"], (id: string, place: string) => string> = {
  broken: (id, place) => t`Executor profile "${id}" was not loaded: its file "${place}" has errors.`,
  clash: (id, place) =>
    t`Executor profile "${id}" in "${place}" was rejected: another profile has the same ID.`,
  untrusted: (id, place) =>
    t`Executor profile "${id}" in "${place}" is not used because this workspace is not trusted.`,
};

/** An executor profile that should apply to the alloy, and cannot be used. */
export const executorUnavailable = rule<Data>({
  code: "executor/unavailable",
  severity: "warning",
  summary: "An executor profile cannot be used",
  explanation:
    "`executor` in `.forge-alloy/config.json` selects executor profiles by their ID; without it, all profiles in `.forge-alloy/executors/` apply. A profile is not used if its file has errors, if another one has the same ID, or if the workspace is not trusted. The alloy is then checked without it.",
  examples: {
    bad: [
      { text: '{"source": {"architecture": ‹"qwen2"›}}', executors: { selected: ["refrence"] } },
      {
        text: '{"source": {"architecture": ‹"qwen2"›}}',
        executors: { files: ['{"id": "acme-forge", "title": 5}'] },
      },
      {
        text: '{"source": {"architecture": ‹"qwen2"›}}',
        executors: {
          files: ['{"id": "acme-forge", "title": "Acme Forge", "architectures": {}}'],
          isTrusted: false,
        },
      },
      {
        text: '{"source": {"architecture": ‹"qwen2"›}}',
        executors: { files: ['{"id": "reference", "title": "Mine", "architectures": {}}'] },
      },
    ],
    good: [
      '{"source": {"architecture": "qwen2"}}',
      { text: '{"source": {}}', executors: { selected: ["nowhere"] } },
      {
        text: '{"domains": ["ticketing"], "source": {"architecture": "ticket"}}',
        executors: { files: ['{"id": "acme-forge", "title": 5}'] },
      },
      {
        text: '{"source": {"architecture": "qwen2"}}',
        executors: { files: ['{"id": "acme-forge", "title": 5}'], selected: ["reference"] },
      },
    ],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    const { architecture: node } = sourceOf(alloy);
    if (!node) return;
    const { executors } = alloy.registry;
    const available = [...executors.available.keys()];
    const selected = executors.selected
      ?.filter((id) => !executors.available.has(id))
      .map((id) => ({ id, unavailable: executors.whyUnavailable(id) }));
    const found = executors.unavailable.map((unavailable) => ({ id: unavailable.id, unavailable }));
    for (const one of selected ?? found) {
      if (one.unavailable && !speaksOf(alloy, one.unavailable.domain)) continue;
      const isUntrusted = one.unavailable?.why === "untrusted";
      report(node, { ...one, available }, isUntrusted ? { severity: "information" } : {});
    }
  },
  message: ({ id, unavailable, available }) => {
    if (unavailable) return WHY[unavailable.why](id, unavailable.place);
    const meant = closest(id, available);
    const hint = meant === undefined ? "" : t` Did you mean "${meant}"?`;
    return t`Unknown executor "${id}", selected in the configuration.${hint} Available: ${choiceWords(available)}.`;
  },
});
