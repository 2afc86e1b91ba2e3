/** Words where JSON has values: constants of other languages, strings without quotation marks, and what is neither. */

import type { Fix } from "../../lint/rule.js";
import { BLANK_CHARACTERS, NO_WIDTH } from "../../syntax/characters.js";
import type { SyntaxProblem } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** Constants of other languages, except those that differ from a JSON constant only in case. */
const CONSTANTS: Readonly<Record<string, string>> = {
  None: "null",
  undefined: "null",
  nil: "null",
  Nil: "null",
};
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/i;
/** Letters and what is in names of models, methods and the like; never a number. */
const PLAIN = /^[\p{L}_][\p{L}\p{M}\p{N}_.\-/@+]*$/u;
const URL = /^https?:\/\/[\w.\-/@+%~:?&=]+$/;
const MOST_SHOWN = 40;

const INVISIBLE = new RegExp(`[${BLANK_CHARACTERS}${NO_WIDTH}]`, "g");
const BLANK = new RegExp(`[${BLANK_CHARACTERS}]`, "g");

const NAMES: Readonly<Record<string, () => string>> = {
  "\u00a0": () => t`no-break space`,
  "\u00ad": () => t`soft hyphen`,
  "\u200b": () => t`zero-width space`,
  "\u200c": () => t`zero-width non-joiner`,
  "\u200d": () => t`zero-width joiner`,
  "\u200e": () => t`left-to-right mark`,
  "\u200f": () => t`right-to-left mark`,
  "\u2028": () => t`line separator`,
  "\u2029": () => t`paragraph separator`,
  "\u202f": () => t`narrow no-break space`,
  "\u2060": () => t`word joiner`,
  "\u3000": () => t`ideographic space`,
  "\ufeff": () => t`zero-width no-break space`,
};

/** Replaces each invisible blank with a space and removes all other invisible characters. */
export function visibleOf(characters: string): string {
  return characters.replace(BLANK, " ").replace(INVISIBLE, "");
}

/** "no-break space (U+00A0)", for each that occurs. */
export function invisibleName(characters: string): string {
  const names = [...new Set(characters)].map((character) => {
    const code = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    const name =
      NAMES[character]?.() ?? (visibleOf(character) === " " ? t`Unicode space` : t`zero-width character`);
    return `${name} (${code})`;
  });
  return names.join(", ");
}

/** What the quotation marks around a string are called. */
export function quotesName(token: string): string {
  if (token.startsWith("'")) return t`single quotes`;
  if (token.startsWith("`")) return t`backticks`;
  if (/^[\u00ab\u00bb\u2039\u203a]/.test(token)) return t`guillemets`;
  return t`typographic quotes`;
}

/** A part of the document for a message: on one line, and not long. */
export function shown(token: string): string {
  const line = token.slice(0, MOST_SHOWN * 2).replace(/\s+/g, " ");
  return line.length > MOST_SHOWN || token.length > MOST_SHOWN * 2 ? `${line.slice(0, MOST_SHOWN)}…` : line;
}

/** `name"` lacks its opening quotation mark only. */
export function withoutLastQuote(word: string): string {
  return word.endsWith('"') ? word.slice(0, -1) : word;
}

/** What is wrong with a word that is no value. */
export function wordSentence(word: string): string {
  const invisible = word.match(INVISIBLE);
  if (invisible) {
    const visible = shown(word.replace(INVISIBLE, ""));
    return t`Invisible character in "${visible}": ${invisibleName(invisible.join(""))}.`;
  }
  const token = shown(withoutLastQuote(word));
  if (NOT_FINITE.test(word)) return t`"${token}" is not valid JSON: numbers must be finite.`;
  const meant = constantFor(word) ?? nearConstant(word);
  if (meant !== undefined) return t`Unexpected token "${token}". Did you mean ${meant}?`;
  return t`Unexpected token "${token}". Strings must be enclosed in double quotes.`;
}

/** The fixes of a word that is no value. Safe if it can be but one thing: a constant, or a string. */
export function wordFixes({ start, end, token = "", isDoubtful }: SyntaxProblem): Fix[] {
  const replace = (title: string, text: string, safe: boolean): Fix => ({
    title,
    edits: [{ start, end, text }],
    safe,
    preferred: safe,
  });
  if (NOT_FINITE.test(token)) return [];
  const visible = token.replace(INVISIBLE, "");
  if (visible !== token) {
    return /^[\w.+-]+$/.test(visible) && isJson(visible)
      ? [replace(t`Change to ${visible}`, visible, false)]
      : [];
  }
  const constant = constantFor(token);
  if (constant !== undefined) return [replace(t`Change to ${constant}`, constant, !isDoubtful)];
  const word = withoutLastQuote(token);
  const near = nearConstant(token);
  const isPlain = near === undefined && (PLAIN.test(word) || URL.test(word));
  return [
    ...(near === undefined ? [] : [replace(t`Change to ${near}`, near, false)]),
    ...(word.includes('"') || word === ""
      ? []
      : [replace(t`Enclose in double quotes`, JSON.stringify(word), isPlain && !isDoubtful)]),
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function constantFor(word: string): string | undefined {
  if (word.length > 10) return undefined;
  if (Object.hasOwn(CONSTANTS, word)) return CONSTANTS[word];
  const lower = word.toLowerCase();
  return lower === "true" || lower === "false" || lower === "null" ? lower : undefined;
}

/** The constant that a word may be, or may not: `none`, and one with a letter missing, doubled, or swapped. */
function nearConstant(word: string): string | undefined {
  if (word.length > 10) return undefined;
  const lower = word.toLowerCase();
  if (lower === "none") return "null";
  return ["true", "false", "null"].find((constant) => isSlip(lower, constant));
}

function isSlip(word: string, constant: string): boolean {
  const [long, short] = word.length > constant.length ? [word, constant] : [constant, word];
  for (let i = 0; i < long.length; i++) {
    if (long.slice(0, i) + long.slice(i + 1) === short) return true;
    const swapped = word.slice(0, i) + word.slice(i + 1, i + 2) + word.slice(i, i + 1) + word.slice(i + 2);
    if (swapped === constant) return true;
  }
  return false;
}
