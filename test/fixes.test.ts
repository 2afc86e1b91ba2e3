/** What must hold of every fix, over real alloys and over alloys with mistakes made in them. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Problem } from "../server/src/lint/rule.js";
import { applyEdits } from "../server/src/syntax/edits.js";
import { parseJson } from "../server/src/syntax/parser.js";
import type { Member, ValueNode } from "../server/src/syntax/tree.js";
import { isJson, problemsOf } from "../server/src/testing/fixtures.js";
import fc from "../server/src/testing/property.js";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CORPUS = path.join(ROOT, "../shared/corpus");

function alloysIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), "utf8"));
}

const texts = [...alloysIn(path.join(ROOT, "examples")), ...alloysIn(CORPUS)];

/** Values that people write where another kind of value belongs. */
const WRONG = [
  "null",
  '"12"',
  '"1_0"',
  '"yes"',
  "1",
  '"abc"',
  "-1",
  "0.5",
  "1e9",
  "3.0",
  "[]",
  "{}",
  "true",
  '[{"name": 5}]',
];

interface Mistake {
  readonly at: number;
  readonly kind: "value" | "drop" | "double" | "misspell" | "snake" | "comma" | "quote";
  readonly value: string;
}

const mistake: fc.Arbitrary<Mistake> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom("value", "drop", "double", "misspell", "snake", "comma", "quote"),
  value: fc.constantFrom(...WRONG),
});

/** A real alloy with up to three slips in it, with either kind of line end. */
const flawed = fc
  .record({
    text: fc.constantFrom(...texts),
    mistakes: fc.array(mistake, { maxLength: 3 }),
    crlf: fc.boolean(),
  })
  .map(({ text, mistakes, crlf }) => {
    const plain = mistakes.reduce(make, text);
    return crlf ? plain.replace(/\r?\n/g, "\r\n") : plain;
  });

function make(text: string, { at, kind, value }: Mistake): string {
  const members: Member[] = [];
  const open: ValueNode[] = [parseJson(text).root as ValueNode];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === "array") open.push(...node.items);
    if (node.kind !== "object") continue;
    members.push(...node.members);
    open.push(...node.members.flatMap((member) => member.value ?? []));
  }
  const member = members[at % members.length];
  if (!member?.value) return text;
  const { key } = member;
  const replace = (start: number, end: number, by: string) => text.slice(0, start) + by + text.slice(end);
  switch (kind) {
    case "value":
      return replace(member.value.start, member.value.end, value);
    case "drop":
      return replace(member.start, member.end, '"dropped": 0');
    case "double":
      return replace(member.end, member.end, `, ${text.slice(member.start, member.end)}`);
    case "misspell":
      return replace(key.start + 2, key.start + 3, "");
    case "snake":
      return replace(
        key.start,
        key.end,
        text.slice(key.start, key.end).replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
      );
    case "comma":
      return replace(member.end, member.end, ",");
    case "quote":
      return replace(key.start, key.start + 1, "");
  }
}

/** How often each message, or each code, occurs. */
function tally(problems: readonly Problem[], by: "message" | "code"): Map<string, number> {
  const counts = new Map<string, number>();
  for (const problem of problems) counts.set(problem[by], (counts.get(problem[by]) ?? 0) + 1);
  return counts;
}

/**
 * Fixes that let a reader see what it did not see before: a key under its right name, a stage of a known type, a
 * value of the right kind, a field that its author still has to fill in. What other rules then have to say about it
 * was true all along.
 */
const REVEALING = new Set([
  "acceptance/ambiguous",
  "acceptance/benchmark-spelling",
  "acceptance/unknown-criterion",
  "executor/layout",
  "executor/value",
  "reference/benchmark-spelling",
  "reference/unknown-benchmark",
  "results/mixed-scale",
  "domain/unknown",
  "field/misspelled",
  "field/snake-case",
  "schema/boolean-as-number",
  "schema/boolean-as-text",
  "schema/enum",
  "schema/expected",
  "schema/null",
  "schema/number-as-boolean",
  "schema/number-as-text",
  "schema/range",
  "schema/required",
  "schema/type",
  "stage/none",
  "stage/undeclared-domain",
  "stage/unknown-type",
]);

suite("fixes", () => {
  test("each removes its problem, adds none, keeps the layout and leaves JSON", function () {
    this.timeout(120_000);
    const applied = new Set<string>();
    fc.assert(
      fc.property(flawed, (text) => {
        const before = problemsOf(text);
        // If a key is duplicate or a bracket is missing, fixing the first such problem may reveal the next.
        const isPlain = isJson(text) && !before.some(({ code }) => code === "json/duplicate-key");
        for (const problem of before) {
          for (const fix of problem.fixes()) {
            applied.add(problem.code);
            const after = applyEdits(text, fix.edits);
            const what = `"${fix.title}" for ${problem.code}: ${problem.message}`;
            sameLayout(text, after, what);
            if (isJson(text)) assert.ok(isJson(after), `${what} leaves no JSON`);
            // A misplaced token hides the syntax errors around it, so its removal may reveal more of them.
            else if (problem.code !== "json/syntax")
              assert.ok(syntaxErrors(after) <= syntaxErrors(text), `${what} breaks the text further`);
            if (!isPlain) continue;
            const left = problemsOf(after);
            const { message } = problem;
            const isFewer =
              (tally(left, "message").get(message) ?? 0) < (tally(before, "message").get(message) ?? 0);
            assert.ok(isFewer, `${what} removes nothing`);
            if (!REVEALING.has(problem.code))
              assert.deepEqual(added(before, left), [], `${what} adds problems`);
          }
        }
      }),
      { numRuns: 250 },
    );
    assert.ok(applied.size > 15, `only ${[...applied]} had fixes`);
  });
});

/** The codes that occur more often than before; a value that happens to be a default is right all the same. */
function added(before: readonly Problem[], after: readonly Problem[]): string[] {
  const counts = tally(before, "code");
  return [...tally(after, "code")]
    .filter(([code, count]) => count > (counts.get(code) ?? 0) && !code.startsWith("intent/"))
    .map(([code]) => code);
}

function syntaxErrors(text: string): number {
  return parseJson(text).problems.length;
}

/** One kind of line end, no blanks before it, and no line indented unlike the others. */
function sameLayout(before: string, after: string, what: string): void {
  const ends = (text: string) => new Set(text.match(/\r\n|\n|\r/g));
  for (const end of ends(after)) assert.ok(ends(before).has(end), `${what} mixes line ends`);
  const odd = (text: string) => text.match(/[ \t]+(?=\r?\n)/g)?.length ?? 0;
  assert.ok(odd(after) <= odd(before), `${what} leaves blanks at a line's end`);
  const indents = (text: string) =>
    new Set(text.match(/^[ \t]+(?=["{}[\]])/gm)?.map((blanks) => blanks.length));
  const known = indents(before);
  const unit = Math.min(...known);
  for (const indent of indents(after))
    assert.ok(known.has(indent) || indent % unit === 0, `${what} indents by ${indent}`);
}
