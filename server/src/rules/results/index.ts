import type { Rule } from "../../lint/rule.js";
import { resultsContradiction } from "./contradiction.js";
import { resultsFractions } from "./fractions.js";
import { resultsImpossibleFigure } from "./impossible-figure.js";
import { resultsMixedScale } from "./mixed-scale.js";

/** The rules of the group `results`. */
export const resultsRules: readonly Rule[] = [
  resultsFractions,
  resultsMixedScale,
  resultsImpossibleFigure,
  resultsContradiction,
];
