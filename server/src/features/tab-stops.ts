import type { Edit } from "../syntax/edits.js";
import { indentAt } from "../syntax/style.js";
import type { Span } from "../syntax/tree.js";
import { escapeSnippet } from "./completion/snippet.js";

/** Returns the edits with a tab stop for each number: placeholders that the author decides. */
export function withNumberStops(edits: readonly Edit[], text: string): readonly Edit[] {
  return withStops(edits, text, (written) => valuesIn(written).filter(({ isNumber }) => isNumber));
}

/** Returns the edits with a tab stop for each value but that of `type`. */
export function withValueStops(edits: readonly Edit[], text: string): readonly Edit[] {
  return withStops(edits, text, (written) => valuesIn(written).filter(({ key }) => key !== "type"));
}

/** Returns the edits with a tab stop for each placeholder, such as `<org>`, whose value only the author knows. */
export function withPlaceholderStops(edits: readonly Edit[], text: string): readonly Edit[] {
  return withStops(edits, text, (written) =>
    valuesIn(written).filter(({ key, start, end }) => written.slice(start, end) === `<${key}>`),
  );
}

/**
 * Returns what an edit inserts, without the commas and blanks around it, as a span of the text after all edits.
 * @param edits all edits, apart and in the order of the text
 */
export function insertedBy(edit: Edit, edits: readonly Edit[]): Span {
  const before = edits.slice(0, edits.indexOf(edit));
  const shift = before.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
  const at = edit.start + shift;
  const [leading] = /^[\s,]*/.exec(edit.text) ?? [""];
  const [trailing] = /[\s,]*$/.exec(edit.text) ?? [""];
  return { start: at + leading.length, end: at + edit.text.length - trailing.length };
}

/** Returns a text with a tab stop at each span. The spans are apart and in the order of the text. */
export function textWithStops(text: string, spans: readonly Span[]): string {
  return stopsAt(text, spans, 1);
}

function withStops(
  edits: readonly Edit[],
  text: string,
  spansIn: (written: string) => readonly Span[],
): readonly Edit[] {
  let first = 1;
  const snippets = edits.map((edit) => {
    const spans = spansIn(edit.text);
    const snippet = snippetOf(edit, text, spans, first);
    first += spans.length;
    return snippet;
  });
  // A client treats all edits of one change alike, so either all of them are snippets or none.
  if (first === 1 || snippets.includes(undefined)) return edits;
  return edits.map((edit, index) => ({ ...edit, snippet: snippets[index] as string }));
}

/** @returns undefined if a snippet cannot express the text */
function snippetOf(
  { start, text: written }: Edit,
  text: string,
  spans: readonly Span[],
  first: number,
): string | undefined {
  // Clients indent the lines of a snippet like the line in which it begins.
  const indent = indentAt(text, start);
  if (written.split("\n").some((line, index) => index > 0 && !line.startsWith(indent))) return undefined;
  return stopsAt(written, spans, first).replaceAll(`\n${indent}`, "\n");
}

function stopsAt(text: string, spans: readonly Span[], first: number): string {
  let snippet = "";
  let end = 0;
  for (const [index, span] of spans.entries()) {
    snippet += escapeSnippet(text.slice(end, span.start));
    const content = escapeSnippet(text.slice(span.start, span.end));
    snippet += content === "" ? `$${first + index}` : `\${${first + index}:${content}}`;
    end = span.end;
  }
  return snippet + escapeSnippet(text.slice(end));
}

interface WrittenValue extends Span {
  /** The key before the value, or of the array around it. */
  readonly key: string | undefined;
  readonly isNumber: boolean;
}

/** A string with the colon that makes it a key, or another scalar. */
const TOKENS = /"((?:[^"\\]|\\.)*)"(\s*:)?|-?\d[\d.eE+-]*|true|false|null/g;

/** Returns the scalars in JSON that this program has written; strings without their quotation marks. */
function valuesIn(json: string): WrittenValue[] {
  const values: WrittenValue[] = [];
  let key: string | undefined;
  for (const { 0: token, 1: content, 2: colon, index } of json.matchAll(TOKENS)) {
    if (colon !== undefined) key = content;
    else if (content === undefined)
      values.push({ start: index, end: index + token.length, key, isNumber: /^[-\d]/.test(token) });
    else values.push({ start: index + 1, end: index + token.length - 1, key, isNumber: false });
  }
  return values;
}
