import { numberFromString } from "../schema/coercion.js";

/** Why the text of a learning rate is not usable. `no-number`: executors, which use Python's `float()`, fail. */
export type LearningRateFault = "no-number" | "not-finite" | "not-positive" | "too-large";

/** Above it, weights only diverge. Optimizers that adapt the rate themselves take 1 as their factor. */
const TOO_LARGE = 1;

/** Returns what is wrong with the text of a learning rate, as Python's `float()` reads it. */
export function learningRateFault(text: string): LearningRateFault | undefined {
  const number = numberFromString(text, false);
  if (number === undefined)
    return /^\s*[+-]?(?:inf(?:inity)?|nan|[\d._]+e\+?\d+)\s*$/i.test(text) ? "not-finite" : "no-number";
  const value = Number(number);
  if (value <= 0) return "not-positive";
  return value > TOO_LARGE ? "too-large" : undefined;
}
