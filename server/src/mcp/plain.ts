import { printable } from "../text/sanitize.js";
import { cut, LIMITS } from "./limits.js";

/** Lines of text without control characters and invisible ones, which U+FFFD replaces. */
export function plainLines(text: string): string {
  return text
    .split("\n")
    .map((line) => (line.endsWith("\r") ? `${printable(line.slice(0, -1))}\r` : printable(line)))
    .join("\n");
}

/** One line for an answer, cut if it is long. */
export function plainLine(text: string): string {
  return cut(printable(text), LIMITS.string);
}

/** A value of a file as an answer holds it: all its strings and keys are plain lines. */
export function plainValue(value: unknown): unknown {
  if (typeof value === "string") return plainLine(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [plainLine(key), plainValue(inner)]));
}

/** A whole alloy: invisible characters are written as escapes, so that JSON parsers read the same value. */
export function visibleText(text: string): string {
  return [...text.matchAll(/[^\n\r\t]+|[\n\r\t]+/g)]
    .map(([part]) => (/^[\n\r\t]/.test(part) ? part : escapeHidden(part)))
    .join("");
}

function escapeHidden(line: string): string {
  const shown = printable(line);
  if (shown === line) return line;
  return [...line].map((char) => (printable(char) === char ? char : escaped(char))).join("");
}

function escaped(char: string): string {
  return [...Array(char.length).keys()]
    .map((i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, "0")}`)
    .join("");
}
