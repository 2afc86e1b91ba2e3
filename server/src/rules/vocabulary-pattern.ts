import { fieldSchemasIn } from "../alloy/domain-schemas.js";
import { type PatternFault, patternFault } from "../alloy/pattern.js";
import { t } from "../text/l10n.js";
import { textIn } from "../text/tree.js";
import { rule } from "./rule.js";

/** A pattern is run on what people type, so it must be quick on any text. */
export const vocabularyPattern = rule<PatternFault>({
  code: "vocabulary/pattern",
  severity: "error",
  summary: "A pattern is no regular expression, or one that could take forever",
  explanation:
    "Patterns are run at every keystroke. A repetition of a group that repeats or branches, more than two unbounded repetitions, look-around and back references can take time without end on a short text, so they are refused, as are patterns of more than 200 characters. `^[A-Z]{2}-[0-9]+$` is fine.",
  examples: {
    bad: [
      '{"$defs": {"A": {"type": "string", "pattern": ‹"(a+)+$"›}}}',
      '{"$defs": {"A": {"type": "string", "pattern": ‹"[a-"›}}}',
      '{"$defs": {"A": {"type": "string", "pattern": ‹"(?=a)b"›}}}',
      '{"$defs": {"A": {"type": "string", "pattern": ‹"a*b*c*d*"›}}}',
      `{"$defs": {"A": {"type": "string", "pattern": ‹"${"a".repeat(201)}"›}}}`,
    ],
    good: [
      '{"$defs": {"A": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]+$"}}}',
      `{"$defs": {"A": {"type": "string", "pattern": "${"a".repeat(200)}"}}}`,
    ],
  },
  on: "domain",
  scope: "document",
  check({ root }, report) {
    for (const schema of fieldSchemasIn(root)) {
      const node = textIn(schema, "pattern");
      const fault = node && patternFault(node.value);
      if (node && fault) report(node, fault);
    }
  },
  message: (fault) => {
    if (fault === "invalid") return t`This is no regular expression.`;
    if (fault === "long") return t`A pattern has at most 200 characters.`;
    return t`This pattern could take forever on some texts: no repetition of a group that repeats or branches, at most two unbounded repetitions.`;
  },
});
