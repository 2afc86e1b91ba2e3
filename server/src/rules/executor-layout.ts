import { architectureOf } from "../alloy/executor.js";
import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { type StringNode, textIn } from "../text/tree.js";
import { rule } from "./rule.js";

/** `expertTensorLayout` is `auto`, or not the architecture's. */
export const executorLayout = rule<{
  node: StringNode;
  architecture: string | undefined;
  layout: string | undefined;
}>({
  code: "executor/layout",
  severity: "warning",
  summary: "The expert tensor layout is not one the executor accepts",
  explanation:
    "Each architecture stores its experts in one way, and executors want that layout by name. They refuse `auto`.",
  examples: {
    bad: [
      '{"source": {"architecture": "mixtral"}, "stages": [{"type": "expert-prune", "expertTensorLayout": ‹"auto"›}]}',
      '{"source": {"architecture": "olmoe"}, "stages": [{"type": "expert-prune", "expertTensorLayout": ‹"granite-moe-fused"›}]}',
      '{"stages": [{"type": "expert-prune", "expertTensorLayout": ‹"auto"›}]}',
    ],
    good: [
      '{"source": {"architecture": "granitemoe"}, "stages": [{"type": "expert-prune", "expertTensorLayout": "granite-moe-fused"}]}',
      '{"source": {"architecture": "mixtral"}, "stages": [{"type": "expert-prune"}]}',
      '{"source": {"architecture": "mixtral"}, "stages": [{"type": "prune", "expertTensorLayout": "auto"}]}',
      '{"stages": [{"type": "expert-prune", "expertTensorLayout": "granite-moe-fused"}]}',
    ],
  },
  scope: "stage",
  of: (type) => type?.name === "expert-prune",
  check({ node: stage }, report, alloy) {
    const node = textIn(stage, "expertTensorLayout");
    if (!node) return;
    const architecture = architectureOf(alloy);
    const layout = architecture?.profile.layout;
    const isOther = layout !== undefined && layout !== node.value;
    if (node.value === "auto" || isOther) report(node, { node, architecture: architecture?.name, layout });
  },
  message: ({ node, architecture, layout }) => {
    if (node.value !== "auto")
      return t`The experts of ${architecture} are laid out as "${layout}", not "${node.value}".`;
    return t`Executors refuse "auto". ${layout ? t`The layout of ${architecture} is "${layout}".` : t`Name the layout of your architecture.`}`;
  },
  fixes: ({ node, layout }) =>
    layout === undefined
      ? []
      : [{ title: t`Write "${layout}"`, edits: [replaceNode(node, layout)], safe: false, preferred: true }],
});
