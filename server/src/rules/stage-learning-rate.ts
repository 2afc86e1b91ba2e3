import { own } from "../alloy/schema.js";
import { t } from "../text/l10n.js";
import { type StringNode, textIn } from "../text/tree.js";
import { rule } from "./rule.js";

/** A learning rate that is a text, as it should be, and holds no number. */
export const stageLearningRate = rule<StringNode>({
  code: "stage/learning-rate",
  severity: "warning",
  summary: "The learning rate holds no number",
  explanation:
    'A learning rate is a text that holds a number: `"2e-4"`. Readers accept any text, and the executor fails when it turns the text into a number.',
  examples: {
    bad: [
      '{"stages": [{"type": "train", "learningRate": ‹"2e-4/cycle"›}]}',
      '{"stages": [{"type": "lora", "learningRate": ‹"fast"›}]}',
      '{"stages": [{"type": "lora", "learningRate": ‹"about 2e-4"›}, {"type": "train", "learningRate": ‹"."›}]}',
    ],
    good: [
      '{"stages": [{"type": "quant", "learningRate": "as before"}]}',
      '{"stages": [{"type": "train", "learningRate": "2e-4"}, {"type": "lora", "learningRate": "0.0001"}]}',
      '{"stages": [{"type": "train", "learningRate": " +12.5E-12 "}, {"type": "lora", "learningRate": ".25e3"}]}',
    ],
  },
  scope: "stage",
  of: (type) => own(type?.schema.properties, "learningRate") !== undefined,
  check({ node }, report) {
    const rate = textIn(node, "learningRate");
    if (rate && !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(rate.value)) report(rate, rate);
  },
  message: ({ value }) =>
    t`"${value}" is no number, so the executor cannot read the learning rate. Write one such as "2e-4".`,
});
