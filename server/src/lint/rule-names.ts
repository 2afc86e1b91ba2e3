import type { Rule } from "./rule.js";
import { groupOf } from "./severity.js";

/** Returns what settings may name: every group of these rules, and every code. */
export function namesOf(rules: readonly Rule[]): string[] {
  const codes = rules.map(({ code }) => code).sort();
  return [...new Set(codes.map(groupOf)), ...codes];
}
