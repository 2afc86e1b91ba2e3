import { rule } from "../../lint/rule.js";
import { firstExecutor, knownFamilies } from "../../model/executor.js";
import { meantArchitecture } from "../../model/meant-architecture.js";
import { sourceOf } from "../../model/source.js";
import { choiceWords, executorWords, list } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import type { StringNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly node: StringNode;
  readonly meant: string | undefined;
  readonly known: readonly string[];
  /** What messages call the executors. */
  readonly executors: readonly string[];
}

/** An architecture for which no executor is known. */
export const executorUnknownArchitecture = rule<Data>({
  code: "executor/unknown-architecture",
  severity: "information",
  summary: "No known executor supports the architecture",
  explanation:
    "Executors match `source.architecture` exactly, and rules of the group `executor` need a profile of the architecture. If no profile has it, transform stages cannot run, and none of them is checked. Describe a new architecture in `.forge-alloy/executors/<id>.json`; docs/executors.md explains how. The class name of a model (`Qwen2ForCausalLM`) is not its architecture (`qwen2`).",
  examples: {
    bad: [
      '{"source": {"architecture": ‹"qwen-3-moe"›}}',
      '{"source": {"architecture": ‹"gpt9"›}}',
      '{"source": {"architecture": ‹"Qwen2ForCausalLM"›}}',
      '{"source": {"architecture": ‹"MixtralModel"›}}',
    ],
    good: [
      '{"source": {"architecture": "qwen3_moe"}}',
      '{"domains": ["ticketing"], "source": {"architecture": "ticket"}}',
    ],
  },
  scope: "document",
  reads: [],
  check(alloy, report) {
    const { architecture: node } = sourceOf(alloy);
    if (!node || firstExecutor(alloy)) return;
    const families = knownFamilies(alloy);
    if (families.size === 0) return;
    const profiles = new Set([...families.values()].map(({ profile }) => profile));
    report(node, {
      node,
      meant: meantArchitecture(node.value, families),
      known: [...families.keys()],
      executors: [...profiles].map(executorWords),
    });
  },
  message: ({ node, meant, known, executors }) => {
    const hint = meant ? t` Did you mean "${meant}"?` : "";
    return t`Unknown architecture "${node.value}", so no rule about executors applies.${hint} Known to ${list(executors, "and")}: ${choiceWords(known)}.`;
  },
  fixes: ({ node, meant }) =>
    meant === undefined
      ? []
      : [{ title: t`Change to "${meant}"`, edits: [replaceNode(node, meant)], safe: false, preferred: true }],
});
