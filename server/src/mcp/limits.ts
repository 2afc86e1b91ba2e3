/** The most that answers hold, so that no alloy can fill what a client can read. */
export const LIMITS = {
  /** Problems, if the caller sets no number. */
  problems: 20,
  /** UTF-16 code units of one message or value that comes from a file. */
  string: 2000,
  /** UTF-16 code units of an excerpt. */
  excerpt: 100,
  /** UTF-16 code units of a diff, a preview, or a page. */
  page: 20_000,
  /** UTF-16 code units of a diff that is in the text of an answer, too. */
  shortDiff: 600,
  /** UTF-16 code units of an alloy that comes back as a whole. */
  text: 100_000,
  /** Changes of each kind between two alloys. */
  changes: 50,
  /** Checks of a gate. */
  checks: 200,
  /** Files of a batch. */
  files: 100,
} as const;

/** Returns the beginning of a text, followed by the number of omitted characters. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit)}… (${text.length - limit} more characters)`;
}

/** As `cut`, but ends at a line break if possible. */
export function cutLines(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = text.lastIndexOf("\n", limit) + 1 || limit;
  return `${text.slice(0, end)}… (${text.length - end} more characters)\n`;
}
