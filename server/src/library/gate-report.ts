import { evaluateGate } from "../lint/gate-evaluation.js";
import type { Alloy } from "../model/alloy.js";
import type { GateCheck as Check, Quantity } from "../model/gate.js";
import { checkWords } from "../model/gate-words.js";
import { pathOf, printPointer } from "../syntax/tree.js";
import { diagnosticsOf } from "./diagnostic.js";
import { ENVELOPE } from "./envelope.js";
import type { GateCheck, GateQuantity, GateReport } from "./types.js";

/** What the gate of an alloy says, as plain data. `file` is the name under which the alloy is reported. */
export function gateReport(alloy: Alloy, file: string, evaluation = evaluateGate(alloy)): GateReport {
  const { verdict, checks, errors } = evaluation;
  return {
    ...ENVELOPE,
    file,
    verdict,
    allowed: false,
    errors: diagnosticsOf(errors, alloy),
    checks: checks.map(plain),
  };
}

function plain(check: Check): GateCheck {
  const { kind, benchmark, state, cause, demanded, measured, base, change, reason, source } = check;
  return {
    kind,
    ...(benchmark !== undefined && { benchmark }),
    state,
    ...(cause && { cause }),
    pointer: pointerTo(check.criterion),
    ...(demanded && { demanded: quantity(demanded) }),
    ...(measured && { measured: quantity(measured) }),
    ...(base && { base: quantity(base) }),
    ...(change && { change: quantity(change) }),
    ...(kind === "modelHash" && source !== undefined && { source }),
    ...(state !== "pass" && { reason: reason?.sentence ?? checkWords(check) }),
    message: checkWords(check),
  };
}

function quantity({ value, unit, node }: Quantity): GateQuantity {
  return { value: value.toNumber(), unit, ...(node && { pointer: pointerTo(node) }) };
}

function pointerTo(node: Check["criterion"]): string {
  return printPointer(pathOf(node));
}
