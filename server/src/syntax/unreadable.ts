import { MAX_DEPTH, MAX_NODES } from "./limits.js";
import type { JsonTree, SyntaxProblem } from "./tree.js";

/** The reasons that may also apply to valid JSON. */
const BEYOND: Partial<Record<SyntaxProblem["kind"], string>> = {
  "too-many": `has more than ${MAX_NODES} keys and values`,
  "too-deep": `is nested deeper than ${MAX_DEPTH} levels`,
};

/** Returns the reason why a document cannot be read, to follow its name in a sentence, or `undefined`. */
export function whyUnreadable({ problems }: JsonTree): string | undefined {
  const [first] = problems;
  if (!first) return undefined;
  return problems.every(({ kind }) => kind in BEYOND) ? BEYOND[first.kind] : "is not valid JSON";
}
