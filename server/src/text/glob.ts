/**
 * Globs over paths with `/`: `*` and `?` within a name, `**` for any number of folders, `[a-z]`, `[!a-z]`, `{a,b}`, and `\`
 * before a character that means itself. Ours, since those of the libraries become regular expressions that backtrack: a
 * configuration with `*a*a*a*a*a*b` would hang the server that opens it. Here the time is bounded by pattern × path.
 */
export interface Glob {
  /** The path up to the first name with a wildcard: all that matches stands below; "" for the current folder. */
  readonly base: string;
  readonly hasWildcards: boolean;
  matches(path: string): boolean;
}

/** More alternatives in braces than anybody writes; then the braces mean themselves. */
const MAX_ALTERNATIVES = 1000;

type Token = "*" | { fits(character: string): boolean };
type Segment = "**" | { readonly tokens: readonly Token[]; readonly literal: string | undefined };

/** Never fails: what is no wildcard stands for itself. */
export function parseGlob(glob: string): Glob {
  const alternatives = expand(glob).map((text) => text.split("/").map(segmentOf));
  const bases = alternatives.map(baseOf);
  const [first = []] = bases;
  const length = first.findIndex((name, index) => bases.some((base) => base[index] !== name));
  return {
    base: first.slice(0, length < 0 ? undefined : length).join("/"),
    hasWildcards: alternatives.length > 1 || alternatives[0]?.some(isWild) === true,
    matches(path) {
      const names = path.split("/");
      return alternatives.some((segments) => matchAll(segments, names, "**", matchesName));
    },
  };
}

function baseOf(segments: readonly Segment[]): string[] {
  const end = segments.findIndex(isWild);
  // The last name is that of a file.
  return segments
    .slice(0, end < 0 ? -1 : end)
    .map((segment) => (segment === "**" ? segment : (segment.literal ?? "")));
}

function isWild(segment: Segment): boolean {
  return segment === "**" || segment.literal === undefined;
}

function matchesName(segment: Exclude<Segment, "**">, name: string): boolean {
  const { literal, tokens } = segment;
  if (literal !== undefined) return literal === name;
  return matchAll(tokens, [...name], "*", (token, character) => token !== "*" && token.fits(character));
}

/** Whether items fit a pattern in which `star` takes any number of them; it suffices to try the last star again. */
function matchAll<Star extends string, Part, Item>(
  pattern: readonly (Star | Part)[],
  items: readonly Item[],
  star: Star,
  fits: (part: Part, item: Item) => boolean,
): boolean {
  let at = 0;
  let index = 0;
  let afterStar = -1;
  let retry = 0;
  while (index < items.length) {
    const part = pattern[at];
    if (part === star) {
      afterStar = ++at;
      retry = index;
    } else if (part !== undefined && fits(part as Part, items[index] as Item)) {
      at++;
      index++;
    } else if (afterStar >= 0) {
      at = afterStar;
      index = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[at] === star) at++;
  return at === pattern.length;
}

function segmentOf(text: string): Segment {
  if (text === "**") return "**";
  const tokens: Token[] = [];
  let literal: string | undefined = "";
  const characters = [...text];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    const next = characters[at + 1];
    const set = character === "[" ? setAt(characters, at) : undefined;
    if (character === "\\" && next !== undefined) {
      tokens.push(just(next));
      if (literal !== undefined) literal += next;
      at++;
    } else if (character === "*" || character === "?" || set) {
      literal = undefined;
      tokens.push(set?.token ?? (character === "*" ? "*" : ANY));
      at = set?.end ?? at;
    } else {
      tokens.push(just(character));
      if (literal !== undefined) literal += character;
    }
  }
  return { tokens, literal };
}

const ANY = { fits: () => true };

function just(wanted: string): Token {
  return { fits: (character) => character === wanted };
}

/** The `[a-z]` that begins at a place, if one does. */
function setAt(characters: readonly string[], start: number): { token: Token; end: number } | undefined {
  const isNegated = characters[start + 1] === "!" || characters[start + 1] === "^";
  const from = start + (isNegated ? 2 : 1);
  const end = characters.indexOf("]", from + 1); // a bracket right at the start is one of the set
  if (end < 0) return undefined;
  const ranges: [string, string][] = [];
  for (let at = from; at < end; at++) {
    const low = characters[at] as string;
    const isRange = characters[at + 1] === "-" && at + 2 < end;
    ranges.push([low, isRange ? (characters[at + 2] as string) : low]);
    if (isRange) at += 2;
  }
  const fits = (character: string) =>
    ranges.some(([low, high]) => low <= character && character <= high) !== isNegated;
  return { token: { fits }, end };
}

/** The alternatives of all braces, those of outer ones first. */
function expand(glob: string): string[] {
  const done: string[] = [];
  const open = [glob];
  while (open.length > 0) {
    const text = open.shift() as string;
    const found = innermostBraces(text);
    if (found)
      open.unshift(...found.choices.map((choice) => text.slice(0, found.start) + choice + found.rest));
    else done.push(text);
    if (open.length + done.length > MAX_ALTERNATIVES) return [glob];
  }
  return done;
}

/** Braces with a comma in them and no braces within, the first there are. */
function innermostBraces(text: string) {
  let start = -1;
  let commas: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === "{") {
      start = at;
      commas = [];
    } else if (character === "," && start >= 0) commas.push(at);
    else if (character === "}" && start >= 0) {
      if (commas.length > 0) {
        const ends = [...commas, at];
        const choices = ends.map((end, index) =>
          text.slice((index === 0 ? start : (ends[index - 1] as number)) + 1, end),
        );
        return { start, choices, rest: text.slice(at + 1) };
      }
      start = -1;
    }
  }
  return undefined;
}
