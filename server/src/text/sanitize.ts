/**
 * Functions that make untrusted text (values and keys of alloys, names of files) safe for each kind of
 * output: a terminal or log, Markdown, a GitHub workflow command, XML and HTML, and JSON. All are linear in
 * the length of the text.
 */

/**
 * Characters that printed text does not need and that can be used to attack a terminal or mislead a reader:
 * control characters (C0, DEL, C1), line and paragraph separators, characters that change the writing
 * direction, zero-width and other invisible characters (including tags and variation selectors, in which text
 * can be hidden), lone surrogates, and the noncharacters that XML excludes.
 */
const FORBIDDEN =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB\uFFFE\uFFFF]/gu;

/** Line breaks and tabs, which leave a blank. */
const GAPS = /\r\n|[\t\n\r]/g;

/** Says whether the character before it is shown as an emoji. It is common, and nothing is lost without it. */
const EMOJI_STYLE = /[\uFE0E\uFE0F]/g;

/**
 * One line for a terminal or a log: a question mark for each forbidden character. GitHub takes a line that begins with
 * `::`, and `##[` anywhere in a line, for a command to its runner, so neither is left; a text may be printed at the
 * beginning of a line.
 */
export function sanitizeForTerminal(text: string): string {
  return text
    .replaceAll("\t", " ")
    .replace(EMOJI_STYLE, "")
    .replace(FORBIDDEN, "?")
    .replace(/^(\s*):(?=:)/, "$1?")
    .replaceAll("##[", "##?[");
}

/** What Markdown gives a meaning anywhere in a line. */
const MARKDOWN = /[\\`*_[\]<>|~$&]|#(?!\d)|:(?=\/\/)|(?<=\bwww)\.|!(?=\[)/gi;

/** What Markdown gives a meaning at the beginning of a block: headings, lists, rules, underlines. (`::` is GitHub's.) */
const BLOCK = /^(?:=|:(?=:)|[-+](?=[-\s]|$)|\d+(?=[.)](?:\s|$)))/;

/**
 * Returns one line of GitHub Flavored Markdown, valid in tables too, that shows the text literally: no
 * heading, list, link, image, HTML, table cell, or code begins or ends in it, and it mentions no user and
 * refers to no issue. `@`, and `#` before a digit, are written as code: an escaped `\@name` would still
 * mention the user.
 */
export function escapeMarkdown(text: string): string {
  return printable(text)
    .trim()
    .replace(MARKDOWN, "\\$&")
    .replace(/@|#(?=\d)/g, "`$&`")
    .replace(BLOCK, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/**
 * Returns the text as Markdown code. Vertical bars are escaped: in a table, they would end the cell even in
 * code.
 */
export function markdownCode(text: string): string {
  return `\`${printable(text).trim().replaceAll("`", "'").replaceAll("|", "\\|").replaceAll("##[", "##?[") || " "}\``;
}

/** The message of a workflow command of GitHub. Line breaks and percent signs arrive as they are, encoded. */
export function escapeWorkflowCommand(text: string): string {
  return text
    .replace(FORBIDDEN, (char) => (char === "\n" || char === "\r" ? char : "?"))
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");
}

/** The value of a property of a workflow command, such as `file`. */
export function escapeWorkflowProperty(text: string): string {
  return escapeWorkflowCommand(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/**
 * Content or the value of an attribute, in XML 1.0 and HTML: U+FFFD for each forbidden character, blanks for gaps.
 * No `##[`, which a runner of GitHub obeys in a log.
 */
export function xmlText(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
    .replaceAll("##[", "##&#91;");
}

/** A message for people in a report that takes any text: U+FFFD for each forbidden character, blanks for gaps. */
export function printable(text: string): string {
  return text.replace(GAPS, " ").replace(EMOJI_STYLE, "").replace(FORBIDDEN, "\uFFFD");
}

/**
 * JSON in which each forbidden character, and the bracket of `##[`, is written as an escape: programs read the same value.
 * @param space as for `JSON.stringify`
 */
export function printableJson(value: unknown, space?: number): string {
  return JSON.stringify(value, undefined, space)
    .replace(FORBIDDEN, (char) => (char === "\n" ? char : escaped(char))) // line breaks stand between the parts only
    .replaceAll("##[", `##${escaped("[")}`);
}

/** Each UTF-16 code unit of a text as JSON writes it. */
function escaped(text: string): string {
  return [...Array(text.length).keys()]
    .map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`)
    .join("");
}
