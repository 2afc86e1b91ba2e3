/** What must hold on any text: every request answers, and what it answers lies inside the text. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { codeActionsAt, fixAll } from "../server/src/features/code-actions/code-actions.js";
import { codeLenses } from "../server/src/features/code-lens.js";
import { completionsAt } from "../server/src/features/completion/completion.js";
import { documentLinks } from "../server/src/features/document-links.js";
import { foldingRanges } from "../server/src/features/folding.js";
import { format, formatOnType } from "../server/src/features/format.js";
import { hoverAt } from "../server/src/features/hover.js";
import { inlayHints } from "../server/src/features/inlay-hints.js";
import {
  definitionsAt,
  highlightsAt,
  linkedAt,
  typeDefinitionsAt,
} from "../server/src/features/navigation.js";
import { type OutlineEntry, outline } from "../server/src/features/outline.js";
import { selectionsAt } from "../server/src/features/selection-ranges.js";
import { semanticTokens } from "../server/src/features/semantic-tokens.js";
import { summaryOf } from "../server/src/features/workspace-symbols.js";
import { diagnose } from "../server/src/lint/lint.js";
import { applyEdits, type Edit } from "../server/src/syntax/edits.js";
import type { Span } from "../server/src/syntax/tree.js";
import { alloyOf, isJson } from "../server/src/testing/fixtures.js";
import fc from "../server/src/testing/property.js";

const EXAMPLES = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), "examples");
const texts = readdirSync(EXAMPLES)
  .filter((name) => name.endsWith(".alloy.json"))
  .map((name) => readFileSync(path.join(EXAMPLES, name), "utf8"));

const OPTIONS = { tabSize: 2, insertSpaces: true };

const SCRAPS = [
  "",
  '"',
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "null",
  "1e999",
  "\\",
  "\n",
  "\r\n",
  "\uD800",
  "\uFEFF",
  "// x",
  "'a'",
  '"type": "',
  '"__proto__": {}',
];

/** An alloy with a few places cut, doubled or overwritten, and an offset in it. */
const mutilated = fc
  .record({
    text: fc.constantFrom(...texts),
    cuts: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat(40),
        put: fc.constantFrom(...SCRAPS),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    offset: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ text, cuts, offset }) => {
    let result = text;
    for (const { at, length, put } of cuts) {
      const start = Math.floor(at * result.length);
      result = result.slice(0, start) + put + result.slice(start + length);
    }
    return { text: result, offset: Math.floor(offset * result.length) };
  });

suite("any text", () => {
  test("every request answers, inside the text", () => {
    fc.assert(
      fc.property(mutilated, ({ text, offset }) => askEverything(text, offset)),
      { numRuns: 1500 },
    );
  });

  test("lists with more entries than a function takes arguments", () => {
    const numbers = Array.from({ length: 200_000 }, (_, i) => i);
    askEverything(`{"name": "x", "tags": [${numbers.join(", ")}]}`, 60);
    askEverything(`{"name": "x", "stages": [\n${numbers.map((i) => `"${i}"`).join(",\n")}]}`, 60);
    askEverything(`{"name": "x", "extra": {${numbers.map((i) => `"${i}": ${i}`).join(", ")}}}`, 60);
  });

  test("every fix stays inside the text, and valid JSON stays valid", () => {
    fc.assert(
      fc.property(mutilated, ({ text }) => {
        const { problems } = diagnose(alloyOf(text));
        for (const problem of problems.slice(0, 20)) {
          for (const { title, edits } of problem.fixes()) {
            disjoint(edits, text);
            const after = applyEdits(text, edits);
            if (isJson(text)) assert.ok(isJson(after), `"${title}" breaks the JSON`);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("fixing all at once leaves valid JSON valid and makes nothing worse", () => {
    fc.assert(
      fc.property(mutilated, ({ text }) => {
        const { problems } = diagnose(alloyOf(text));
        const edits = fixAll(problems)?.edits ?? [];
        disjoint(edits, text);
        const after = applyEdits(text, edits);
        if (isJson(text)) assert.ok(isJson(after));
      }),
      { numRuns: 300 },
    );
  });

  test("a completion accepted in valid JSON leaves valid JSON, but for what it asks to fill in", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts.filter(isJson)),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (text, at) => {
          const offset = Math.floor(at * text.length);
          for (const item of completionsAt(alloyOf(text), offset, { snippets: false, retriggers: false })) {
            const after = applyEdits(text, [...item.additionalEdits, item.edit]);
            assert.ok(
              isJson(after),
              `${item.label} at ${offset}: …${after.slice(Math.max(offset - 60, 0), offset + 60)}…`,
            );
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** Asks everything there is to ask at one place of a text. */
function askEverything(text: string, offset: number): void {
  const alloy = alloyOf(text);
  const { problems } = diagnose(alloy);
  for (const problem of problems) inside(problem, text);
  for (const item of completionsAt(alloy, offset, { snippets: true, retriggers: false })) {
    inside(item.edit, text);
    assert.ok(item.edit.start <= offset && offset <= item.edit.end, "the cursor is outside what is replaced");
    item.documentation?.();
  }
  const hover = hoverAt(alloy, offset);
  if (hover) inside(hover, text);
  for (const span of [
    ...foldingRanges(alloy),
    ...selectionsAt(alloy, offset),
    ...semanticTokens(alloy, { start: 0, end: text.length }),
    ...documentLinks(alloy),
    ...codeLenses(alloy),
    ...highlightsAt(alloy, offset),
    ...linkedAt(alloy, offset),
  ])
    inside(span, text);
  for (const target of [...definitionsAt(alloy, offset), ...typeDefinitionsAt(alloy, offset)])
    if (target.in === "document") inside(target.at, text);
  for (const hint of inlayHints(alloy, { start: 0, end: text.length }, () => true))
    inside({ start: hint.offset, end: hint.offset }, text);
  entriesInside(outline(alloy), { start: 0, end: text.length });
  summaryOf(alloy);
  const laidOut = format(alloy, OPTIONS);
  if ("edits" in laidOut) {
    disjoint(laidOut.edits, text);
    const once = applyEdits(text, laidOut.edits);
    const twice = format(alloyOf(once), OPTIONS);
    assert.ok("edits" in twice);
    assert.equal(applyEdits(once, twice.edits), once, "formatting twice is not once");
  }
  disjoint(formatOnType(alloy, offset, "\n", OPTIONS), text);
  disjoint(formatOnType(alloy, offset, "}", OPTIONS), text);
  for (const { edits } of codeActionsAt(alloy, { start: offset, end: offset }, problems))
    disjoint(edits, text);
}

/** Asserts that outline items are within their parent's range; otherwise, editors reject the outline. */
function entriesInside(entries: readonly OutlineEntry[], around: Span): void {
  for (const { start, end, selection, children, name } of entries) {
    assert.ok(around.start <= start && end <= around.end, `${name} is outside of what holds it`);
    assert.ok(start <= selection.start && selection.end <= end, `the name of ${name} is outside of it`);
    entriesInside(children, { start, end });
  }
}

function inside({ start, end }: Span, text: string): void {
  assert.ok(0 <= start && start <= end && end <= text.length, `${start}..${end} of ${text.length}`);
}

function disjoint(edits: readonly Edit[], text: string): void {
  let last = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    inside(edit, text);
    assert.ok(edit.start >= last, "edits overlap");
    last = edit.end;
  }
}
