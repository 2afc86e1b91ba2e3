import { type Fix, rule } from "../../lint/rule.js";
import type { Alloy } from "../../model/alloy.js";
import { removeText } from "../../syntax/edits.js";
import type { SyntaxProblem } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";
import { numberFixes, numberSentence } from "./number.js";
import { stringFixes } from "./strings.js";
import {
  invisibleName,
  quotesName,
  shown,
  visibleOf,
  withoutLastQuote,
  wordFixes,
  wordSentence,
} from "./words.js";

type Kind = Exclude<
  SyntaxProblem["kind"],
  "comment" | "trailing-comma" | "byte-order-mark" | "too-deep" | "too-many"
>;

interface Data {
  readonly problem: SyntaxProblem;
  /** Asked for the type and unit of the field only. */
  readonly alloy: Alloy;
}

const SENTENCES: Record<Kind, (token: string, data: Data) => string> = {
  empty: () =>
    t`The file is empty. An alloy is a JSON object with "name", "version", "source", and "stages".`,
  "conflict-markers": () =>
    t`Conflict markers of version control. Nothing else in this file is checked or fixed until the conflict is resolved.`,
  invisible: (characters) => t`Invisible character outside of a string: ${invisibleName(characters)}.`,
  "doubled-comma": () => t`Unexpected comma: no element before it.`,
  "missing-comma": () => t`Missing comma.`,
  "missing-colon": (key) => t`Missing colon after "${shown(key)}".`,
  "missing-value": (key) => t`Missing value for "${shown(key)}".`,
  "missing-key": () => t`Missing key before this value. Expected "key": value.`,
  "equals-sign": (sign) => t`Expected a colon between key and value, but found "${sign}".`,
  semicolon: (comma) =>
    comma === "" ? t`Unexpected semicolon.` : t`Expected a comma, but found a semicolon.`,
  "full-width": (ascii, data) => t`Expected "${ascii}", but found "${textOf(data)}".`,
  "unquoted-key": (token) => {
    const key = shown(withoutLastQuote(token));
    return t`Object keys must be enclosed in double quotes: "${key}".`;
  },
  quotes: (token) => t`Strings must use double quotes, not ${quotesName(token)}.`,
  "triple-quotes": () =>
    t`JSON has no triple-quoted strings: use one pair of double quotes, and \\n for a line break.`,
  "inner-quote": () => t`Unescaped double quote inside a string: JSON writes it as \\".`,
  template: (token) => t`Template placeholder "${shown(token)}" is not JSON. Replace it with a value.`,
  "code-fence": () => t`Markdown code fence around the JSON. The file must contain the JSON only.`,
  "unclosed-string": () => t`Unterminated string: missing closing double quote.`,
  "line-break-in-string": () => t`Line break inside a string: JSON writes it as \\n.`,
  "unclosed-bracket": (closer) =>
    closer === "}" ? t`Unclosed object: expected "}".` : t`Unclosed array: expected "]".`,
  "unclosed-at-end": (closers) => t`Unexpected end of file: expected "${closers.slice(0, 20)}".`,
  "bad-escape": () =>
    t`Invalid escape sequence: only \\", \\\\, \\/, \\b, \\f, \\n, \\r, \\t, and \\u with four hex digits are valid.`,
  "control-character": () => t`Unescaped control character inside a string: JSON writes a tab as \\t.`,
  "bad-number": (_, { problem, alloy }) => numberSentence(problem, alloy),
  "bad-word": (word) => wordSentence(word),
  unexpected: (token) => t`Unexpected "${shown(token)}".`,
  "before-start": () => t`Unexpected content before the start of the JSON document.`,
  "after-end": () => t`Unexpected content after the end of the JSON document.`,
};

/** The document is not valid JSON; every parser rejects the whole file. */
export const jsonSyntax = rule<Data>({
  code: "json/syntax",
  severity: "error",
  summary: "The file is not valid JSON",
  explanation:
    "An alloy is strict JSON (RFC 8259): keys and strings in double quotes, elements separated by commas, every object and array closed. Otherwise, JSON parsers reject the entire file before any stage runs. A fix is applied automatically only if the text can be read in only one way; numbers with a decimal comma or a unit, placeholders, unclosed strings, and conflict markers are left to the author.",
  examples: {
    bad: [
      '{"name": "a‹"› "version": "1.0.0"}',
      '{"name": ‹None›}',
      '{‹name›: "a"}',
      '{‹name"›: "a"}',
      '{‹my name›: "a"}',
      '{"name"‹:› }',
      '{"steps": ‹12GB›}',
      '{"hardware": {"minVramGb": ‹12GB›, "estimatedDurationMinutes": ‹2 h›}}',
      '{"hardware": {"minVramGb": ‹8192MB›}, "source": {"contextLength": ‹128k›}}',
      '{"acceptanceCriteria": {"benchmarks": {"humaneval": {"min": 0.5, "anchorDelta": ‹-3,7›}}}}',
      '{"stages": [{"type": "train", "steps": ‹10,000›}, {"type": "train", "steps": ‹10 000›}]}',
      '{"cycles": ‹\u22123›}',
      '{"stages": [{"type": "quant"}‹]›',
      "{\"name\": ‹'a'›}",
      '{"name": ‹“a”›, ‹«b»›: ‹`c`›}',
      "{\"name\": ‹'a' 'b'›}",
      '{"name": ‹"a›\n}',
      '{"name": ‹"a,›\n"version": "1.0.0"}',
      '{"name": ‹"first line\nsecond\tline"›, "version": "1.0.0"}',
      '{"name": ‹"a "b" c"›}',
      '{"steps": ‹.5›}',
      '{"steps": ‹+1›}',
      '{"cycles": ‹5.›, "steps": ‹5.›}',
      '{"steps": ‹1_000›}',
      '{"steps": ‹007›}',
      '{"steps": ‹0x1F›}',
      '{"version": ‹1.0.0›}',
      '{"name": ‹abc›}',
      '{"name": ‹a model for code›}',
      '{"name": ‹Infinity›}',
      '{"a": 1} ‹{"b": 2}›',
      '‹alloy =› {"a": 1}',
      '‹```json›\n{"a": 1}\n```',
      '{"a": 1‹]›}',
      '{‹"a"› 1}',
      '{‹"a"›}',
      "{‹1›}",
      '{"a" ‹=› 1}',
      '{"a": 1‹;› "b": 2‹;›}',
      '{"a"‹：›1‹，›"b": 2}',
      '{"a": 1,‹,› "b": 2}',
      "[1,‹,› 2]",
      "[‹1› 2]",
      '{"a": ‹"""b"""›}',
      '{"a": ‹${B}›, "c": ‹{{ d }}›}',
      '{"a":‹\u00a0›1‹\u200b›, "b": ‹tr\u200bue›}',
      '{"a": [{"b": 1}, ‹{›"c": 2]}',
      '{"a": ‹NaN›, "b": ‹True›, "c": ‹abc"›, "d": ‹ture›, "e": ‹none›}',
      '{"a": ‹"b\tc"›}',
      '{"a": ‹"\\x"›}',
      "‹›",
      '{"name": ‹\'it"s\'›}',
      '{"name": ‹"a, b ,›\n"version": "1"}',
      '{"a": 1\n‹<<<<<<< ours›\n, "b": 2\n=======\n, "b": 3,\n>>>>>>> theirs\n}',
    ],
    good: [
      '{"name": "a", "version": "1.0.0", "source": {"baseModel": "b", "architecture": "c"}, "target": {}}',
      '{"name": "1,5 ‘a’ = ${b}\u00a0;", "tags": [1,5,3e2]}',
    ],
  },
  on: "every",
  isSyntax: true,
  scope: "document",
  check(alloy, report) {
    for (const problem of alloy.tree.problems) {
      if (!(problem.kind in SENTENCES)) continue;
      const related = problem.related && { ...problem.related, message: relatedSentence(problem, alloy) };
      report(problem, { problem, alloy }, related ? { related } : {});
    }
  },
  message: (data) => SENTENCES[data.problem.kind as Kind](data.problem.token ?? "", data),
  fixes: ({ problem, alloy }) => fixesFor(problem, alloy),
});

function textOf({ problem: { start, end }, alloy }: Data): string {
  return alloy.tree.source.slice(start, end);
}

function relatedSentence({ kind, related }: SyntaxProblem, { tree }: Alloy): string {
  if (kind === "code-fence") return t`end of the code block`;
  return tree.source.charAt(related?.start ?? 0) === "{"
    ? t`unclosed object starts here`
    : t`unclosed array starts here`;
}

function fixesFor(problem: SyntaxProblem, alloy: Alloy): Fix[] {
  const { start, end, token = "", isDoubtful, related } = problem;
  const { text } = alloy.tree;
  /** Safe if the text has one reading. */
  const plain = (title: string, ...edits: Fix["edits"]): Fix[] => [
    { title, edits, safe: !isDoubtful, preferred: !isDoubtful },
  ];
  const guess = (title: string, ...edits: Fix["edits"]): Fix[] => [{ title, edits, safe: false }];
  const by = (replacement: string) => ({ start, end, text: replacement });
  switch (problem.kind) {
    case "invisible": {
      const visible = visibleOf(token);
      return plain(visible === "" ? t`Remove the invisible character` : t`Change to a space`, by(visible));
    }
    case "doubled-comma":
      return plain(t`Remove the comma`, by(""));
    case "missing-comma":
      return plain(t`Insert a comma`, { start: end, end, text: "," });
    case "missing-colon":
      return plain(t`Insert a colon`, { start: end, end, text: ":" });
    case "full-width":
      return plain(t`Change to "${token}"`, by(token));
    case "equals-sign":
      return guess(t`Change to a colon`, by(":"));
    case "semicolon":
      return token === "" ? guess(t`Remove the semicolon`, by("")) : guess(t`Change to a comma`, by(token));
    case "unquoted-key": {
      const key = withoutLastQuote(token);
      const isPlain = /^[\p{L}\p{N}_$][\p{L}\p{M}\p{N}_$.\-/@+]*$/u.test(key);
      return (isPlain ? plain : guess)(t`Enclose the key in double quotes`, by(JSON.stringify(key)));
    }
    case "quotes":
    case "triple-quotes":
    case "inner-quote":
    case "unclosed-string":
    case "line-break-in-string":
    case "control-character":
      return stringFixes(problem, text);
    case "code-fence": {
      const fences = [removeText(text, problem), ...(related ? [removeText(text, related)] : [])];
      return guess(t`Remove the code fence`, ...fences);
    }
    case "unclosed-at-end":
      return isDoubtful
        ? []
        : plain(t`Insert "${token.slice(0, 20)}" at the end`, { start: end, end, text: token });
    case "bad-number":
      return numberFixes(problem, alloy);
    case "bad-word":
      return wordFixes(problem);
    case "unexpected":
      return guess(t`Remove "${shown(token)}"`, removeText(text, problem));
    case "before-start":
      return guess(t`Remove content before the JSON document`, removeText(text, problem));
    case "after-end":
      return guess(t`Remove content after the JSON document`, removeText(text, problem));
    default:
      return [];
  }
}
