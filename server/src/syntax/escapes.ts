/** The value of a string with line breaks in it, quotation marks included; undefined if it has wrong escapes. */
export function decodedAcrossLines(raw: string): string | undefined {
  try {
    const value: unknown = JSON.parse(escapedControls(raw));
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A string with its control characters escaped, as JSON wants it. A line break becomes `\n`, whichever it is. One after a
 * backslash stays: escaped, it would be something else.
 */
export function escapedControls(raw: string): string {
  return raw.replace(/\\.|\r\n|[^ -\uffff]/gs, (match) => {
    if (match.startsWith("\\")) return match;
    return match === "\r\n" ? "\\n" : JSON.stringify(match).slice(1, -1);
  });
}
