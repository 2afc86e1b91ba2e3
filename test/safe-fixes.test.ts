/**
 * Fixes that may be applied without asking. The tests make slips in valid alloys, in every place in which a
 * slip is possible. A slip with only one interpretation is undone, and all others stay as they are. In any
 * text, no letter, digit, sign, or decimal point is lost or joined.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { fixAll, safeFix } from "../server/src/features/code-actions/code-actions.js";
import type { Problem } from "../server/src/lint/rule.js";
import { applyEdits, type Edit } from "../server/src/syntax/edits.js";
import { parseJson } from "../server/src/syntax/parser.js";
import type {
  ArrayNode,
  Member,
  NumberNode,
  ObjectNode,
  Span,
  StringNode,
} from "../server/src/syntax/tree.js";
import { walk } from "../server/src/syntax/tree.js";
import { isJson, problemsOf } from "../server/src/testing/fixtures.js";
import fc from "../server/src/testing/property.js";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SHARED = path.join(ROOT, "../shared");

function alloysIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".alloy.json") && !name.startsWith("."))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), "utf8"));
}

const LOCAL = [...alloysIn(path.join(ROOT, "examples")), ...alloysIn(path.join(SHARED, "corpus"))];
/** Those in which nothing is to be fixed, so that whatever is fixed is the slip. */
const texts = LOCAL.filter((text) => isJson(text) && text.length < 20_000 && !fixAll(problemsOf(text)));
/** Has a value of each kind, which the others need not have. */
texts.push(`{
  "name": "a",
  "version": "1.0.0",
  "userSummary": null,
  "source": { "baseModel": "org/base", "architecture": "qwen2", "isMoE": false, "revision": null },
  "cycles": 2,
  "tags": ["a", "b"],
  "stages": [{ "type": "publish", "org": "o", "private": true, "cardHash": null }, { "type": "train", "steps": 200 }]
}
`);

/** What a text has for slips to be made in. */
class Places {
  readonly members: Member[] = [];
  readonly objects: ObjectNode[] = [];
  readonly arrays: ArrayNode[] = [];
  readonly strings: StringNode[] = [];
  readonly numbers: NumberNode[] = [];
  readonly constants: (Span & { readonly value: boolean | null })[] = [];

  constructor(readonly text: string) {
    walk(parseJson(text).root, (node) => {
      if (node.kind === "object") {
        this.objects.push(node);
        this.members.push(...node.members);
      } else if (node.kind === "array") this.arrays.push(node);
      else if (node.kind === "string") this.strings.push(node);
      else if (node.kind === "number") this.numbers.push(node);
      else if (node.kind !== "invalid") this.constants.push(node);
    });
  }

  of(span: Span): string {
    return this.text.slice(span.start, span.end);
  }
}

interface Slip {
  readonly name: string;
  /** All places where it can be made. */
  find(places: Places): (readonly Edit[])[];
}

const replace = ({ start, end }: Span, text: string): readonly Edit[] => [{ start, end, text }];
const insert = (at: number, text: string): readonly Edit[] => [{ start: at, end: at, text }];

/** The values of members: only there it is certain that a comma does not separate two items. */
function memberNumbers({ numbers }: Places): NumberNode[] {
  return numbers.filter(({ parent }) => parent?.kind === "member");
}

function between(children: readonly Span[]): Span[] {
  return children
    .slice(1)
    .map((child, index) => ({ start: (children[index] as Span).end, end: child.start }));
}

const isContainer = (node: { kind: string } | undefined) => node?.kind === "object" || node?.kind === "array";

/** A word that is not a number and does not resemble a constant, such as `null`, `None`, or `NaN`. */
const PLAIN = /^(?!nul|tru|fal|no|nan|inf|un|ni|__)[A-Za-z][\w./-]*$/i;

const QUOTES = ["''", "``", "“”", "„“", "‘’", "«»", "»«", "‹›", "「」", "„”", "＂＂"];

/** Slips with only one interpretation. */
const SAFE: readonly Slip[] = [
  ...QUOTES.map(
    ([open = "", close = ""]): Slip => ({
      name: `${open}${close} for double quotes`,
      find: ({ members, strings, ...places }) =>
        [...strings, ...members.map(({ key }) => key)]
          .filter(
            (span) => !/["\\'‘’`“”„«»‹›「」＂$]/.test(Places.prototype.of.call(places, span).slice(1, -1)),
          )
          .map(({ start, end }) => [
            ...replace({ start, end: start + 1 }, open),
            ...replace({ start: end - 1, end }, close),
          ]),
    }),
  ),
  {
    name: "apostrophes in single quotes",
    find: ({ strings }) =>
      strings
        .map(({ start, end }) => [
          ...replace({ start, end: start + 1 }, "'it's "),
          ...replace({ start: end - 1, end }, "'"),
        ])
        .filter((_, index) => !/['\\"]/.test(strings[index]?.value ?? "'")),
  },
  {
    name: "a trailing comma",
    find: ({ objects, arrays }) =>
      [...objects.map(({ members }) => members), ...arrays.map(({ items }) => items)]
        .filter((children) => children.length > 0)
        .map((children) => insert((children.at(-1) as Span).end, ",")),
  },
  {
    name: "a doubled comma in an object",
    find: ({ objects, text }) =>
      objects
        .flatMap(({ members }) => between(members))
        .map((gap) => insert(text.indexOf(",", gap.start), ",")),
  },
  {
    name: "no comma between fields",
    find: ({ objects, text }) =>
      objects
        .flatMap(({ members }) => between(members))
        .map((gap) => text.indexOf(",", gap.start))
        .map((at) => replace({ start: at, end: at + 1 }, " ")),
  },
  {
    name: "no comma next to an object or array",
    find: ({ arrays, text }) =>
      arrays.flatMap(({ items }) =>
        between(items)
          .filter((_, index) => isContainer(items[index]) || isContainer(items[index + 1]))
          .map((gap) => text.indexOf(",", gap.start))
          .map((at) => replace({ start: at, end: at + 1 }, " ")),
      ),
  },
  {
    name: "no colon",
    find: ({ members }) =>
      members.flatMap(({ colon }) =>
        colon === undefined ? [] : [replace({ start: colon, end: colon + 1 }, " ")],
      ),
  },
  {
    name: "no brackets at the end",
    find: ({ text }) => {
      const end = text.trimEnd().length;
      const [closers = ""] = /[\s}\]]*$/.exec(text.slice(0, end)) ?? [];
      return [1, closers.length].map((count) => replace({ start: end - count, end }, ""));
    },
  },
  {
    name: "a key without quotes",
    find: ({ members }) =>
      members.filter(({ name }) => /^[\w.-]+$/.test(name)).map(({ key, name }) => replace(key, name)),
  },
  {
    name: "a word without quotes",
    find: ({ strings }) =>
      strings.filter(({ value }) => PLAIN.test(value)).map((node) => replace(node, node.value)),
  },
  {
    name: "a full-width colon",
    find: ({ members }) =>
      members.flatMap(({ colon }) =>
        colon === undefined ? [] : [replace({ start: colon, end: colon + 1 }, "：")],
      ),
  },
  {
    name: "a full-width comma",
    find: ({ objects, arrays, text }) =>
      [...objects.map(({ members }) => members), ...arrays.map(({ items }) => items)]
        .flatMap((children) => between(children as readonly Span[]))
        .map((gap) => text.indexOf(",", gap.start))
        .map((at) => replace({ start: at, end: at + 1 }, "，")),
  },
  ...["True,False,None", "TRUE,FALSE,NULL", "true,false,nil", "true,false,undefined", "True,False,Null"].map(
    (words): Slip => ({
      name: words,
      find: ({ constants, text }) => {
        const [yes = "", no = "", nothing = ""] = words.split(",");
        return constants
          .map((node) => replace(node, node.value === null ? nothing : node.value ? yes : no))
          .filter(([edit]) => edit && edit.text !== text.slice(edit.start, edit.end));
      },
    }),
  ),
  {
    name: "a plus sign",
    find: (places) =>
      places.numbers
        .filter(({ text }) => !text.startsWith("-"))
        .map((node) => replace(node, `+${node.text}`)),
  },
  {
    name: "no digit before the point",
    find: ({ numbers }) =>
      numbers
        .filter(({ text }) => /^-?0\./.test(text))
        .map((node) => replace(node, node.text.replace("0.", "."))),
  },
  {
    name: "no digit after the point",
    find: ({ numbers }) =>
      numbers.filter(({ text }) => /^-?\d+$/.test(text)).map((node) => replace(node, `${node.text}.`)),
  },
  {
    name: "underscores between digits",
    find: ({ numbers }) =>
      numbers
        .filter(({ text }) => /^-?\d{4,}/.test(text))
        .map((node) => replace(node, node.text.replace(/^(-?\d+)(\d{3})/, "$1_$2"))),
  },
  { name: "a raw tab", find: ({ strings }) => strings.map(({ start }) => insert(start + 1, "\t")) },
  {
    name: "a raw line break",
    find: ({ strings }) =>
      strings
        .filter(({ value }) => !/["\\\u201c\u201d]/.test(value))
        .flatMap(({ start }) => ["\n", "\r\n"].map((eol) => insert(start + 1, eol))),
  },
  { name: "a byte order mark", find: () => [insert(0, "\ufeff")] },
  ...["\u00a0", "\u3000", "\u2009", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"].map(
    (character): Slip => ({
      name: `U+${character.charCodeAt(0).toString(16)} between tokens`,
      find: ({ members, numbers, strings }) => [
        ...members.map(({ colon }) => insert((colon ?? 0) + 1, character)),
        ...[...numbers, ...strings].map(({ end }) => insert(end, character)),
        ...members.map(({ start }) => insert(start, character)),
      ],
    }),
  ),
];

/** Slips that only the author can undo. */
const UNSAFE: readonly Slip[] = [
  ...["// later", "/* later */", "# later"].map(
    (comment): Slip => ({
      name: comment,
      find: ({ text }) =>
        [...text.matchAll(/(?<=[[{,])\n/g)].map(({ index }) => insert(index, ` ${comment}`)),
    }),
  ),
  {
    name: "no comma between two scalars",
    find: ({ arrays, text }) =>
      arrays.flatMap(({ items }) =>
        between(items)
          .filter((_, index) => !isContainer(items[index]) && !isContainer(items[index + 1]))
          .map((gap) => text.indexOf(",", gap.start))
          .map((at) => replace({ start: at, end: at + 1 }, " ")),
      ),
  },
  {
    name: "a doubled comma in an array",
    find: ({ arrays, text }) =>
      arrays.flatMap(({ items }) => between(items)).map((gap) => insert(text.indexOf(",", gap.start), ",")),
  },
  ...["=", " = ", " => "].map(
    (sign): Slip => ({
      name: `${sign} for a colon`,
      find: ({ members }) =>
        members.flatMap(({ colon }) =>
          colon === undefined ? [] : [replace({ start: colon, end: colon + 1 }, sign)],
        ),
    }),
  ),
  {
    name: "; for a comma",
    find: ({ objects, arrays, text }) =>
      [...objects.map(({ members }) => members), ...arrays.map(({ items }) => items)]
        .flatMap((children) => between(children as readonly Span[]))
        .map((gap) => text.indexOf(",", gap.start))
        .map((at) => replace({ start: at, end: at + 1 }, ";")),
  },
  {
    name: "triple quotes",
    find: ({ strings }) =>
      strings.filter(({ value }) => !/["\\]/.test(value)).map((node) => replace(node, `"""${node.value}"""`)),
  },
  ...["${NAME}", "{{ name }}", "{{name}}", "<name>", "$NAME", "%NAME%", "__NAME__", "{% name %}"].map(
    (placeholder): Slip => ({
      name: placeholder,
      find: ({ strings, numbers }) => [...strings, ...numbers].map((node) => replace(node, placeholder)),
    }),
  ),
  {
    name: "a code fence",
    find: ({ text }) => [[...insert(0, "```json\n"), ...insert(text.length, "\n```\n")]],
  },
  {
    name: "text around",
    find: ({ text }) => [
      insert(0, "Here is the alloy:\n\n"),
      insert(text.length, "\nThat is all.\n"),
      insert(0, "alloy = "),
    ],
  },
  ...[
    "007",
    "0x1F",
    "NaN",
    "-Infinity",
    "nan",
    "-3,7",
    "0,5",
    "1,000",
    "10,000,000",
    "1 000",
    "1\u00a0000",
    "1\u2009000",
    "\u22123",
    "\u20133,5",
    "12GB",
    "12 GB",
    "2k",
    "128k",
    "30%",
    "1.5TB",
    "2 hours",
    "1'000",
    "1.000.000,5",
    "１２",
    "1.2.3",
    "1..5",
    "--1",
    "10:30",
    "2026-04-08",
    "1__0",
  ].map(
    (number): Slip => ({
      name: number,
      find: (places) => memberNumbers(places).map((node) => replace(node, number)),
    }),
  ),
  ...["1e400", "-1e999"].map(
    (number): Slip => ({
      name: number,
      find: (places) => memberNumbers(places).map((node) => replace(node, number)),
    }),
  ),
  {
    name: "an unclosed string",
    find: ({ strings, text }) =>
      strings
        .filter(({ end }) => /^,?\r?\n/.test(text.slice(end, end + 3)) && !/[“”]/.test(text))
        .map(({ end }) => replace({ start: end - 1, end }, "")),
  },
  {
    name: "a quotation mark in a string",
    find: ({ strings }) =>
      strings
        .filter(({ value }) => !/["\\:,{}[\]]/.test(value))
        .map((node) => replace(node, `"the "${node.value}" one"`)),
  },
  {
    name: "two words without quotes",
    find: ({ strings }) =>
      strings
        .filter(({ value, parent }) => PLAIN.test(value) && parent?.kind === "member")
        .map((node) => replace(node, `${node.value} too`)),
  },
  {
    name: "a zero-width space in a constant",
    find: ({ constants, text }) =>
      constants
        .map((node) => insert(node.start + 2, "\u200b"))
        .filter(([edit]) => edit && /[a-z]/.test(text[edit.start] ?? "")),
  },
];

const slip = (slips: readonly Slip[]) =>
  fc.record({
    text: fc.constantFrom(...texts),
    slip: fc.constantFrom(...slips),
    at: fc.nat(),
    crlf: fc.boolean(),
  });

/** The text with the slip in it; undefined where there is no place for it. */
function made(text: string, { find }: Slip, at: number): string | undefined {
  const found = find(new Places(text));
  return found.length === 0 ? undefined : applyEdits(text, found[at % found.length] as readonly Edit[]);
}

function toCrlf(text: string, crlf: boolean): string {
  return crlf ? text.replace(/\r?\n/g, "\r\n") : text;
}

/** Applies all safe fixes until there are none. */
function fixed(text: string): string {
  let current = text;
  for (let round = 0; round < 30; round++) {
    const action = fixAll(problemsOf(current));
    if (!action) return current;
    check(current, action.edits);
    current = applyEdits(current, action.edits);
  }
  assert.fail(`fixes without an end: ${text.slice(0, 200)}`);
}

const CONTENT = /[\p{L}\p{M}\p{N}.+\-_%$#@/\\=;<>*!?&|~^()\u2010-\u2015\u2212]/u;

/** The characters of a text that say something: letters, digits, signs; not blanks, quotation marks and punctuation of JSON. */
function contentOf(text: string): string {
  return [...text].filter((character) => CONTENT.test(character)).join("");
}

/** What safe fixes write otherwise, by their declaration. */
function isNormalized(before: string, after: string): boolean {
  const [from, to] = [contentOf(before), contentOf(after)];
  if (from === to) return true;
  // True → true, None → null, "yes" → true, 1 → true.
  if (
    /^(?:true|false|null|[01])$/.test(to) &&
    /^(?:true|false|null|none|nil|undefined|yes|no|on|off|t|f|y|n|[01])$/i.test(from)
  )
    return true;
  // snake_case → camelCase.
  if (from.replace(/_/g, "").toLowerCase() === to.toLowerCase() && /^[A-Za-z_]/.test(from)) return true;
  // .5 → 0.5, 5. → 5.0 or 5, +1 → 1, 1_000 → 1000, 4.0 → 4: the same digits, and the same number.
  const number = from.replace(/[+_]/g, (sign, index: number) =>
    sign === "+" && /[eE]/.test(from[index - 1] ?? "") ? sign : "",
  );
  if (/^-?[\d.]+(?:[eE][+-]?\d+)?$/.test(number) && Number(number) === Number(to)) {
    const bare = (digits: string) => digits.replace(/[-.]/g, "").replace(/^0+|0+$/g, "");
    return bare(number) === bare(to) || /e/i.test(number);
  }
  // Escapes in a string.
  return isJson(after) && contentOf(escaped(before)) === to;
}

/** A string in any quotation marks with its control characters and quotation marks escaped. */
function escaped(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\'/g, "'")
    .replace(/\r\n/g, "\\n")
    .replace(/\t/g, "\\t")
    .replace(/\n/g, "\\n")
    .replace(/\r/g, "\\r")
    .replace(/(?<!\\)"/g, '\\"');
}

/** The edits of safe fixes keep what was written, and join nothing. */
function check(text: string, edits: readonly Edit[]): void {
  for (const { start, end, text: by } of edits) {
    assert.ok(0 <= start && start <= end && end <= text.length);
    const before = text.slice(start, end);
    const what = `${JSON.stringify(before)} → ${JSON.stringify(by)} in ${JSON.stringify(text.slice(Math.max(start - 60, 0), end + 60))}`;
    assert.ok(isNormalized(before, by), `content changed: ${what}`);
    // There is nothing to join with at the beginning and the end of a text.
    const joins = (one = "", other = "") => /^[\p{L}\p{N}.+-]{2}$/u.test(one + other);
    const isJoined = (inside: string) =>
      inside === ""
        ? joins(text[start - 1], text[end])
        : joins(text[start - 1], inside[0]) || joins(inside.at(-1), text[end]);
    if (isJoined(by)) assert.ok(isJoined(before), `joined: ${what}`);
  }
}

/** A value as the format's Python package reads it, as far as safe fixes depend on it. */
function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read);
  if (typeof value === "string")
    return value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      read(inner),
    ]),
  );
}

function syntaxOf(text: string): readonly Problem[] {
  return problemsOf(text).filter(({ code }) => code.startsWith("json/"));
}

function show(problems: readonly Problem[], text: string): string {
  return problems.map(({ message, start, end }) => `${text.slice(start, end)}: ${message}`).join("\n");
}

suite("safe fixes", function () {
  this.timeout(240_000);

  test("undo a slip with one reading, and say it once", () => {
    const undo = (original: string, slip: (typeof SAFE)[number], at: number) => {
      const text = made(original, slip, at);
      if (text === undefined) return false;
      const syntax = syntaxOf(text);
      const where = `${slip.name}\n${show(syntax, text)}`;
      assert.equal(syntax.length, 1, where);
      assert.ok(syntax[0] && safeFix(syntax[0]), where);
      const after = fixed(text);
      assert.ok(isJson(after), where);
      if (/tab|line break|apostrophes/.test(slip.name))
        assert.deepEqual(
          read(JSON.parse(after.replace(/\\t|\\n|it's /g, ""))),
          read(JSON.parse(original.replace(/\\t|\\n|it's /g, ""))),
          where,
        );
      else assert.deepEqual(read(JSON.parse(after)), read(JSON.parse(original)), where);
      return true;
    };
    fc.assert(
      fc.property(slip(SAFE), ({ text, slip, at, crlf }) => void undo(toCrlf(text, crlf), slip, at)),
      { numRuns: 1500 },
    );
    for (const slip of SAFE)
      assert.ok(
        texts.some((text) => undo(text, slip, 0)),
        `${slip.name} cannot be made`,
      );
  });

  test("leave alone what only its author can undo, which is said once", () => {
    const done = new Set<string>();
    fc.assert(
      fc.property(slip(UNSAFE), ({ text: original, slip, at, crlf }) => {
        const text = made(toCrlf(original, crlf), slip, at);
        if (text === undefined) return;
        done.add(slip.name);
        const syntax = syntaxOf(text);
        const where = `${slip.name}\n${show(syntax, text)}`;
        assert.equal(fixed(text), text, where);
        if (slip.name.includes("e400") || slip.name.includes("e999")) return; // JSON, and up to the field
        assert.ok(syntax.length === 1 || (slip.name === "text around" && syntax.length <= 1), where);
        for (const problem of syntax)
          for (const fix of problem.fixes()) {
            assert.ok(!fix.safe, `${where}: ${fix.title}`);
            const after = applyEdits(text, fix.edits);
            assert.ok(isJson(after), `${where}: ${fix.title} leaves no JSON`);
          }
      }),
      { numRuns: 2500 },
    );
    for (const { name } of UNSAFE)
      assert.ok(done.has(name) || name === "a zero-width space in a constant", `${name} was never made`);
  });

  test("lose, join and invent nothing, whatever the text, and come to an end", () => {
    const many = fc.record({
      text: fc.constantFrom(...texts),
      slips: fc.array(fc.record({ slip: fc.constantFrom(...SAFE, ...UNSAFE), at: fc.nat() }), {
        minLength: 2,
        maxLength: 6,
      }),
      cut: fc.option(fc.nat(), { nil: undefined }),
    });
    fc.assert(
      fc.property(many, ({ text: original, slips, cut }) => {
        const edits: Edit[] = [];
        const places = new Places(original);
        for (const { slip, at } of slips) {
          const found = slip.find(places);
          const chosen = found[at % Math.max(found.length, 1)] ?? [];
          const isApart = chosen.every((edit) =>
            edits.every(({ start, end }) => edit.end < start || edit.start > end),
          );
          if (isApart) edits.push(...chosen);
        }
        let text = applyEdits(original, edits);
        if (cut !== undefined) text = text.slice(0, cut % text.length);
        for (const problem of problemsOf(text))
          for (const fix of problem.fixes()) {
            // A default value that is removed counts all the same; it is never removed unasked.
            if (!fix.safe || problem.code === "intent/default-value") continue;
            check(text, fix.edits);
            const after = applyEdits(text, fix.edits);
            const [before, left] = [text, after].map((one) => parseJson(one).problems.length) as [
              number,
              number,
            ];
            const isSyntax = problem.code.startsWith("json/");
            // After the missing brackets, the comma before them is a trailing one.
            const isEnd = problem.message.startsWith("Unexpected end");
            assert.ok(
              isSyntax && !isEnd ? left < before : left <= before,
              `${fix.title} at ${text.slice(Math.max(problem.start - 100, 0), problem.end + 100)}`,
            );
          }
        const after = fixed(text);
        assert.equal(fixAll(problemsOf(after)), undefined);
        if (isJson(text)) assert.deepEqual(read(JSON.parse(after)), read(JSON.parse(text)));
      }),
      { numRuns: 600 },
    );
  });

  test("are none where a string, or a line, can be read in two ways", () => {
    for (const text of [
      '{"a": "b',
      '{"a": ["b", "c',
      '{"a": 1 /* b',
      '{"a": 1 // }',
      '{"a": lora, full", "b": 1}',
      '{"a": "the "best": x", "b": lora}',
      '{"a": "the "[x]" one"}',
      '["the "[x]" one"]',
      '{"a": "the "best" one", "b": True}',
      '{"a": "first line\nb: 1\nc d: yes,\n}',
      '{"a": "x\\\ny", "b": 1}',
      '{"a": "first\nsaid \\"b\\", c: 1\n", "d": 1}',
      '{"a": "\\\tx\ty"}',
      "{\"a\": 'b' 'c'}",
      "{\"a\": 'C:\\dir'}",
      '{"a": “b”c”}',
      '{"a": `b ${c}`}',
      '{"a": none, "b": ture, "c": nul}',
      '{"a": lora full}',
      "{my key: 1}",
      '["a" "b"]',
      '["a""b"]',
      "[lora full]",
      "[1,,]",
      '{"a": 1、"b": 2}',
      '{"a": 1.0.0, "b": 2026-04-08}',
      "None",
      '{"a": 1}}',
    ])
      assert.equal(fixed(text), text, text);
  });

  test("are there for the innocent neighbors", () => {
    for (const [text, expected] of [
      ['{"a": ["b", "c"', '{"a": ["b", "c"]}'],
      ['{"a": 1 // b', '{"a": 1} // b'],
      ['{"a": lora, "b": 1}', '{"a": "lora", "b": 1}'],
      ['{"a": "the \\"best\\": x", "b": lora}', '{"a": "the \\"best\\": x", "b": "lora"}'],
      ['["the" [x] "one"]', '["the", ["x"], "one"]'],
      ['{"a": "b,\n"c": True}', '{"a": "b,\n"c": true}'],
      ["{'a': 'it\\'s', 'b': 'say \"c\"'}", '{"a": "it\'s", "b": "say \\"c\\""}'],
      ["{'a': 'b\\n\\u00e9'}", '{"a": "b\\n\\u00e9"}'],
      ["['a', 'b']", '["a", "b"]'],
      ['{"a": full, "b": null}', '{"a": "full", "b": null}'],
      ['{"a": Qwen/Qwen2.5-7B}', null],
      ['{"a": https://example.org/b?c=1, "d": 1}', '{"a": "https://example.org/b?c=1", "d": 1}'],
      ["{my_key: 1}", '{"my_key": 1}'],
      ['[{"a": 1} "b" [2] {"c": 3}]', '[{"a": 1}, "b", [2], {"c": 3}]'],
      ['{"a": 1,, "b": 2,}', '{"a": 1, "b": 2}'],
      ["[1,5]", "[1,5]"],
      ['{"a": [1,5], "b": 1}', '{"a": [1,5], "b": 1}'],
    ] as const)
      assert.equal(fixed(text), expected ?? '{"a": "Qwen/Qwen2.5-7B"}', text);
  });

  test("of one problem do not wait for another that has none", () => {
    const text = '{\n  "cycles": 1,5,\n  "tags": ["a",],\n  name: “b”\n}\n';
    assert.equal(fixed(text), '{\n  "cycles": 1,5,\n  "tags": ["a"],\n  "name": "b"\n}\n');
  });

  test("none of either kind writes what is no JSON, or other digits", () => {
    const numbers = [
      "1e400",
      "1e21",
      "12345678901234567890",
      "12345678901234567890.5",
      "-1e999",
      "1e-400",
      "NaN",
      "-Infinity",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.constantFrom(...numbers),
        fc.boolean(),
        fc.nat(),
        (original, number, quoted, at) => {
          const written = quoted ? `"${number}"` : number;
          const text = made(
            original,
            { name: number, find: (places) => memberNumbers(places).map((node) => replace(node, written)) },
            at,
          );
          if (text === undefined) return;
          for (const problem of problemsOf(text))
            for (const fix of problem.fixes())
              for (const { start, end, text: by } of fix.edits) {
                const what = `${fix.title} for ${problem.message}`;
                if (isJson(text)) assert.ok(isJson(applyEdits(text, fix.edits)), what);
                assert.doesNotMatch(by, /NaN|Infinity/, what);
                if (text.slice(start, end).includes("1234567890123") && /\d/.test(by) && fix.safe)
                  assert.ok(by.includes("12345678901234567890"), what);
              }
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** What `--fix` makes of the cases that went wrong once: the part of the text that changes, and nothing else. */
const CASES: Readonly<Record<string, readonly [from: string, to: string] | "untouched">> = {
  "comment-with-data": "untouched",
  "decimal-comma-anchor": "untouched",
  "decimal-comma-level": "untouched",
  "decimal-comma-vram": "untouched",
  "duration-hours": "untouched",
  "equals-sign": "untouched",
  "fullwidth-punctuation": ['"method"："lora"，', '"method":"lora",'],
  "gate-loosened": "untouched",
  "merge-conflict": "untouched",
  "minus-infinity": "untouched",
  nbsp: ["\u00a0", " "],
  overflow: "untouched",
  "published-duplicate-key": "untouched",
  "raw-newline": ["first line\nsecond line, with data", "first line\\nsecond line, with data"],
  "smart-quotes": ["“lora”", '"lora"'],
  "smart-quotes-key": ["“method”", '"method"'],
  "steps-2k": "untouched",
  template: "untouched",
  "thousands-comma": "untouched",
  "thousands-space": "untouched",
  "triple-quotes": "untouched",
  "underscore-number": ["10_000", "10000"],
  "vram-mb": "untouched",
  "zero-width-space": ["\u200b", ""],
};

suite("fixes of the cases that went wrong", () => {
  const folder = path.join(SHARED, "cases/fix");
  for (const [name, expected] of Object.entries(CASES)) {
    const file = path.join(folder, `${name}.alloy.json`);
    if (!existsSync(file)) continue;
    test(name, () => {
      const text = readFileSync(file, "utf8");
      assert.equal(fixed(text), expected === "untouched" ? text : text.replace(expected[0], expected[1]));
      if (!isJson(text)) assert.equal(syntaxOf(text).length, name === "fullwidth-punctuation" ? 2 : 1);
    });
  }
});
