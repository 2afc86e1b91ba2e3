import { rule } from "../../lint/rule.js";
import { adapterValues } from "../../model/adapter.js";
import { show } from "../../schema/words.js";
import { removeElement } from "../../syntax/edits.js";
import { findMember, indexIn, type Member } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Explicit values of a `train` stage that the family adapter would fill in anyway. */
export const executorRepeatsAdapter = rule<Member>({
  code: "executor/repeats-adapter",
  severity: "hint",
  summary: "Value equal to the family adapter's default",
  explanation:
    "The executor's family adapter sets omitted fields from the size and name of the base model, such as training domain, steps, and learning rate of a `train` stage. If omitted, the value changes with the base model.",
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
  of: (type) => type !== undefined,
  check({ type, node }, report, alloy) {
    // Machines write executed alloys, with all values.
    const values = alloy.isExecuted ? undefined : adapterValues(alloy, type);
    for (const [key, value] of Object.entries(values ?? {})) {
      const member = findMember(node, key);
      if (member?.value && "value" in member.value && member.value.value === value) {
        report(member, member);
      }
    }
  },
  message: ({ key, value }) =>
    t`"${key.value}": ${value && "value" in value ? show(value.value) : ""} is the family adapter's default for this model and can be omitted.`,
  fixes: (member, { tree }) => {
    const index = indexIn(member.parent.members, member);
    return [
      { title: t`Remove "${member.name}"`, safe: false, edits: [removeElement(tree, member.parent, index)] },
    ];
  },
});
