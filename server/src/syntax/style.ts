import { isLineBreak } from "./lines.js";
import type { ArrayNode, JsonTree, Member, ObjectNode, Span, ValueNode } from "./tree.js";
import { containerOf } from "./tree.js";

/** The formatting of a document, so that inserted text matches the style of its author. */
export interface Style {
  /** One level of indentation: blanks or a tab. */
  readonly indent: string;
  readonly eol: "\n" | "\r\n" | "\r";
  /** Separator between a key and its value: `": "` or `":"`. */
  readonly colon: string;
  /** Separator between two elements on one line. */
  readonly comma: string;
  /** Whether an object on one line is written `{ "a": 1 }` rather than `{"a": 1}`. */
  readonly padded: boolean;
}

/** The start of a text shows its style; reading on would only cost time in a large one. */
const SAMPLE_LENGTH = 16_384;

const styles = new WeakMap<JsonTree, Style>();

/** Reads the style off the text itself; what the text does not show is two blanks, `\n` and `": "`. */
export function styleOf(tree: JsonTree): Style {
  const style = styles.get(tree) ?? readStyle(tree);
  styles.set(tree, style);
  return style;
}

function readStyle(tree: JsonTree): Style {
  const text = tree.source.slice(0, SAMPLE_LENGTH);
  const line = /\r\n|\n|\r/.exec(text)?.[0];
  const indent = /(?:^|[\n\r])([ \t]+)["{[]/.exec(text)?.[1];
  const colon = /"[ \t]*:([ \t]*)[^\s]/.exec(text)?.[1];
  const minified = line === undefined && colon === "";
  return {
    indent: indent ?? "  ",
    eol: (line as Style["eol"]) ?? "\n",
    colon: colon === undefined ? ": " : `:${colon}`,
    comma: minified ? "," : ", ",
    padded: /\{[ \t]+"[^\n\r]*[ \t]\}/.test(text),
  };
}

/** The blanks at the start of the line that holds the offset. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let end = start;
  while (text.charAt(end) === " " || text.charAt(end) === "\t") end++;
  return text.slice(start, end);
}

/** Where the line starts that holds the offset. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineBreak(text.charCodeAt(start - 1))) start--;
  return start;
}

export function isOnOneLine(text: string, { start, end }: Span): boolean {
  return !/[\n\r]/.test(text.slice(start, end));
}

/** True where the elements of the container stand on lines of their own. */
export function spansLines(text: string, node: ObjectNode | ArrayNode): boolean {
  const elements: readonly (ValueNode | Member)[] = node.kind === "object" ? node.members : node.items;
  const first = elements[0];
  if (first) return !isOnOneLine(text, { start: node.start, end: first.start });
  // An empty container: as the text around it.
  const outer = containerOf(node);
  return outer ? spansLines(text, outer) : true;
}

/** A JSON value as text in this style; lines after the first are indented by `current`. */
export function print(value: unknown, style: Style, current: string, oneLine: boolean): string {
  if (Array.isArray(value)) {
    const short = value.every((item) => typeof item !== "object" || item === null);
    return wrap(
      "[",
      "]",
      value.map((item) => (at: string) => print(item, style, at, oneLine)),
      oneLine || short,
      false,
    );
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, inner]) =>
        (at: string) =>
          `${JSON.stringify(key)}${style.colon}${print(inner, style, at, oneLine)}`,
    );
    return wrap("{", "}", members, oneLine, style.padded);
  }
  return JSON.stringify(value);

  function wrap(
    open: string,
    close: string,
    parts: ((at: string) => string)[],
    inline: boolean,
    padded: boolean,
  ): string {
    if (parts.length === 0) return open + close;
    const pad = padded ? " " : "";
    if (inline) return open + pad + parts.map((part) => part(current)).join(style.comma) + pad + close;
    const inner = current + style.indent;
    const lines = parts.map((part) => inner + part(inner)).join(`,${style.eol}`);
    return `${open}${style.eol}${lines}${style.eol}${current}${close}`;
  }
}
