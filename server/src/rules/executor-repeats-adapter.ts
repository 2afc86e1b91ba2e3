import { ADAPTER_FIELDS, adapterValues } from "../alloy/executor.js";
import { removeElement } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { findMember, indexIn, type Member } from "../text/tree.js";
import { rule } from "./rule.js";

/** Explicit values of a `train` stage that the family adapter would fill in anyway. */
export const executorRepeatsAdapter = rule<Member>({
  code: "executor/repeats-adapter",
  severity: "hint",
  summary: "The family adapter would fill in the same value",
  explanation:
    "The executor's family adapter fills in domain, steps and learning rate of a `train` stage by the size and name of the base model. A value that only repeats it can be left out; then it follows when the model changes.",
  examples: {
    bad: [
      '{"source": {"architecture": "qwen2", "totalParamsB": 7.6}, "stages": [{"type": "train", ‹"steps": 200›}]}',
      '{"source": {"architecture": "qwen2", "totalParamsB": 15}, "stages": [{"type": "train", ‹"steps": 150›}]}',
      '{"source": {"architecture": "qwen2", "totalParamsB": 0}, "stages": [{"type": "train", ‹"steps": 200›}]}',
      '{"source": {"architecture": "qwen3_5", "baseModel": "Lab/Coder-3B", "totalParamsB": 3}, "stages": [{"type": "train", ‹"domain": "code"›, ‹"steps": 300›}]}',
      '{"source": {"architecture": "qwen3_5"}, "stages": [{"type": "train", ‹"domain": "general"›, ‹"learningRate": "5e-5"›}]}',
    ],
    good: [
      '{"source": {"architecture": "qwen2", "totalParamsB": 7.6}, "stages": [{"type": "train", "steps": 500}]}',
      '{"source": {"architecture": "qwen2", "totalParamsB": 7.6}, "stages": [{"type": "lora", "learningRate": "5e-5"}]}',
      '{"source": {"architecture": "qwen3_vl", "totalParamsB": 7.6}, "stages": [{"type": "train", "steps": 200}]}',
      '{"stages": [{"type": "train", "steps": 200}]}',
      '{"source": {"architecture": "qwen2", "totalParamsB": 7.6}, "stages": [{"type": "train", "steps": 200}], "results": {}}',
    ],
  },
  scope: "stage",
  of: (type) => type?.name === "train",
  check({ node }, report, alloy) {
    // Machines write executed alloys, with all values.
    const values = alloy.isExecuted ? undefined : adapterValues(alloy);
    if (!values) return;
    for (const key of ADAPTER_FIELDS) {
      const member = findMember(node, key);
      if (member?.value && "value" in member.value && member.value.value === values[key]) {
        report(member, member, { tag: "unnecessary" });
      }
    }
  },
  message: ({ key }) =>
    t`The family adapter fills in this very value for "${key.value}"; it can be left out.`,
  fixes: (member, { tree }) => {
    const index = indexIn(member.parent.members, member);
    return [
      { title: t`Remove "${member.name}"`, safe: false, edits: [removeElement(tree, member.parent, index)] },
    ];
  },
});
