import { removeText } from "../text/edits.js";
import { t } from "../text/l10n.js";
import type { Text } from "../text/source-text.js";
import type { SyntaxProblem } from "../text/tree.js";
import { type Fix, rule } from "./rule.js";

type Kind = Exclude<
  SyntaxProblem["kind"],
  "comment" | "trailing-comma" | "byte-order-mark" | "too-deep" | "too-many"
>;

const SENTENCES: Record<Kind, (token: string) => string> = {
  empty: () => t`The file is empty. An alloy is a JSON object with name, version, source and stages.`,
  "missing-comma": () => t`A comma is missing here.`,
  "missing-colon": (key) => t`"${key}" has no value. Write a colon and the value after it.`,
  "missing-value": (key) => t`"${key}" has no value yet.`,
  "missing-key": () => t`A key in double quotes is missing before this value: "key": …`,
  "unquoted-key": (key) => t`Keys stand in double quotes: "${bare(key)}".`,
  "unclosed-string": () => t`This text has no closing double quote on its line.`,
  "unclosed-bracket": (closer) => t`This bracket is never closed: "${closer}" is missing.`,
  "unclosed-at-end": (closers) =>
    t`The text ends before everything is closed: "${closers.slice(0, 20)}" is missing.`,
  "bad-escape": () => t`After a backslash only " \\ / b f n r t or u with four hex digits may follow.`,
  "control-character": () =>
    t`A tab or control character cannot stand in a text as it is. Write \\t for a tab.`,
  "bad-number": (number) =>
    t`${number} is no JSON number. A number looks like 12, 0.5 or 1e-4, without a unit.`,
  "bad-word": (word) =>
    t`JSON has no ${word}. A text stands in double quotes; else write true, false, null or a number.`,
  "single-quotes": () => t`JSON texts stand in double quotes, not in single ones.`,
  unexpected: (token) => t`"${token}" is not expected here.`,
  "after-end": () => t`The alloy is complete before this. A file holds one JSON value only.`,
};

/** What Python and JavaScript write and JSON does not know. */
const FOREIGN_WORDS: Record<string, string> = {
  None: "null",
  undefined: "null",
  NaN: "null",
  nan: "null",
  nil: "null",
  True: "true",
  False: "false",
  TRUE: "true",
  FALSE: "false",
  NULL: "null",
};

/** The text is not JSON; every reader of alloys refuses the whole file. */
export const jsonSyntax = rule<{ problem: SyntaxProblem; text: Text }>({
  code: "json/syntax",
  severity: "error",
  summary: "The text is not valid JSON",
  explanation:
    "An alloy is strict JSON (RFC 8259): keys and texts in double quotes, elements separated by commas, every bracket closed. A file that is not JSON is refused as a whole, before any stage runs.",
  examples: {
    bad: [
      '{"name": "a‹"› "version": "1.0.0"}',
      '{"name": ‹None›}',
      '{‹name›: "a"}',
      '{‹name"›: "a"}',
      '{"name"‹:› }',
      '{"steps": ‹12GB›}',
      '{"stages": [{"type": "quant"}‹]›',
      "{\"name\": ‹'a'›}",
      '{"name": ‹"a›\n}',
      '{"name": ‹"a,›\n"version": "1.0.0"}',
      '{"steps": ‹.5›}',
      '{"steps": ‹+1›}',
      '{"steps": ‹007›}',
      '{"name": ‹abc›}',
      '{"name": ‹Infinity›}',
      '{"a": 1} ‹{"b": 2}›',
      '{"a": 1‹]›}',
      '{‹"a"› 1}',
      "{‹1›}",
      '{"a": [{"b": 1}, ‹{›"c": 2]}',
      '{"a": ‹NaN›, "b": ‹True›, "c": ‹abc"›}',
      '{"a": ‹"b\tc"›}',
      '{"a": ‹"\\x"›}',
      "‹›",
      '{"name": ‹\'it"s\'›}',
      '{"name": ‹"a, b ,›\n"version": "1"}',
    ],
    good: [
      '{"name": "a", "version": "1.0.0", "source": {"baseModel": "b", "architecture": "c"}, "target": {}}',
    ],
  },
  on: "every",
  isSyntax: true,
  scope: "document",
  check({ tree }, report) {
    for (const problem of tree.problems) {
      if (!(problem.kind in SENTENCES)) continue;
      const related = problem.related && { ...problem.related, message: t`This bracket is not closed.` };
      report(problem, { problem, text: tree.text }, related ? { related } : {});
    }
  },
  message: ({ problem }) => SENTENCES[problem.kind as Kind](problem.token ?? ""),
  fixes: ({ problem, text }) => fixesFor(problem, text),
});

/** A word that lacks its opening quote brings the closing one along. */
function bare(word: string): string {
  return word.replace(/"$/, "");
}

function fixesFor(problem: SyntaxProblem, text: Text): Fix[] {
  const { start, end, token = "" } = problem;
  const replace = (title: string, by: string): Fix[] => [
    { title, edits: [{ start, end, text: by }], safe: true, preferred: true },
  ];
  const insert = (title: string, at: number, what: string): Fix[] => [
    { title, edits: [{ start: at, end: at, text: what }], safe: true, preferred: true },
  ];
  switch (problem.kind) {
    case "missing-comma":
      return insert(t`Insert a comma`, end, ",");
    case "unquoted-key":
      return replace(t`Put the key in double quotes`, JSON.stringify(bare(token)));
    case "single-quotes":
      return replace(t`Use double quotes`, JSON.stringify(token.replace(/^'|'$/g, "")));
    case "unclosed-string": {
      let at = end;
      while (at > start + 1 && /[\s,]/.test(text.charAt(at - 1))) at--;
      return insert(t`Close the text with a double quote`, at, '"');
    }
    case "unclosed-at-end":
      return insert(t`Add "${token}" at the end`, end, token);
    case "bad-number": {
      const number = Number(token);
      if (token !== "" && Number.isFinite(number)) return replace(t`Write ${number}`, String(number));
      return replace(t`Write it as a text`, JSON.stringify(token));
    }
    case "bad-word": {
      const known =
        FOREIGN_WORDS[token] ?? (Number.isFinite(Number(token)) ? String(Number(token)) : undefined);
      return known
        ? replace(t`Write ${known}`, known)
        : replace(t`Put it in double quotes`, JSON.stringify(bare(token)));
    }
    case "unexpected":
      return [
        { title: t`Remove "${token}"`, edits: [removeText(text, problem)], safe: true, preferred: true },
      ];
    case "after-end":
      return [
        {
          title: t`Remove what follows the alloy`,
          edits: [removeText(text, problem)],
          safe: false,
          preferred: true,
        },
      ];
    default:
      return [];
  }
}
