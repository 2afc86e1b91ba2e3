import { rule } from "../../lint/rule.js";
import { fieldSchemasIn } from "../../schema/domain-schemas.js";
import {
  MAX_PATTERN_LENGTH,
  MAX_PATTERN_SIZE,
  type PatternFault,
  patternFault,
} from "../../schema/pattern.js";
import { textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Only patterns that can be matched in linear time are used. */
export const vocabularyPattern = rule<PatternFault>({
  code: "vocabulary/pattern",
  severity: "error",
  summary: "A pattern is not a valid regular expression, or uses an unsupported feature",
  explanation: `Patterns are regular expressions of JavaScript with the flag \`u\`. They are matched in linear time, so every repetition is fine: \`^(a+)+$\` takes no longer than \`^a+$\`. Features that cannot be matched in linear time are not supported: lookahead \`(?=…)\` and \`(?!…)\`, lookbehind \`(?<=…)\` and \`(?<!…)\`, backreferences \`\\1\` and \`\\k<name>\`, and inline modifiers \`(?i:…)\`. A pattern has at most ${MAX_PATTERN_LENGTH} characters, and at most ${MAX_PATTERN_SIZE} with its repetitions written out: \`a{1001}\` is too large.`,
  examples: {
    bad: [
      '{"$defs": {"A": {"type": "string", "pattern": ‹"[a-"›}}}',
      '{"$defs": {"A": {"type": "string", "pattern": ‹"(?=a)b"›}}}',
      '{"$defs": {"A": {"type": "string", "pattern": ‹"(?<!a)b"›}}}',
      '{"$defs": {"A": {"type": "string", "pattern": ‹"(a)\\\\1"›}}}',
      '{"$defs": {"A": {"type": "string", "pattern": ‹"(?i:a)"›}}}',
      '{"$defs": {"A": {"type": "string", "pattern": ‹"(a{50}){50}"›}}}',
      `{"$defs": {"A": {"type": "string", "pattern": ‹"${"a".repeat(MAX_PATTERN_LENGTH + 1)}"›}}}`,
    ],
    good: [
      '{"$defs": {"A": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]+$"}}}',
      '{"$defs": {"A": {"type": "string", "pattern": "^(a+)+$"}, "B": {"type": "string", "pattern": "^(a?){99}b$"}}}',
      `{"$defs": {"A": {"type": "string", "pattern": "${"a".repeat(MAX_PATTERN_LENGTH)}"}}}`,
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
    switch (fault) {
      case "invalid":
        return t`"pattern" is not a valid regular expression.`;
      case "long":
        return t`"pattern" must have at most ${MAX_PATTERN_LENGTH} characters.`;
      case "large":
        return t`"pattern" must have at most ${MAX_PATTERN_SIZE} characters with its repetitions written out.`;
      case "lookahead":
        return t`"pattern" must not use lookahead, "(?=…)" or "(?!…)".`;
      case "lookbehind":
        return t`"pattern" must not use lookbehind, "(?<=…)" or "(?<!…)".`;
      case "backreference":
        return t`"pattern" must not use backreferences, "\\1" or "\\k<name>".`;
      case "modifier":
        return t`"pattern" must not use inline modifiers, such as "(?i:…)".`;
    }
  },
});
