/** The checks of the acceptance gate in words, the same in messages, hover and on the command line. */
import { t } from "../text/l10n.js";
import type { AnchorCheck, CheckVerdict, GateCheck, GateReport } from "./gate.js";

const VERDICT: Record<CheckVerdict, () => string> = {
  pass: () => t`passes`,
  fail: () => t`fails`,
  unmeasured: () => t`not measured yet`,
};

/** A check with its figures, as in "a: 88.4 measured, base 92.1, change −3.7, allowed −3.7: passes". */
export function checkWords(check: GateCheck): string {
  const verdict = VERDICT[check.verdict]();
  switch (check.kind) {
    case "floor": {
      const { benchmark, score, floor } = check;
      if (!score) return t`${benchmark}: floor ${figure(floor)} percent, ${verdict}`;
      return t`${benchmark}: ${figure(score.value)} measured, floor ${figure(floor)}: ${verdict}`;
    }
    case "anchor":
      return anchorWords(check, verdict);
    case "memory": {
      const { limit, needed } = check;
      if (!needed) return t`Memory: at most ${limit} GB, ${verdict}`;
      return t`Memory: ${needed.value} GB needed (${needed.source}), at most ${limit} GB: ${verdict}`;
    }
    case "model-hash":
      if (!check.fault || check.verdict !== "fail") return t`Model hash: ${verdict}`;
      return t`Model hash ${HASH_FAULT[check.fault]()}: ${verdict}`;
    case "samples":
      return t`${check.benchmark}: path to its samples: ${verdict}`;
  }
}

/** "rework: humaneval_plus −5.2, allowed −3 · 5 of 6 pass". */
export function gateWords(report: GateReport | undefined): string {
  if (!report) return t`There are no acceptanceCriteria, so there is no verdict.`;
  const { verdict, checks } = report;
  const failed = checks.find((check) => check.verdict === "fail");
  const passed = checks.filter((check) => check.verdict === "pass").length;
  const count = checks.length === 0 ? t`nothing is demanded` : t`${passed} of ${checks.length} pass`;
  return `${verdict}: ${failed ? `${shortWords(failed)} · ` : ""}${count}`;
}

const HASH_FAULT = {
  missing: () => t`is missing`,
  malformed: () => t`is no SHA-256`,
  differs: () => t`differs from fileHashes`,
};

function shortWords(check: GateCheck): string {
  switch (check.kind) {
    case "floor":
      return t`${check.benchmark} ${figure(check.score?.value ?? 0)}, floor ${figure(check.floor)}`;
    case "anchor":
      return t`${check.benchmark} ${signed(check.change ?? 0)}, allowed ${signed(check.allowed)}`;
    case "memory":
      return t`${check.needed?.value} GB, at most ${check.limit} GB`;
    case "model-hash":
      return t`model hash`;
    case "samples":
      return t`samples of ${check.benchmark}`;
  }
}

function anchorWords(check: AnchorCheck, verdict: string): string {
  const { benchmark, score, baseScore, change, allowed, anchor } = check;
  const rule = t`allowed ${signed(allowed)}`;
  if (!score || change === undefined) return t`${benchmark}: ${rule} percentage points, ${verdict}`;
  const whose = anchor === benchmark ? "" : ` (${anchor})`;
  const base = baseScore ? t`base ${figure(baseScore.value)}${whose}, ` : "";
  return t`${benchmark}: ${figure(score.value)} measured, ${base}change ${signed(change)}, ${rule}: ${verdict}`;
}

/** At most two decimals, without trailing zeros. */
export function figure(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** With a real minus sign, and a plus sign where it is positive. */
export function signed(value: number): string {
  const text = figure(Math.abs(value));
  return value < 0 ? `−${text}` : value > 0 ? `+${text}` : text;
}
