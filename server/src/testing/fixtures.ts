/** Test documents with marks in them: `|` is the cursor, `‹ ›` surround a range. */
import assert from "node:assert/strict";
import { completionsAt } from "../features/completion/completion.js";
import type { CompletionItem } from "../features/completion/completion-item.js";
import { hoverAt } from "../features/hover.js";
import { diagnose } from "../lint/lint.js";
import type { DocumentContext, Problem } from "../lint/rule.js";
import { Alloy } from "../model/alloy.js";
import { registries } from "../schema/bundled.js";
import type { DocumentKind } from "../schema/document-kind.js";
import { applyEdits, type Edit } from "../syntax/edits.js";
import type { Span } from "../syntax/tree.js";

export function alloyOf(text: string, kind: DocumentKind = "alloy"): Alloy {
  return Alloy.parse(text, registries[kind]);
}

/** Takes the one `|` out of the text. */
export function withCursor(
  marked: string,
  kind?: DocumentKind,
): { alloy: Alloy; text: string; offset: number } {
  const offset = marked.indexOf("|");
  assert.notEqual(offset, -1, "the fixture has no cursor");
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { alloy: alloyOf(text, kind), text, offset };
}

/** Takes all `‹ ›` out of the text; the ranges are in the order of the text. */
export function withRanges(marked: string): { text: string; ranges: Span[] } {
  const ranges: Span[] = [];
  let text = "";
  let start = 0;
  for (const part of marked.split(/([‹›])/)) {
    if (part === "‹") start = text.length;
    else if (part === "›") ranges.push({ start, end: text.length });
    else text += part;
  }
  return { text, ranges };
}

export function problemsOf(text: string, kind?: DocumentKind, context?: DocumentContext): readonly Problem[] {
  return diagnose(alloyOf(text, kind), undefined, context).problems;
}

/** The text after a change, and the assurance that valid JSON stays valid. */
export function afterEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((one, other) => one.start - other.start);
  for (const [i, edit] of sorted.entries())
    assert.ok(edit.start >= (sorted[i - 1]?.end ?? 0), "two edits touch the same text");
  const after = applyEdits(text, edits);
  if (isJson(text)) assert.ok(isJson(after), `no longer JSON:\n${after}`);
  return after;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The completions at the cursor, with expectations to chain. */
export function expectCompletion(
  marked: string,
  options = { snippets: false, retriggers: false },
  kind?: DocumentKind,
): CompletionExpectation {
  const { alloy, text, offset } = withCursor(marked, kind);
  return new CompletionExpectation(text, completionsAt(alloy, offset, options));
}

class CompletionExpectation {
  readonly #text: string;
  readonly items: readonly CompletionItem[];

  constructor(text: string, items: readonly CompletionItem[]) {
    this.#text = text;
    this.items = items;
  }

  get labels(): string[] {
    return this.items.map(({ label }) => label);
  }

  toBe(...labels: string[]): this {
    assert.deepEqual(this.labels, labels);
    return this;
  }

  toStartWith(...labels: string[]): this {
    assert.deepEqual(this.labels.slice(0, labels.length), labels);
    return this;
  }

  toOffer(...labels: string[]): this {
    for (const label of labels)
      assert.ok(this.labels.includes(label), `${label} is not among ${this.labels}`);
    return this;
  }

  notToOffer(...labels: string[]): this {
    for (const label of labels) assert.ok(!this.labels.includes(label), `${label} is among ${this.labels}`);
    return this;
  }

  /** Accepting the item makes this text, or one that matches. */
  toWrite(label: string, expected: string | RegExp): this {
    const item = this.items.find((one) => one.label === label);
    assert.ok(item, `${label} is not among ${this.labels}`);
    const written = applyEdits(this.#text, [...item.additionalEdits, item.edit]);
    if (typeof expected === "string") assert.equal(written, expected);
    else assert.match(written, expected);
    return this;
  }

  /** What a client compares with the token that the item replaces. */
  toFilterBy(label: string, expected: string): this {
    assert.equal(this.items.find((one) => one.label === label)?.filterText, expected);
    return this;
  }

  /** The snippet as the client gets it. */
  toInsert(label: string, expected: string): this {
    assert.equal(this.items.find((one) => one.label === label)?.edit.text, expected);
    return this;
  }
}

/** The hover at the cursor, as Markdown; empty where there is none. */
export function hoverText(marked: string, kind?: DocumentKind): string {
  const { alloy, offset } = withCursor(marked, kind);
  return hoverAt(alloy, offset)?.markdown ?? "";
}
