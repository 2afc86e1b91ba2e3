import type { Alloy } from "../model/alloy.js";
import { type Check, pointerOf } from "../verify/check.js";
import { TRUST_CHECKS, trustRows } from "../verify/trust.js";
import { countOutcomes } from "../verify/verify.js";
import { ENVELOPE } from "./envelope.js";
import type { TrustReport, VerifyCheck, VerifyReport, VerifySummary } from "./types.js";

/** What verification found, as plain data. `file` is the name under which the alloy is reported. */
export function verifyReport(checks: readonly Check[], file: string): VerifyReport {
  return { ...ENVELOPE, file, summary: summaryOf(checks), checks: checks.map(plain) };
}

function summaryOf(checks: readonly Check[]): VerifySummary {
  const { verified, failed, "not-verified": notVerified } = countOutcomes(checks);
  return { verified, failed, notVerified };
}

function plain(check: Check): VerifyCheck {
  const { id, outcome, expected, actual, reason, form, required } = check;
  return {
    id,
    pointer: pointerOf(check),
    outcome,
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
    ...(reason !== undefined && { reason }),
    ...(form !== undefined && { form }),
    ...(required && { required }),
  };
}

/** The rating of the public verify page, as plain data, with what verification found about each row. */
export function trustReport(alloy: Alloy, file: string, checks?: readonly Check[]): TrustReport {
  const rows = trustRows(alloy).map(({ row, label, reason, raises }) => ({
    row,
    label,
    reason,
    raises: raises ?? null,
    ...(checks && { verify: summaryOf(checks.filter(({ id }) => TRUST_CHECKS[row].includes(id))) }),
  }));
  return { ...ENVELOPE, file, rows };
}
