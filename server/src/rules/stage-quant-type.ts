import { closest } from "../alloy/names.js";
import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { findValue, type StringNode, textIn } from "../text/tree.js";
import { rule } from "./rule.js";

/** A quant type that GGUF does not have. */
export const stageQuantType = rule<{ node: StringNode; meant: string | undefined }>({
  code: "stage/quant-type",
  severity: "hint",
  summary: "GGUF has no quant type of this name",
  explanation: "The names of GGUF's quant types are fixed, as in `Q4_K_M`. Other formats name theirs freely.",
  examples: {
    bad: [
      '{"stages": [{"type": "quant", "format": "gguf", "quantTypes": ["Q4_K_M", ‹"Q4KM"›]}]}',
      '{"stages": [{"type": "quant", "format": "gguf", "quantTypes": [‹"int4"›]}]}',
    ],
    good: [
      '{"stages": [{"type": "quant", "format": "gguf", "quantTypes": ["Q4_K_M", "F16"]}, {"type": "quant", "format": "mlx", "quantTypes": ["4bit"]}]}',
    ],
  },
  scope: "stage",
  of: (type) => type?.name === "quant",
  check({ type, node: stage }, report, { vocabulary }) {
    if (!type || textIn(stage, "format")?.value !== "gguf") return;
    const list = findValue(stage, "quantTypes");
    const known = vocabulary.list("quantTypes", type.domain.file.id).map(({ value }) => String(value));
    for (const node of list?.kind === "array" ? list.items : []) {
      if (node.kind !== "string" || known.includes(node.value)) continue;
      report(node, { node, meant: closest(node.value, known) });
    }
  },
  message: ({ node, meant }) =>
    t`GGUF has no quant type "${node.value}".${meant ? t` Did you mean "${meant}"?` : ""}`,
  fixes: ({ node, meant }) =>
    meant === undefined
      ? []
      : [{ title: t`Write "${meant}"`, edits: [replaceNode(node, meant)], safe: false, preferred: true }],
});
