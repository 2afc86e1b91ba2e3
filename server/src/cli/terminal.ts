import pc from "picocolors";
import type { Paint } from "../text/paint.js";
import { sanitizeForTerminal } from "../text/sanitize.js";

/**
 * Says one sentence on standard error, as one line: names of files and values in it may come from strangers. All that
 * goes there passes this function, but for what `TerminalLine` shows.
 */
export function say(sentence: string): void {
  process.stderr.write(`${sanitizeForTerminal(sentence)}\n`);
}

/** Prints one line without colors on standard output. */
export function printLine(text: string): void {
  process.stdout.write(`${sanitizeForTerminal(text)}\n`);
}

/** Returns functions that color a text, or return it unchanged if the output has no colors. */
export function palette() {
  return pc.createColors(hasColor());
}

/** Returns the palette by meaning. */
export function paint(): Paint {
  const { bold, dim, green: good, red: bad, yellow: warn } = palette();
  return { bold, dim, good, bad, warn };
}

/** Whether the output may have colors. */
export function hasColor(): boolean {
  return pc.isColorSupported && (process.stdout.isTTY || Boolean(process.env.FORCE_COLOR));
}

/** Takes no column of its own: accents, joiners, variation selectors. */
const NARROW = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Takes two columns: East Asian scripts, full-width forms, pictures. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;

/** How many columns a text takes on a terminal. */
export function columns(text: string): number {
  let count = 0;
  for (const char of text) count += NARROW.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return count;
}
