import { MAX_DEPTH, MAX_NODES } from "./limits.js";
import type { JsonTree, SyntaxProblem } from "./tree.js";

/** What a text may be and still be JSON. */
const BEYOND: Partial<Record<SyntaxProblem["kind"], string>> = {
  "too-many": `has more than ${MAX_NODES} keys and values`,
  "too-deep": `is nested deeper than ${MAX_DEPTH} levels`,
};

/** Why nobody can say what stands in a text, behind what the text is called; undefined where somebody can. */
export function whyUnreadable({ problems }: JsonTree): string | undefined {
  const [first] = problems;
  if (!first) return undefined;
  return problems.every(({ kind }) => kind in BEYOND) ? BEYOND[first.kind] : "is not valid JSON";
}
