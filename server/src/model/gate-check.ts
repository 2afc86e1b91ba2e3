/** What the acceptance gate finds: its checks, their states, and the reasons for them. */
import type { Member, ValueNode } from "../syntax/tree.js";
import type { Exact } from "../text/exact.js";

export type CheckState = "pass" | "fail" | "unmeasured" | "invalid";

/**
 * Why a check is not measured: a figure is not there, it can be read in two ways, or the gate does not evaluate the
 * criterion.
 */
type Cause = "missing" | "ambiguous" | "unknown";

export type Unit = "percent" | "fraction" | "points" | "GB";

/** A number with its unit. `node` is where it is written. */
export interface Quantity {
  readonly value: Exact;
  readonly unit: Unit;
  readonly node?: ValueNode | undefined;
}

/** Which rule tells the author in the editor: none, if the schema rejects the value anyway. */
export type Fault =
  | "unreadable" // the schema rejects it, or nobody can compare it
  | "duplicate-key"
  | "unknown-key"
  | "figure" // an impossible figure, or text where a number is due, at `at`
  | "contradiction" // two figures of one result
  | "lower-is-better"
  | "raw" // a figure of its own, which no fraction and no percentage point can be compared with
  | "scale"
  | "twins"
  | "base"
  | "not-positive"
  | "file-hashes";

/** Why a check is neither passed nor failed, or failed without a figure. */
export interface Reason {
  readonly state: CheckState;
  readonly cause?: Cause;
  /** One sentence. */
  readonly sentence: string;
  readonly fault?: Fault;
  /** What is at fault, the most telling first. */
  readonly at: readonly (ValueNode | Member)[];
}

/** One check of the gate. */
export interface GateCheck {
  readonly kind: "floor" | "anchor" | "memory" | "modelHash" | "samples" | "unknown";
  readonly benchmark?: string;
  readonly state: CheckState;
  readonly cause?: Cause;
  /** The criterion itself. */
  readonly criterion: ValueNode | Member;
  readonly demanded?: Quantity;
  readonly measured?: Quantity;
  readonly base?: Quantity;
  readonly change?: Quantity;
  /** The benchmark whose base score is the anchor, if it is another one. */
  readonly anchor?: string;
  /**
   * The field that the measured memory, or a base score from a calibration, was read from; the file that the model hash
   * was read from, if it is another one.
   */
  readonly source?: string;
  /** The scores had to be read as fractions. */
  readonly asFractions?: boolean;
  /** Of a check that is neither passed nor failed by its figures. */
  readonly reason?: Reason;
}

/** `ok` with a value, or the reason why there is none. */
export type Outcome<Value> = { readonly ok: Value } | { readonly fault: Reason };

export function invalid(
  fault: Fault,
  sentence: string,
  ...at: (ValueNode | Member)[]
): { readonly fault: Reason } {
  return { fault: { state: "invalid", sentence, fault, at } };
}

export function ambiguous(
  fault: Fault,
  sentence: string,
  ...at: (ValueNode | Member)[]
): { readonly fault: Reason } {
  return { fault: { state: "unmeasured", cause: "ambiguous", sentence, fault, at } };
}

export function missing(sentence: string, ...at: (ValueNode | Member)[]): { readonly fault: Reason } {
  return { fault: { state: "unmeasured", cause: "missing", sentence, at } };
}
