/** What an evaluation tool measured, in the units of an alloy. */

/** The scale of the numbers in a results file. */
export type ResultScale = "percent" | "fraction";

/** One benchmark of a results file. */
export interface Measured {
  /** Name of the benchmark in alloys. */
  readonly benchmark: string;
  /** Name of the metric, such as `acc_norm` or `pass@1`. */
  readonly metric: string;
  /** Score in percent, as a JSON number. */
  readonly score: string;
  /** Number of passed and of all tasks, if the file lists them. */
  readonly counts?: { readonly passing: number; readonly total: number };
  /** The file of the samples next to the results file, if there is just one. */
  readonly samples?: string;
}

/** Why a results file is not imported: a sentence without a period, and what else there is to know. */
export interface Refusal {
  readonly reason: string;
  readonly hints: readonly string[];
}

export type ReadResults = { readonly measured: readonly Measured[] } | { readonly refusal: Refusal };

export function refuse(reason: string, ...hints: string[]): { readonly refusal: Refusal } {
  return { refusal: { reason, hints } };
}

/** Names that are listed in a message; a file may have a million. */
const MAX_NAMES = 8;

/** `"a", "b", and 3 more`. */
export function listed(names: readonly string[]): string {
  const first = names.slice(0, MAX_NAMES).map((name) => `"${name.slice(0, 80)}"`);
  const more = names.length - first.length;
  return more > 0 ? `${first.join(", ")}, and ${more} more` : first.join(", ");
}
