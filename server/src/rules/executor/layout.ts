import { rule } from "../../lint/rule.js";
import { fieldMember } from "../../model/coerced-fields.js";
import { executorOf, LAYOUT_FIELD } from "../../model/executor.js";
import type { ExecutorProfile } from "../../schema/executor-profile.js";
import { executorWords } from "../../schema/words.js";
import { insertMembers, replaceNode } from "../../syntax/edits.js";
import type { ObjectNode, ValueNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** What the Python package writes if the field is omitted or null, and executors then reject. */
const UNSPECIFIED = "auto";

interface Data {
  readonly stage: ObjectNode;
  /** Undefined if the field is omitted. */
  readonly node: ValueNode | undefined;
  /** The layout that is given, other than `auto`. */
  readonly other: string | undefined;
  readonly profile: ExecutorProfile;
  readonly architecture: string;
  readonly layout: string;
}

/** `expertTensorLayout` is not the architecture's, or not given. */
export const executorLayout = rule<Data>({
  code: "executor/layout",
  severity: "warning",
  summary: "The expert tensor layout is not one the executor accepts",
  explanation:
    "Each architecture stores its experts in one layout, and its executor accepts that layout only. If `expertTensorLayout` is omitted or null, the default `auto` is used, and executors reject it, too: after the profiling stage has run. In an alloy with `results`, an omitted layout is not reported.",
  examples: {
    bad: [
      '{"source": {"architecture": "mixtral"}, "stages": [{"type": "expert-prune", "expertTensorLayout": ‹"auto"›}]}',
      '{"source": {"architecture": "olmoe"}, "stages": [{"type": "expert-prune", "expertTensorLayout": ‹"granite-moe-fused"›}]}',
      '{"source": {"architecture": "qwen3_moe"}, "stages": [{"type": ‹"expert-prune"›, "keepExperts": 8}]}',
      '{"source": {"architecture": "granitemoe"}, "stages": [{"type": "expert-prune", "expertTensorLayout": ‹null›}]}',
      '{"source": {"architecture": "olmoe"}, "stages": [{"type": "expert-prune", "expertTensorLayout": ‹"granite-moe-fused"›}], "results": {}}',
    ],
    good: [
      '{"source": {"architecture": "granitemoe"}, "stages": [{"type": "expert-prune", "expertTensorLayout": "granite-moe-fused"}]}',
      '{"source": {"architecture": "mixtral"}, "stages": [{"type": "expert-prune"}, {"type": "expert-prune", "expertTensorLayout": "auto"}], "results": {}}',
      '{"source": {"architecture": "mixtral"}, "stages": [{"type": "prune", "expertTensorLayout": "auto"}]}',
      '{"source": {"architecture": "mixtral"}, "stages": [{"type": "expert-prune", "expertTensorLayout": 5}]}',
      '{"source": {"architecture": "mixtral"}, "stages": [{"type": "expert-prune", "expert_tensor_layout": "block_sparse_moe-unfused"}]}',
      '{"stages": [{"type": "expert-prune", "expertTensorLayout": "granite-moe-fused"}]}',
    ],
  },
  scope: "stage",
  of: (type) => type?.name === "expert-prune",
  check({ node: stage, type, typeNode }, report, alloy) {
    const executor = executorOf(alloy, type);
    const layout = executor?.family.layout;
    if (layout === undefined || !executor || !typeNode || stage.kind !== "object") return;
    const node = fieldMember(stage, LAYOUT_FIELD)?.value;
    const written = node?.kind === "string" ? node.value : undefined;
    const isUnspecified = !node || node.kind === "null" || written === UNSPECIFIED;
    if (
      isUnspecified ? alloy.isExecuted || layout === UNSPECIFIED : written === undefined || written === layout
    )
      return;
    const other = isUnspecified ? undefined : written;
    const { profile, architecture } = executor;
    report(node ?? typeNode, { stage, node, other, profile, architecture, layout });
  },
  message: ({ node, other, profile, architecture, layout }) => {
    const executor = executorWords(profile);
    if (other !== undefined)
      return t`"expertTensorLayout" should be "${layout}" for architecture "${architecture}", but is "${other}".`;
    return node
      ? t`"expertTensorLayout" should be "${layout}": "auto" is rejected by ${executor}, after profiling.`
      : t`Missing "expertTensorLayout": the default "auto" is rejected by ${executor}, after profiling. Expected: "${layout}".`;
  },
  fixes: ({ stage, node, layout }, { tree }) => [
    node
      ? {
          title: t`Change to "${layout}"`,
          edits: [replaceNode(node, layout)],
          safe: false,
          preferred: true,
        }
      : {
          title: t`Add "expertTensorLayout": "${layout}"`,
          edits: insertMembers(tree, stage, stage.members.length, [[LAYOUT_FIELD, layout]]),
          safe: false,
          preferred: true,
        },
  ],
});
