import type { Edit } from "../../syntax/edits.js";

/** Something that may be written at a position. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: "stage" | "field" | "value" | "name" | "snippet";
  /** One line about the item, shown where it is looked at. */
  readonly detail: string | undefined;
  /** A word or two that are always shown next to the label. */
  readonly badge: string | undefined;
  /** Markdown; made when the item is looked at. */
  readonly documentation: (() => string | undefined) | undefined;
  /** What an editor compares with the text that `edit` replaces. */
  readonly filterText: string;
  readonly edit: Edit;
  /** Whether `edit.text` has tab stops. */
  readonly isSnippet: boolean;
  /** A comma that was missing before the element. */
  readonly additionalEdits: readonly Edit[];
  readonly isDeprecated: boolean;
  /** Whether completion should open again after the insertion, because a value has to be chosen there. */
  readonly retrigger: boolean;
}

/** What the form of completion items depends on. */
export interface CompletionOptions {
  readonly snippets: boolean;
  readonly retriggers: boolean;
  /** Returns the values at a place in other alloys. Places are identified by their IDs. */
  readonly usedElsewhere?: (place: string) => readonly string[];
}
