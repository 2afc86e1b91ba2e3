import type { Problem } from "../../lint/rule.js";
import type { Edit } from "../../syntax/edits.js";
import type { Span } from "../../syntax/tree.js";
import type { RefactoringKind } from "../insert-stage.js";

/** A change that an editor offers at a place. */
export interface CodeAction {
  readonly title: string;
  /** LSP's code action kinds. */
  readonly kind: "quickfix" | RefactoringKind | "source.fixAll.forge-alloy";
  readonly edits: readonly Edit[];
  /** What is selected after the edits, in the text after them. */
  readonly selection?: Span | undefined;
  /** The problem that a quick fix removes. */
  readonly problem?: Problem;
  readonly isPreferred: boolean;
}
