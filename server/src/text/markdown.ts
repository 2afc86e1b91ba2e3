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

/** Text from a file as Markdown that an editor shows as it is, on one line. For reports see `escapeMarkdown`. */
export function escapeForEditor(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*[\]<>~|#@!]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)/g, "\\$&");
}

/** Text from a file as a code span, backticks included. */
export function codeSpan(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const marks = "`".repeat(runs.reduce((most, { length }) => Math.max(most, length), 0) + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return marks + pad + text.replace(/\s+/g, " ") + pad + marks;
}

/** What stands for a piece of text that is no Markdown, while the rest is read. */
const LITERAL = "\uE000";

/**
 * Markdown as plain text, for editors that would show the marks: emphasis, code, links, headings, quotes, and rules are
 * written without them, the URL of a link after its text. Code keeps every character.
 */
export function plainText(markdown: string): string {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split(/\r\n|\n|\r/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
      else lines.push(line);
    } else if (mark !== undefined) fence = mark;
    else if (/^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$/.test(line)) lines.push("");
    else lines.push(plainLine(line.replace(/^ {0,3}(?:#{1,6} +|> ?)/, "")));
  }
  return lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function plainLine(line: string): string {
  const literals: string[] = [];
  const literal = (text: string) => {
    literals.push(text);
    return LITERAL;
  };
  const marked = withCode(line, literal)
    .replace(/<(https?:\/\/[^<>\s]*)>/gi, "$1")
    .replace(/!?\[([^[\]]*)\]\(([^()\s]*)\)/g, (_, text, url) =>
      url === "" || url === text ? text : `${text} (${url})`,
    )
    .replace(/\*{1,3}(?=\S)([^*]*[^*\s])\*{1,3}/g, "$1")
    .replace(/(?<!\w)_{1,3}(?=\S)((?:[^_]|(?<=\w)_(?=\w))*[^_\s])_{1,3}(?!\w)/g, "$1")
    .replace(/&(lt|gt|amp|quot);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name]);
  let next = 0;
  return marked.replaceAll(LITERAL, () => literals[next++] ?? "");
}

const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"' } as const;

/** The line with code spans and escaped characters handed to `literal`. */
function withCode(line: string, literal: (text: string) => string): string {
  const runs = [...line.matchAll(/`+/g)];
  /** The places of backticks by their number, so that the end of each span is found at once. */
  const places = new Map<number, number[]>();
  for (const { 0: run, index } of runs.reverse()) {
    const known = places.get(run.length);
    if (known) known.push(index);
    else places.set(run.length, [index]);
  }
  let text = "";
  let at = 0;
  while (at < line.length) {
    const char = line[at] as string;
    if (char === "\\" && /[!-/:-@[-`{-~]/.test(line[at + 1] ?? "")) {
      text += literal(line[at + 1] as string);
      at += 2;
    } else if (char === "`") {
      let length = 1;
      while (line[at + length] === "`") length++;
      const ends = places.get(length) ?? [];
      while ((ends.at(-1) ?? line.length) < at + length) ends.pop();
      const end = ends.at(-1);
      text += literal(end === undefined ? line.slice(at, at + length) : codeIn(line.slice(at + length, end)));
      at = (end ?? at) + length;
    } else {
      text += char === LITERAL ? literal(char) : char;
      at++;
    }
  }
  return text;
}

/** One blank at each end only keeps backticks apart from the marks. */
function codeIn(span: string): string {
  const isPadded = span.startsWith(" ") && span.endsWith(" ") && span.trim() !== "";
  return isPadded ? span.slice(1, -1) : span;
}
