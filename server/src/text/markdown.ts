/**
 * Markdown that a stranger may have written, for an editor to show. Images would be fetched without being asked for,
 * which tells the stranger who reads; links to anything but pages could run or open something. Both become text.
 */
export function tameMarkdown(markdown: string): string {
  return markdown
    .replaceAll("![", "!\\[")
    .replace(/\]\((?!https?:\/\/)/gi, "]\\(")
    .replaceAll("]:", "]\\:") // defines the target of a link elsewhere
    .replace(/<(?=[a-z/!?])(?!https?:\/\/)/gi, "&lt;");
}

/** A string from a file as plain text in Markdown: no markup, no links, no line breaks. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#~@!&]/g, "\\$&");
}
