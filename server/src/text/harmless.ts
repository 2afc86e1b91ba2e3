/** What terminals obey instead of showing it: control characters, and those that turn the direction of writing. */
const OBEYED = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A text from a file as a terminal may have it: a question mark for each character that it would obey. */
export function harmless(text: string): string {
  return text.replaceAll("\t", " ").replace(OBEYED, "?");
}
