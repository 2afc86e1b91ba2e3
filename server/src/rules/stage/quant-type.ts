import { rule } from "../../lint/rule.js";
import { quantTypesOf } from "../../schema/quant-types.js";
import { own } from "../../schema/schema.js";
import { show } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { findMember, findValue, type Member, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

type Data =
  | {
      readonly why: "unknown" | "foreign";
      readonly node: StringNode;
      readonly format: string;
      readonly meant?: string;
    }
  | { readonly why: "empty"; readonly node: StringNode }
  | { readonly why: "none"; readonly member: Member };

const GGUF = "gguf";

/** A quantization type that llama.cpp does not list, or that another format does not have. */
export const stageQuantType = rule<Data>({
  code: "stage/quant-type",
  severity: "hint",
  summary: "Not a quantization type of the format",
  explanation:
    "For GGUF, the types are those that the quantize tool of llama.cpp lists, such as `Q4_K_M`; case does not matter. MLX, safetensors, and ONNX have names of their own. An empty type or an empty list is a warning: nothing is written for it.",
  examples: {
    bad: [
      '{"stages": [{"type": "quant", "format": "gguf", "quantTypes": ["Q4_K_M", ‹"Q4KM"›, ‹"q4-k-m"›]}]}',
      '{"stages": [{"type": "quant", "format": "gguf", "quantTypes": [‹"int4"›, ‹"Q4_K_XL"›]}]}',
      '{"stages": [{"type": "quant", "format": "mlx", "quantTypes": [‹"Q4_K_M"›, "4bit", "BF16"]}]}',
      '{"stages": [{"type": "quant", "format": "gguf", "quantTypes": [‹""›, ‹" "›]}, {"type": "quant", "format": "mlx", ‹"quantTypes"›: []}]}',
    ],
    good: [
      '{"stages": [{"type": "quant", "format": "gguf", "quantTypes": ["Q4_K_M", "F16", "q5_k_s", "Q4_K", "IQ2_XXS", "MXFP4_MOE", "TQ1_0", "bf16"]}]}',
      '{"stages": [{"type": "quant", "format": "mlx", "quantTypes": ["4bit"]}, {"type": "quant", "quantTypes": ["Q4KM"]}, {"type": "quant", "quantTypes": [5]}, {"type": "quant", "format": "gguff", "quantTypes": ["Q4_K_M"]}]}',
    ],
  },
  scope: "stage",
  of: (type) => type?.schema.role === "quantize",
  check({ type, node: stage }, report, { vocabulary }) {
    if (!type) return;
    const list = findValue(stage, "quantTypes");
    if (list?.kind !== "array") return;
    const member = findMember(stage, "quantTypes");
    if (list.items.length === 0 && list.closed && member) {
      report(member.key, { why: "none", member }, { severity: "warning" });
      return;
    }
    const known = quantTypesOf(vocabulary, type.domain.file.id);
    const format = textIn(stage, "format")?.value;
    // A misspelled format is reported as such.
    const isFormat = own(type.schema.properties, "format")?.enum?.includes(format);
    for (const node of list.items) {
      if (node.kind !== "string") continue;
      if (node.value.trim() === "") {
        report(node, { why: "empty", node }, { severity: "warning" });
        continue;
      }
      if (format === undefined || !isFormat) continue;
      const found = known.find(node.value);
      if (format !== GGUF) {
        if (found && !found.isShared) report(node, { why: "foreign", node, format });
      } else if (!found) {
        const meant = known.meant(node.value);
        report(node, { why: "unknown", node, format, ...(meant !== undefined && { meant }) });
      }
    }
  },
  message: (data) => {
    switch (data.why) {
      case "none":
        return t`"quantTypes" is empty, so nothing is written. Expected at least one type, such as "Q4_K_M".`;
      case "empty":
        return t`A quantization type should not be empty. Expected a name such as "Q4_K_M".`;
      case "foreign":
        return t`${show(data.node.value)} is a GGUF quantization type, but "format" is "${data.format}".`;
      case "unknown":
        return t`${show(data.node.value)} is not a quantization type that llama.cpp lists.${data.meant ? t` Did you mean "${data.meant}"?` : ""}`;
    }
  },
  fixes: (data) =>
    data.why === "unknown" && data.meant !== undefined
      ? [
          {
            title: t`Change to "${data.meant}"`,
            edits: [replaceNode(data.node, data.meant)],
            safe: false,
            preferred: true,
          },
        ]
      : [],
});
