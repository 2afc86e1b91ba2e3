import { rule } from "../../lint/rule.js";
import { fieldSchemasIn } from "../../schema/domain-schemas.js";
import { type NumberNode, numberIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly lower: string;
  readonly least: NumberNode;
  readonly upper: string;
  readonly most: NumberNode;
}

/** Limits that contradict each other if the first exceeds the second; `strict` if it must not equal it either. */
const PAIRS = [
  { lower: "minimum", upper: "maximum", strict: false },
  { lower: "minimum", upper: "exclusiveMaximum", strict: true },
  { lower: "exclusiveMinimum", upper: "maximum", strict: true },
  { lower: "exclusiveMinimum", upper: "exclusiveMaximum", strict: true },
  { lower: "minLength", upper: "maxLength", strict: false },
  { lower: "minItems", upper: "maxItems", strict: false },
];

/** No value can be in the range. */
export const vocabularyContradiction = rule<Data>({
  code: "vocabulary/contradiction",
  severity: "error",
  summary: "No value is within the limits of a schema",
  explanation: "A lower limit exceeds the upper one, so that every value is rejected.",
  examples: {
    bad: [
      '{"$defs": {"A": {"type": "array", "minItems": 3, "maxItems": ‹2›}}}',
      '{"$defs": {"A": {"type": "number", "exclusiveMinimum": 1, "maximum": ‹1›}}}',
    ],
    good: ['{"$defs": {"A": {"type": "number", "minimum": 1, "maximum": 1}}}'],
  },
  on: "domain",
  scope: "document",
  check({ root }, report) {
    for (const schema of fieldSchemasIn(root)) {
      for (const { lower, upper, strict } of PAIRS) {
        const [least, most] = [numberIn(schema, lower), numberIn(schema, upper)];
        if (!least || !most) continue;
        if (least.value > most.value || (strict && least.value === most.value))
          report(
            most,
            { lower, least, upper, most },
            { related: { ...span(least), message: t`lower limit` } },
          );
      }
    }
  },
  message: ({ lower, least, upper, most }) =>
    t`"${upper}" (${most.text}) rejects every value that "${lower}" (${least.text}) accepts.`,
});

function span({ start, end }: NumberNode) {
  return { start, end };
}
