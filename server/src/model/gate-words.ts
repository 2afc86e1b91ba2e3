/** The checks of the acceptance gate in words, the same in messages, hovers, previews, and on the command line. */

import { decimalsFor, Exact } from "../text/exact.js";
import { t } from "../text/l10n.js";
import type { GateCheck, Quantity } from "./gate-check.js";
import { amount, percent, percentWords, points } from "./gate-figures.js";

export type Verdict = "ship" | "rework" | "unmeasured" | "invalid" | "no-criteria";

const VERDICTS: Readonly<Record<Verdict, () => string>> = {
  ship: () => t`Ship`,
  rework: () => t`Rework`,
  unmeasured: () => t`Not measured`,
  invalid: () => t`Invalid`,
  "no-criteria": () => t`No criteria`,
};

/** A verdict as a heading. */
export function verdictWords(verdict: Verdict): string {
  return VERDICTS[verdict]();
}

/** The result of a check in one or two words. */
export function stateWords({ state, cause }: GateCheck): string {
  switch (state) {
    case "pass":
      return t`passed`;
    case "fail":
      return t`failed`;
    case "invalid":
      return t`invalid`;
    default:
      return OPEN[cause ?? "missing"]();
  }
}

const OPEN = {
  missing: () => t`not measured`,
  ambiguous: () => t`ambiguous`,
  unknown: () => t`not evaluated`,
};

/** A check with its figures in a sentence. */
export function checkWords(check: GateCheck): string {
  const { kind, benchmark, reason, asFractions } = check;
  if (check.measured && check.demanded && (check.state === "pass" || check.state === "fail")) {
    const words = figureWords(check, check.measured, check.demanded);
    return asFractions ? t`${words} The scores are read as fractions.` : words;
  }
  const sentence = reason?.sentence ?? "";
  switch (kind) {
    case "floor":
    case "anchor":
      return t`"${benchmark}", ${requirement(check) || (kind === "floor" ? "min" : "anchorDelta")}: ${sentence}`;
    case "memory":
      return t`GPU memory: ${sentence}`;
    case "modelHash":
      return check.source === undefined
        ? t`Model hash: ${sentence}`
        : t`Model hash of ${check.source}: ${sentence}`;
    case "samples":
      return benchmark === undefined ? sentence : t`Samples of "${benchmark}": ${sentence}`;
    case "unknown":
      return sentence;
  }
}

/** "Rework: 1 failed ("humaneval"), 5 passed". */
export function gateWords(verdict: Verdict, checks: readonly GateCheck[], errors = 0): string {
  const failed = checks.filter(({ state }) => state === "fail");
  const [only] = failed;
  const name = only?.benchmark && failed.length === 1 ? ` ("${only.benchmark}")` : "";
  const isOpen =
    (wanted: GateCheck["cause"]) =>
    ({ state, cause }: GateCheck) =>
      state === "unmeasured" && cause === wanted;
  const counts = [
    { count: errors, words: errors === 1 ? t`1 error` : t`${errors} errors` },
    count(
      checks,
      ({ state }) => state === "invalid",
      (n) => t`${n} invalid`,
    ),
    count(
      failed,
      () => true,
      (n) => t`${n} failed${name}`,
    ),
    count(
      checks,
      ({ state }) => state === "pass",
      (n) => t`${n} passed`,
    ),
    count(checks, isOpen("missing"), (n) => t`${n} pending`),
    count(checks, isOpen("ambiguous"), (n) => t`${n} ambiguous`),
    count(checks, isOpen("unknown"), (n) => t`${n} not evaluated`),
  ];
  const parts = counts.flatMap(({ count, words }) => (count > 0 ? [words] : []));
  const heading = verdictWords(verdict);
  return parts.length > 0 ? `${heading}: ${parts.join(", ")}` : heading;
}

function count(
  checks: readonly GateCheck[],
  isCounted: (check: GateCheck) => boolean,
  words: (count: number) => string,
) {
  const count = checks.filter(isCounted).length;
  return { count, words: words(count) };
}

/** A check as a row of a table. Cells without a figure are empty. */
export interface CheckCells {
  readonly criterion: string;
  readonly measured: string;
  readonly base: string;
  readonly change: string;
  readonly required: string;
  readonly result: string;
}

export function checkCells(check: GateCheck): CheckCells {
  const { measured, base, change, state } = check;
  return {
    criterion: criterionWords(check),
    measured: quantityWords(measured),
    base: quantityWords(base),
    change: quantityWords(change),
    required: requirement(check),
    result: stateWords(check) + (state === "pass" || !check.reason ? "" : `: ${check.reason.sentence}`),
  };
}

function criterionWords({ kind, benchmark, criterion, anchor }: GateCheck): string {
  switch (kind) {
    case "floor":
      return `${benchmark} min`;
    case "anchor":
      return anchor === undefined ? `${benchmark} anchorDelta` : `${benchmark} anchorDelta (${anchor})`;
    case "memory":
      return "maxVramGb";
    case "modelHash":
      return "modelHashRequired";
    case "samples":
      return benchmark === undefined ? "samplesPathRequired" : `${benchmark} samplesPath`;
    case "unknown":
      return criterion.kind === "member" ? criterion.name : "";
  }
}

/** What the criterion requires, on both scales where they differ: `min 0.78 (78%)`. */
function requirement({ kind, demanded }: GateCheck): string {
  if (!demanded) return "";
  const { value } = demanded;
  switch (kind) {
    case "floor": {
      return `min ${value.toFixed(8)} (${percent(value.times(Exact.hundred).toFixed(6))})`;
    }
    case "anchor":
      return `anchorDelta ${points(value, 6)}`;
    default:
      return `maxVramGb ${amount(value, 6)} GB`;
  }
}

function quantityWords(quantity: Quantity | undefined): string {
  if (!quantity) return "";
  switch (quantity.unit) {
    case "percent":
      return percentWords(quantity);
    case "points":
      return points(quantity.value);
    default:
      return t`${amount(quantity.value)} GB`;
  }
}

/** With as many decimals as it takes to see the difference to what is required. */
function figureWords(check: GateCheck, measured: Quantity, demanded: Quantity): string {
  const { kind, benchmark, state, source } = check;
  if (kind === "memory") {
    const decimals = decimalsFor(measured.value, demanded.value);
    const [needed, limit] = [measured, demanded].map(({ value }) => amount(value, decimals));
    return state === "pass"
      ? t`GPU memory: needs ${needed} GB (${source}), within the limit of ${limit} GB.`
      : t`GPU memory: needs ${needed} GB (${source}), above the limit of ${limit} GB.`;
  }
  if (kind === "anchor") return anchorWords(check, measured, demanded);
  const floor = demanded.value.times(Exact.hundred);
  const decimals = decimalsFor(measured.value, floor);
  const score = percentWords(measured, decimals);
  const minimum = percentWords({ value: floor }, Math.max(decimals, 6));
  const min = demanded.value.toFixed(8);
  return state === "pass"
    ? t`"${benchmark}": score ${score} meets the minimum of ${minimum} (min ${min}).`
    : t`"${benchmark}": score ${score} is below the minimum of ${minimum} (min ${min}).`;
}

function anchorWords(check: GateCheck, measured: Quantity, demanded: Quantity): string {
  const { benchmark, anchor, source } = check;
  const change = check.change?.value ?? Exact.zero;
  const decimals = decimalsFor(change, demanded.value);
  const [before, after] = [check.base ?? measured, measured].map((one) => percentWords(one, decimals));
  const whose = anchor === undefined ? t`base` : t`base of "${anchor}"`;
  const range = source === undefined ? `${before} → ${after}` : `${before} (${source}) → ${after}`;
  const size = t`${amount(change.absolute, decimals)} pp`;
  const limit = t`${amount(demanded.value.absolute, Math.max(decimals, 6))} pp`;
  const rule =
    demanded.value.sign < 0
      ? t`at most ${limit} allowed`
      : demanded.value.sign > 0
        ? t`gain of at least ${limit} required`
        : t`no drop allowed`;
  if (change.sign < 0) return t`"${benchmark}": dropped ${size} from ${whose} (${range}); ${rule}.`;
  if (change.sign > 0) return t`"${benchmark}": gained ${size} over ${whose} (${range}); ${rule}.`;
  return t`"${benchmark}": unchanged from ${whose} (${range}); ${rule}.`;
}
