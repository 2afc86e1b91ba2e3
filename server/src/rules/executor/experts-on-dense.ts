import { rule } from "../../lint/rule.js";
import { executorOf, firstExecutor } from "../../model/executor.js";
import { sourceOf } from "../../model/source.js";
import { replaceNode } from "../../syntax/edits.js";
import type { BooleanNode, StringNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Expert stages, or `isMoE`, that do not fit the architecture. */
export const executorExpertsOnDense = rule<{
  architecture: string;
  moe: boolean;
  /** The type of a stage, or `isMoE`. */
  node: StringNode | BooleanNode;
}>({
  code: "executor/experts-on-dense",
  severity: "warning",
  summary: "Experts do not match the architecture",
  explanation:
    "A dense architecture has no experts to profile or prune, and `isMoE` should match the architecture.",
  examples: {
    bad: [
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": ‹"expert-prune"›}]}',
      '{"source": {"architecture": "qwen2", "isMoE": false}, "stages": [{"type": ‹"expert-activation-profile"›}]}',
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
  reads: [],
  check(alloy, report) {
    const first = firstExecutor(alloy);
    if (!first) return;
    const { isMoE } = sourceOf(alloy);
    if (isMoE?.kind === "boolean" && isMoE.value !== first.family.moe)
      report(isMoE, { architecture: first.architecture, moe: first.family.moe, node: isMoE });
    for (const type of alloy.usedTypes) {
      const executor = type.name.startsWith("expert-") ? executorOf(alloy, type) : undefined;
      if (!executor || executor.family.moe) continue;
      for (const { typeNode: node } of alloy.stagesOf(type.name))
        if (node) report(node, { architecture: executor.architecture, moe: false, node });
    }
  },
  message: ({ architecture, moe, node }) => {
    if (node.kind === "string")
      return t`Architecture "${architecture}" is dense, so "${node.value}" has no experts to process.`;
    return moe
      ? t`"isMoE" should be true: architecture "${architecture}" is a mixture of experts.`
      : t`"isMoE" should be false: architecture "${architecture}" is dense.`;
  },
  fixes: ({ moe, node }) =>
    node.kind === "string"
      ? []
      : [{ title: t`Change to ${moe}`, edits: [replaceNode(node, moe)], safe: false, preferred: true }],
});
