/** Characters by what they do in a text, as parts of regular expressions, and how these are asked. */

/** Blanks that JSON does not know: no-break and full-width ones, line separators, and so on. */
export const BLANK_CHARACTERS =
  "\\v\\f\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
/** Characters of no width: soft hyphens, joiners, marks of direction, byte order marks. */
export const NO_WIDTH =
  "\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufeff";
/** What ends a word, for certain or perhaps. */
export const BREAKS = `\\t\\n\\r {}\\[\\],:";=\\uff0c\\uff1a\\uff1b\\u3001\\uff64\\u060c${BLANK_CHARACTERS}${NO_WIDTH}`;

/** Where what a sticky pattern matches from `start` on ends; 0 where it matches nothing. */
export function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  pattern.test(text);
  return pattern.lastIndex;
}

/** Whether a sticky pattern matches from `at` on. */
export function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
