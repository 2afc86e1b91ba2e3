/** Patterns of vocabulary files: they may be written by a stranger, and a bad one could run for ever. */

/** Longer texts are not matched against a pattern: with a short one, that bounds what a pattern can cost. */
const MAX_MATCHED_LENGTH = 1000;

/** Whether a text matches a pattern; so it does where the pattern is refused, or the text too long to try. */
export function matches(pattern: string, text: string): boolean {
  if (text.length > MAX_MATCHED_LENGTH) return true;
  return expressionOf(pattern)?.test(text) !== false;
}

const expressions = new Map<string, RegExp | undefined>();

function expressionOf(pattern: string): RegExp | undefined {
  if (!expressions.has(pattern)) {
    if (expressions.size > 1000) expressions.clear();
    expressions.set(pattern, patternFault(pattern) === undefined ? new RegExp(pattern, "u") : undefined);
  }
  return expressions.get(pattern);
}

export type PatternFault = "invalid" | "long" | "costly";

const MAX_PATTERN_LENGTH = 200;

/**
 * Why a pattern is refused. A backtracking engine takes forever where a repetition stands inside another one or where
 * several overlap, so only simple shapes are taken: no repetition of a group that repeats or branches, at most two
 * unbounded repetitions, no look-around and no back reference.
 */
export function patternFault(pattern: string): PatternFault | undefined {
  if (pattern.length > MAX_PATTERN_LENGTH) return "long";
  try {
    new RegExp(pattern, "u");
  } catch {
    return "invalid";
  }
  // Escapes and classes hold no structure.
  const shape = pattern.replace(/\\[pP]\{[^}]*\}|\\[^1-9]/g, "x").replace(/\[[^\]]*\]/g, "x");
  if (/\\[1-9k]|\(\?[=!<]/.test(shape)) return "costly";
  if ((shape.match(/[*+]|\{\d+,\}/g)?.length ?? 0) > 2) return "costly";
  if (/\{\d{3,}/.test(shape) || /,\d{3,}\}/.test(shape)) return "costly";
  let rest = shape;
  for (let before = ""; before !== rest; ) {
    before = rest;
    if (/\([^()]*[*+{|][^()]*\)(?:[*+]|\{)/.test(rest)) return "costly";
    // A group without such a repetition is as good as what stands in it.
    rest = rest.replace(/\((?:\?:)?([^()]*)\)/, (_, inner: string) =>
      /[*+{|]/.test(inner) ? `<${inner}>` : "x",
    );
    if (/<[^<>]*>(?:[*+]|\{)/.test(rest)) return "costly";
  }
  return undefined;
}
