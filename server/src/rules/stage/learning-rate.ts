import { rule } from "../../lint/rule.js";
import { type LearningRateFault, learningRateFault } from "../../model/learning-rate.js";
import type { SchemaLocation } from "../../schema/effective-schema.js";
import { nameOf, show } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import type { StringNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly node: StringNode;
  readonly place: SchemaLocation;
  readonly fault: LearningRateFault;
  readonly meant: string | undefined;
}

/** A learning rate that is a string, as it should be, and holds no usable number. */
export const stageLearningRate = rule<Data>({
  code: "stage/learning-rate",
  severity: "warning",
  summary: "The learning rate is not a usable number",
  explanation:
    'A learning rate is a string that holds a number: `"2e-4"`. The format accepts any string. Executors parse it with Python\'s `float()` and fail if it is not a number; with 0, nothing is learned, and above 1, training diverges.',
  examples: {
    bad: [
      '{"stages": [{"type": "train", "learningRate": ‹"2e-4/cycle"›}]}',
      '{"stages": [{"type": "lora", "learningRate": ‹"fast"›}, {"type": "train", "learningRate": ‹""›}]}',
      '{"stages": [{"type": "lora", "learningRate": ‹"about 2e-4"›}, {"type": "train", "learningRate": ‹"."›}]}',
      '{"stages": [{"type": "train", "learningRate": ‹"5e4"›}, {"type": "train", "learningRate": ‹"0"›}]}',
      '{"stages": [{"type": "train", "learningRate": ‹"-1e-4"›}, {"type": "train", "learningRate": ‹"nan"›}, {"type": "train", "learningRate": ‹"2e−4"›}]}',
      '{"stages": [{"type": "compensation-lora", "learningRate": ‹"0,0002"›}, {"type": "train", "learningRate": ‹"1e400"›}]}',
    ],
    good: [
      '{"stages": [{"type": "quant", "learningRate": "as before"}]}',
      '{"stages": [{"type": "train", "learningRate": "2e-4"}, {"type": "lora", "learningRate": "0.0001"}]}',
      '{"stages": [{"type": "train", "learningRate": "1e-4 "}, {"type": "lora", "learningRate": "2E-4"}, {"type": "lora", "learningRate": "0.000_1"}]}',
      '{"stages": [{"type": "train", "learningRate": " +12.5E-12 "}, {"type": "lora", "learningRate": "1.0"}]}',
    ],
  },
  scope: "section",
  reads: "marked",
  check({ marked }, report) {
    for (const { node, place, schema } of marked) {
      if (node.kind !== "string" || schema.holds !== "learning-rate") continue;
      const fault = learningRateFault(node.value);
      if (fault) report(node, { node, place, fault, meant: meantBy(node.value) });
    }
  },
  message: ({ node, place, fault, meant }) => {
    const name = nameOf(node, place);
    const value = show(node.value);
    const hint = meant === undefined ? "" : t` Did you mean "${meant}"?`;
    switch (fault) {
      case "no-number":
        return t`${name} should be a string that holds a number, such as "2e-4", but is ${value}.${hint}`;
      case "not-finite":
        return t`${name} should be a number such as "2e-4", but ${value} is not finite.${hint}`;
      case "not-positive":
        return t`${name} should be greater than 0, such as "2e-4", but is ${value}.${hint}`;
      case "too-large":
        return t`${name} should be far below 1, such as "2e-4", but is ${value}.${hint}`;
    }
  },
  fixes: ({ node, meant }) =>
    meant === undefined
      ? []
      : [{ title: t`Change to "${meant}"`, edits: [replaceNode(node, meant)], safe: false }],
});

/** A slip of a sign or of a decimal mark; undefined if what it makes is no usable rate either. */
function meantBy(text: string): string | undefined {
  if (text.length > 40) return undefined;
  const ascii = text.trim().replace(/\u2212/g, "-");
  const tries = [
    ascii,
    ascii.replace(/^(\d*),(\d+)(?=e|$)/i, "$1.$2"),
    ascii.replace(/e\+?(?=\d+$)/i, "e-"),
    ascii.replace(/^-/, ""),
  ];
  return tries.find((one) => one !== text && learningRateFault(one) === undefined);
}
