import { rule } from "../../lint/rule.js";
import { executorDomain } from "../../model/executor.js";
import { sourceOf } from "../../model/source.js";
import { closest } from "../../schema/names.js";
import { replaceNode } from "../../syntax/edits.js";
import type { StringNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** An architecture for which no executor is known. */
export const executorUnknownArchitecture = rule<{ node: StringNode; meant: string | undefined }>({
  code: "executor/unknown-architecture",
  severity: "information",
  summary: "No known executor supports the architecture",
  explanation:
    "Executors match `source.architecture` exactly. If none supports the architecture, transform stages cannot run.",
  examples: {
    bad: ['{"source": {"architecture": ‹"qwen-3-moe"›}}', '{"source": {"architecture": ‹"gpt9"›}}'],
    good: [
      '{"source": {"architecture": "qwen3_moe"}}',
      '{"domains": ["ticketing"], "source": {"architecture": "ticket"}}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    const { architecture: node } = sourceOf(alloy);
    const { executor } = alloy.registry;
    const { architectures } = executor;
    if (!node || Object.hasOwn(architectures, node.value) || !alloy.speaks(executorDomain(executor))) return;
    report(node, { node, meant: closest(node.value, Object.keys(architectures)) });
  },
  message: ({ node, meant }) =>
    t`No known executor supports the architecture "${node.value}".${meant ? t` Did you mean "${meant}"?` : ""}`,
  fixes: ({ node, meant }) =>
    meant === undefined
      ? []
      : [{ title: t`Change to "${meant}"`, edits: [replaceNode(node, meant)], safe: false, preferred: true }],
});
