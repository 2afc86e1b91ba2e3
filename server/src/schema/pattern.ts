/**
 * Patterns of domain files, which a stranger may have written: regular expressions of JavaScript with the flag `u`, less
 * what an automaton cannot express, so that matching is linear in the length of the text.
 */
import { Automaton, type CharacterSet } from "../text/automaton.js";

/** UTF-16 code units. */
export const MAX_PATTERN_LENGTH = 200;

/** Most characters, groups, and assertions of a pattern once its bounded repetitions are written out. */
export const MAX_PATTERN_SIZE = 1000;

/** Instructions × UTF-16 code units: a longer string is not checked and counts as a match. */
const MAX_COST = 5_000_000;

/** Maximum number of instructions of all cached patterns, about 100 bytes each. */
const MAX_KEPT = 100_000;

/**
 * The reason why a pattern is rejected: it is not valid, longer than `MAX_PATTERN_LENGTH`, larger than
 * `MAX_PATTERN_SIZE` when its repetitions are expanded, or uses a feature that an automaton does not have.
 */
export type PatternFault =
  | "invalid"
  | "long"
  | "large"
  | "lookahead"
  | "lookbehind"
  | "backreference"
  | "modifier";

/** Returns whether a string matches a pattern; true if the pattern is rejected or the string is too long. */
export function matches(pattern: string, text: string): boolean {
  const automaton = automatonOf(pattern);
  if (!automaton || automaton.size * text.length > MAX_COST) return true;
  return automaton.matches(text);
}

/** Returns the reason why a pattern is rejected, or `undefined` if it is valid. */
export function patternFault(pattern: string): PatternFault | undefined {
  const compiled = compile(pattern);
  return typeof compiled === "string" ? compiled : undefined;
}

const kept = new Map<string, Automaton | undefined>();
let keptSize = 0;

function automatonOf(pattern: string): Automaton | undefined {
  if (kept.has(pattern)) return kept.get(pattern);
  const compiled = compile(pattern);
  const automaton = typeof compiled === "string" ? undefined : compiled;
  const size = (automaton?.size ?? 0) + 10;
  if (keptSize + size > MAX_KEPT) {
    kept.clear();
    keptSize = 0;
  }
  kept.set(pattern, automaton);
  keptSize += size;
  return automaton;
}

/** Compiles a pattern without caching it; returns a fault if the pattern is rejected. */
export function compile(pattern: string): Automaton | PatternFault {
  if (pattern.length > MAX_PATTERN_LENGTH) return "long";
  try {
    new RegExp(pattern, "u");
  } catch {
    // Only newer engines accept modifiers.
    return MODIFIER.test(pattern) ? "modifier" : "invalid";
  }
  const parser = new Parser(pattern);
  const parsed = parser.all();
  if (parser.fault) return parser.fault;
  if (sizeOf(parsed) > MAX_PATTERN_SIZE) return "large";
  const automaton = new Automaton();
  automaton.startAt(emit(parsed, automaton.accept(), automaton));
  return automaton;
}

const MODIFIER = /(?<!\\)\(\?(?:[a-z]+(?:-[a-z]*)?|-[a-z]+):/;

type Expression =
  | { readonly kind: "set"; readonly set: CharacterSet }
  | { readonly kind: "assert"; readonly condition: "start" | "end" | "boundary" | "inside" }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly Expression[] }
  | { readonly kind: "repeat"; readonly part: Expression; readonly min: number; readonly max: number };

const CONDITIONS = { "^": "start", $: "end", "\\b": "boundary", "\\B": "inside" } as const;

/** `:` alone or a name in front of it captures, which makes no difference here. */
const GROUP = /\((?:\?(?::|<(?![=!])[^>]*>|(?<refused><?[=!]|[a-z-]+:)))?/y;
const QUANTIFIER = /(?:[*+?]|\{(?<min>\d+)(?<isRange>,(?<max>\d*))?\})\??/y;
const SET = /\[(?:[^\]\\]|\\.)*\]|\.|\\[dDwWsS]|\\[pP]\{[^}]*\}/suy;
const CHARACTER =
  /\\(?:u\{[^}]*\}|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[a-zA-Z]|.)|./suy;

/** Reads a pattern that the engine of JavaScript has accepted. */
class Parser {
  fault: PatternFault | undefined;
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  all(): Expression {
    const choices: Expression[] = [];
    do choices.push(this.#sequence());
    while (!this.fault && this.#skip("|"));
    return choices.length === 1 ? (choices[0] as Expression) : { kind: "choice", parts: choices };
  }

  #sequence(): Expression {
    const parts: Expression[] = [];
    while (!this.fault && this.#at < this.#pattern.length && !/[|)]/.test(this.#pattern.charAt(this.#at)))
      parts.push(this.#repeated(this.#one()));
    return { kind: "sequence", parts };
  }

  #repeated(part: Expression): Expression {
    const groups = this.#read(QUANTIFIER);
    if (!groups) return part;
    const [text, { min, isRange, max } = {}] = [groups[0], groups.groups];
    if (text.startsWith("*")) return { kind: "repeat", part, min: 0, max: Number.POSITIVE_INFINITY };
    if (text.startsWith("+")) return { kind: "repeat", part, min: 1, max: Number.POSITIVE_INFINITY };
    if (text.startsWith("?")) return { kind: "repeat", part, min: 0, max: 1 };
    const most = isRange === undefined ? min : max || Number.POSITIVE_INFINITY;
    return { kind: "repeat", part, min: Number(min), max: Number(most) };
  }

  #one(): Expression {
    for (const [text, condition] of Object.entries(CONDITIONS))
      if (this.#skip(text)) return { kind: "assert", condition };
    const group = this.#read(GROUP);
    if (group) {
      const refused = group.groups?.refused;
      if (refused !== undefined) this.fault = faultOf(refused);
      const inner = this.fault ? NOTHING : this.all();
      this.#skip(")");
      return inner;
    }
    const set = this.#read(SET)?.[0];
    if (set !== undefined) return { kind: "set", set: setOf(set) };
    const character = this.#read(CHARACTER)?.[0] ?? "";
    if (/^\\[1-9k]/.test(character)) {
      this.fault = "backreference";
      return NOTHING;
    }
    const isPlain = !character.startsWith("\\");
    return { kind: "set", set: isPlain ? (character.codePointAt(0) ?? 0) : setOf(character) };
  }

  #read(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#pattern);
    this.#at += found?.[0].length ?? 0;
    return found ?? undefined;
  }

  #skip(text: string): boolean {
    const isThere = this.#pattern.startsWith(text, this.#at);
    if (isThere) this.#at += text.length;
    return isThere;
  }
}

const NOTHING: Expression = { kind: "sequence", parts: [] };

function faultOf(group: string): PatternFault {
  if (group.endsWith(":")) return "modifier";
  return group.startsWith("<") ? "lookbehind" : "lookahead";
}

/** The engine of JavaScript decides about single characters, which takes it constant time: classes, `.`, and escapes. */
function setOf(source: string): CharacterSet {
  const expression = new RegExp(`^${source}$`, "u");
  /** Of the ASCII characters: 1 for one of the set, 2 for one that is not. */
  const known = new Uint8Array(128);
  return (codePoint, character) => {
    if (codePoint >= known.length) return expression.test(character);
    known[codePoint] ||= expression.test(character) ? 1 : 2;
    return known[codePoint] === 1;
  };
}

/** The instructions that an expression takes, at least 1; of one that is too large, a number that is too large. */
function sizeOf(expression: Expression): number {
  return Math.min(Math.max(fullSizeOf(expression), 1), MAX_PATTERN_SIZE + 1);
}

function fullSizeOf(expression: Expression): number {
  if (expression.kind === "set" || expression.kind === "assert") return 1;
  if (expression.kind === "repeat") {
    const { part, min, max } = expression;
    const size = sizeOf(part);
    return size * min + (size + 1) * (max === Number.POSITIVE_INFINITY ? 1 : max - min);
  }
  const size = expression.parts.reduce((sum, part) => sum + sizeOf(part), 0);
  return expression.kind === "choice" ? size + expression.parts.length - 1 : size;
}

/** Adds the instructions of an expression and returns the first of them; the last go on at `next`. */
function emit(expression: Expression, next: number, into: Automaton): number {
  switch (expression.kind) {
    case "set":
      return into.take(expression.set, next);
    case "assert":
      return into.assert(expression.condition, next);
    case "sequence":
      return expression.parts.reduceRight((after, part) => emit(part, after, into), next);
    case "choice":
      return expression.parts
        .map((part) => emit(part, next, into))
        .reduceRight((others, one) => into.fork(one, others));
    case "repeat":
      return emitRepeat(expression, next, into);
  }
}

function emitRepeat(
  { part, min, max }: Extract<Expression, { kind: "repeat" }>,
  next: number,
  into: Automaton,
): number {
  let entry = next;
  if (max === Number.POSITIVE_INFINITY) {
    entry = into.fork(next, next);
    into.redirect(entry, emit(part, entry, into), next);
  } else {
    for (let i = min; i < max; i++) entry = into.fork(emit(part, entry, into), next);
  }
  for (let i = 0; i < min; i++) entry = emit(part, entry, into);
  return entry;
}
