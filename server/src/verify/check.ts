/** What is said about one statement of an alloy. */
import { type Member, pathOf, printPointer, type ValueNode } from "../syntax/tree.js";

/** The checks there are. `--require` takes these names. */
export const CHECK_IDS = [
  "alloyHash",
  "receiptAlloyHash",
  "modelHash",
  "fileHash",
  "resultHash",
  "baseResultHash",
  "samplesHash",
  "corpusHash",
  "datasetHash",
  "cardHash",
  "binaryHash",
  "parentHash",
  "stageCheckpoint",
  "certificationSignature",
  "certificateChain",
  "integritySignature",
  "anchor",
] as const;

export type CheckId = (typeof CHECK_IDS)[number];

export type Outcome = "verified" | "failed" | "not-verified";

/** One statement of an alloy and what became of it. Immutable. */
export interface Check {
  readonly id: CheckId;
  /** The node that makes the statement, or the one that lacks it; undefined for the file as a whole. */
  readonly node: ValueNode | Member | undefined;
  /** The name of what the statement is about, such as a benchmark or a file. */
  readonly subject?: string | undefined;
  readonly outcome: Outcome;
  /** What the alloy states, or the caller. */
  readonly expected?: string | undefined;
  /** What was computed. */
  readonly actual?: string | undefined;
  /** Why the outcome is not `verified`, or what else there is to know about it: a fragment of a sentence. */
  readonly reason?: string | undefined;
  /** Which of several definitions or encodings matched. */
  readonly form?: string | undefined;
  /** `--require` makes this `not-verified` a failure. */
  readonly required?: true;
}

type Details = Omit<Check, "id" | "node" | "outcome" | "required">;

/** The statement that a check is about. */
export interface Statement {
  readonly id: CheckId;
  readonly node: ValueNode | Member | undefined;
  readonly subject?: string | undefined;
}

/** The statement is true. */
export function verified(statement: Statement, details: Details = {}): Check {
  return { ...statement, ...details, outcome: "verified" };
}

/** The statement is not true. */
export function failed(statement: Statement, reason: string, details: Details = {}): Check {
  return { ...statement, ...details, outcome: "failed", reason };
}

/** Nothing shows whether the statement is true. */
export function notVerified(statement: Statement, reason: string, details: Details = {}): Check {
  return { ...statement, ...details, outcome: "not-verified", reason };
}

/** JSON pointer to what a check is about; the empty one is the whole file. */
export function pointerOf({ node }: Check): string {
  return node ? printPointer(pathOf(node)) : "";
}
