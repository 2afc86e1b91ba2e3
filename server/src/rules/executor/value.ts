import { rule } from "../../lint/rule.js";
import { type Unaccepted, unacceptedValues } from "../../model/executor.js";
import type { AcceptedValues } from "../../schema/executor-profile.js";
import { closest } from "../../schema/names.js";
import { executorWords, list, show } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { t, translate } from "../../text/l10n.js";

/** A value that the format accepts and the architecture's executor does not. */
export const executorValue = rule<Unaccepted>({
  code: "executor/value",
  severity: "warning",
  summary: "The architecture's executor does not accept the value",
  explanation:
    "The format accepts any string here, but executors know a fixed set of values and end the run for any other. The training domain of `train` and `lora` is one of `code`, `reasoning`, `general`, `chat`, and `science`: each has one dataset. Nothing is reported in an alloy with `results` or `receipt`.",
  examples: {
    bad: [
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "train", "domain": ‹"wikitext"›}]}',
      '{"source": {"architecture": "qwen3_5"}, "stages": [{"type": "train", "domain": ‹"Code"›}, {"type": "lora", "domain": ‹"law"›}]}',
    ],
    good: [
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "train", "domain": "reasoning"}, {"type": "train", "domain": null}, {"type": "train", "domain": "science"}]}',
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "lora", "domain": "law", "teacher": "a/b"}]}',
      '{"source": {"architecture": "my_own"}, "stages": [{"type": "train", "domain": "law"}]}',
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "train", "domain": "law"}], "results": {}}',
    ],
  },
  scope: "stage",
  of: (type) => type !== undefined,
  check({ type, node: stage }, report, alloy) {
    for (const found of unacceptedValues(alloy, type, stage)) report(found.node, found);
  },
  message: ({ node, field, accepted }) => {
    const choices = list(
      accepted.values.map(({ value }) => `"${value}"`),
      "and",
    );
    const meant = meantBy(node.value, accepted);
    return t`Invalid "${field}": ${show(node.value)}. Accepted by ${executorWords(accepted.profile)}: ${choices}; for any other value, ${translate(accepted.otherwise)}.${meant ? t` Did you mean "${meant}"?` : ""}`;
  },
  fixes: ({ node, accepted }) => {
    const meant = meantBy(node.value, accepted);
    const values = accepted.values.map(({ value }) => value);
    const ordered = meant ? [meant, ...values.filter((value) => value !== meant)] : values;
    return ordered.map((value) => ({
      title: t`Change to "${value}"`,
      edits: [replaceNode(node, value)],
      safe: false,
    }));
  },
});

/** The value that one outside the set was probably meant to be. */
function meantBy(written: string, { values }: AcceptedValues): string | undefined {
  const mistaken = values.find(({ mistakenFor = [] }) => mistakenFor.includes(written.toLowerCase()));
  return (
    mistaken?.value ??
    closest(
      written,
      values.map(({ value }) => value),
    )
  );
}
