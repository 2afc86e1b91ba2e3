/**
 * Globs over paths with `/`: `*` and `?` within a name, `**` for any number of folders, `[a-z]`, `[!a-z]`, `{a,b}`, and `\`
 * before a character that means itself. A set does not reach across braces. A glob becomes an automaton of its own size: libraries make a regular expression,
 * which backtracks, and write all alternatives of braces out, which takes memory without end.
 */
import { Automaton, type CharacterSet, DEAD } from "./automaton.js";

export interface Glob {
  /** The path up to the first name with a wildcard: all that matches is below it; "" for the current folder. */
  readonly base: string;
  readonly hasWildcards: boolean;
  /** Takes at most length of the glob × length of the path steps. */
  matches(path: string): boolean;
  /** How many steps matching took so far. */
  readonly steps: number;
}

/** A part of a glob, in the order of its text. Braces are forks over its alternatives, each of which ends in a jump. */
type Part =
  | { readonly kind: "set"; readonly set: CharacterSet }
  | { readonly kind: "star" | "slash" | "end" }
  /** Goes on with the next part, or with another one. */
  | { readonly kind: "fork"; other: number }
  | { readonly kind: "jump"; to: number };

/**
 * Never fails: what is not a wildcard is taken literally.
 * @param ignoresCase whether letters match in lower and upper case alike
 */
export function parseGlob(glob: string, ignoresCase = false): Glob {
  const parts = partsOf(glob);
  let automaton: Automaton | undefined;
  return {
    base: baseOf(parts),
    hasWildcards: parts.some(isWildcard),
    matches(path) {
      automaton ??= compile(ignoresCase ? partsOf(glob.toLowerCase()) : parts);
      // Each name of a path, the first one included, has a slash before it: `**` is any number of such names.
      return automaton.matches(`/${ignoresCase ? path.toLowerCase() : path}`);
    },
    get steps() {
      return automaton?.steps ?? 0;
    },
  };
}

function isWildcard(part: Part): boolean {
  return (
    part.kind === "star" || part.kind === "fork" || (part.kind === "set" && typeof part.set !== "number")
  );
}

/** The parts of a glob, with a slash before the first name. */
function partsOf(glob: string): Part[] {
  const characters = [...glob];
  const braces = bracesIn(characters);
  const ends = endsOfSets(characters, braces);
  const parts: Part[] = [{ kind: "slash" }];
  /** Of the open braces: the fork to the next alternative, and the jumps to their end. */
  const open: { fork: { other: number }; jumps: { to: number }[] }[] = [];
  const fork = () => {
    const made = { kind: "fork" as const, other: DEAD };
    parts.push(made);
    return made;
  };
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    const next = characters[at + 1];
    const group = open.at(-1);
    const brace = braces.get(at);
    if (brace === "open") open.push({ fork: fork(), jumps: [] });
    else if (brace === "close" && group) {
      open.pop();
      for (const jump of group.jumps) jump.to = parts.length;
    } else if (brace && group) {
      const jump = { kind: "jump" as const, to: DEAD };
      parts.push(jump);
      group.jumps.push(jump);
      group.fork.other = parts.length;
      if (brace === "comma") group.fork = fork();
    } else if (character === "/") parts.push({ kind: "slash" });
    else if (character === "*") parts.push({ kind: "star" });
    else if (character === "?") parts.push({ kind: "set", set: isNoSlash });
    else if (character === "\\" && next !== undefined && next !== "/") {
      parts.push({ kind: "set", set: codePointOf(next) });
      at++;
    } else {
      const found = character === "[" ? setAt(characters, at, ends) : undefined;
      parts.push({ kind: "set", set: found?.set ?? codePointOf(character) });
      at = found?.end ?? at;
    }
  }
  parts.push({ kind: "end" });
  return parts;
}

type Brace = "open" | "comma" | "last comma" | "close";

/** The braces that have a comma of their own, and those commas, by their position. All others are literal. */
function bracesIn(characters: readonly string[]): Map<number, Brace> {
  const found = new Map<number, Brace>();
  const open: { start: number; commas: number[] }[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at];
    if (character === "\\") at++;
    else if (character === "{") open.push({ start: at, commas: [] });
    else if (character === ",") open.at(-1)?.commas.push(at);
    else if (character === "}") {
      const { start, commas } = open.pop() ?? { start: at, commas: [] };
      const last = commas.at(-1);
      if (last === undefined) continue;
      found.set(start, "open").set(at, "close");
      for (const comma of commas) found.set(comma, comma === last ? "last comma" : "comma");
    }
  }
  return found;
}

/** The `[a-z]` that begins at a position; `undefined` for a literal bracket. A bracket right at the start is in the set. */
function setAt(
  characters: readonly string[],
  start: number,
  ends: readonly number[],
): { set: CharacterSet; end: number } | undefined {
  const isNegated = characters[start + 1] === "!" || characters[start + 1] === "^";
  const from = start + (isNegated ? 2 : 1);
  const end = characters[from] === "]" && ends[from] === from ? ends[from + 1] : ends[from];
  if (end === undefined || characters[end] !== "]") return undefined;
  const ranges: [low: number, high: number][] = [];
  for (let at = from; at < end; at++) {
    const low = codePointOf(characters[at] as string);
    const isRange = characters[at + 1] === "-" && at + 2 < end;
    ranges.push([low, isRange ? codePointOf(characters[at + 2] as string) : low]);
    if (isRange) at += 2;
  }
  const isListed = (codePoint: number) => ranges.some(([low, high]) => low <= codePoint && codePoint <= high);
  return { set: (codePoint) => codePoint !== SLASH && isListed(codePoint) !== isNegated, end };
}

/** For each position the first at or after it where a set ends: a bracket, or the end of its name or alternative. */
function endsOfSets(characters: readonly string[], braces: ReadonlyMap<number, Brace>): number[] {
  const ends: number[] = [];
  let end = characters.length;
  for (let at = characters.length; at >= 0; at--) {
    if (characters[at] === "]" || characters[at] === "/" || braces.has(at)) end = at;
    ends[at] = end;
  }
  return ends;
}

const SLASH = 47;

function isNoSlash(codePoint: number): boolean {
  return codePoint !== SLASH;
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** The instruction at which a part begins, depending on where it is in its segment, the text between two slashes. */
interface Entry {
  /** Anywhere in a segment that stands for one name. */
  readonly name: number;
  /** In a segment that is `**`, after none, one, and two of its stars. */
  readonly stars: readonly [number, number, number];
}

/** From the last part to the first, since all but the loops lead forward. */
function compile(parts: readonly Part[]): Automaton {
  const automaton = new Automaton();
  const entries: Entry[] = [];
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at] as Part;
    const next = entries[at + 1] ?? NOWHERE;
    entries[at] = entryOf(part, next, (index) => entries[index] ?? NOWHERE, automaton);
  }
  automaton.startAt(automaton.assert("start", (entries[0] ?? NOWHERE).name));
  return automaton;
}

const NOWHERE: Entry = { name: DEAD, stars: [DEAD, DEAD, DEAD] };

function entryOf(part: Part, next: Entry, entry: (part: number) => Entry, into: Automaton): Entry {
  switch (part.kind) {
    case "set":
      return { ...NOWHERE, name: into.take(part.set, next.name) };
    case "star": {
      const loop = into.fork(DEAD, DEAD);
      into.redirect(loop, into.take(isNoSlash, loop), next.name);
      return { name: loop, stars: [next.stars[1], next.stars[2], DEAD] };
    }
    case "slash": {
      const start = startOfSegment(next, into);
      return { name: start, stars: [DEAD, DEAD, start] };
    }
    case "end": {
      const end = into.assert("end", into.accept());
      return { name: end, stars: [DEAD, DEAD, end] };
    }
    case "jump":
      return entry(part.to);
    case "fork": {
      const other = entry(part.other);
      const either = (one: number, two: number) =>
        one === DEAD || two === DEAD ? one + two : into.fork(one, two);
      return {
        name: either(next.name, other.name),
        stars: [
          either(next.stars[0], other.stars[0]),
          either(next.stars[1], other.stars[1]),
          either(next.stars[2], other.stars[2]),
        ],
      };
    }
  }
}

/** One name with the slash before it, or, where the segment may be `**`, any number of them. */
function startOfSegment({ name, stars: [stars] }: Entry, into: Automaton): number {
  const one = into.take(SLASH, name);
  if (stars === DEAD) return one;
  const names = into.fork(DEAD, DEAD);
  const inName = into.fork(DEAD, DEAD);
  into.redirect(inName, into.take(isNoSlash, inName), names);
  into.redirect(names, stars, into.take(SLASH, inName));
  return into.fork(one, names);
}

/** Alternatives that are followed together. With more, the base is shorter, and still right. */
const MAX_FOLLOWED = 100;

/** The folders with which every path begins that matches; the last name is that of a file. */
function baseOf(parts: readonly Part[]): string {
  let prefix = "";
  for (let at: readonly number[] = [0]; ; ) {
    const followed = followLiterals(parts, at);
    if (!followed) break;
    prefix += followed.character;
    at = followed.next;
  }
  // The first slash is not in the glob.
  return prefix.slice(1, Math.max(1, prefix.lastIndexOf("/")));
}

/** The one character with which all of these parts begin, and the parts after it; `undefined` if they differ. */
function followLiterals(parts: readonly Part[], starts: readonly number[]) {
  const open = [...starts];
  const seen = new Set<number>();
  const characters = new Set<number>();
  const next: number[] = [];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const part = parts[at] as Part;
    if (seen.has(at)) continue;
    if (seen.add(at).size > MAX_FOLLOWED) return undefined;
    if (part.kind === "fork") open.push(at + 1, part.other);
    else if (part.kind === "jump") open.push(part.to);
    else if (part.kind === "slash") characters.add(SLASH);
    else if (part.kind === "set" && typeof part.set === "number") characters.add(part.set);
    else return undefined;
    if (part.kind === "slash" || part.kind === "set") next.push(at + 1);
  }
  const [character] = characters;
  return characters.size === 1 && character !== undefined
    ? { character: String.fromCodePoint(character), next }
    : undefined;
}
