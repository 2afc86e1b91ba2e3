/** The origins of the values of a plan. */
import type { ValueNode } from "../syntax/tree.js";

/**
 * Who set a value: `default` of the format, `adapter` of the model family, `derived` from `target`, `placeholder` for what
 * only the author knows. `executor`: the layout that the executor insists on, or what it does with the value.
 */
export type Origin = "default" | "adapter" | "derived" | "placeholder" | "executor";

/** A remark about a value. */
export interface Note {
  /** Steps from the root of the effective alloy to the value. */
  readonly path: readonly (string | number)[];
  readonly from: Origin;
  /** A sentence. */
  readonly message: string;
}

/** A field of a planned stage. */
export interface PlannedField {
  readonly name: string;
  /** The value in the text; undefined if the text does not set it. */
  readonly node: ValueNode | undefined;
  readonly value: unknown;
  /** Who set the value; undefined if the alloy does. */
  readonly origin: Origin | undefined;
  /** What the executor does with the field; undefined if it reads it, or if that is not known. */
  readonly use: "ignored" | "logged" | undefined;
  readonly notes: readonly Omit<Note, "path">[];
}
