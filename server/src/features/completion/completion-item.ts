import type { Edit } from "../../syntax/edits.js";

/** Something that may be written at a position. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: "stage" | "field" | "value" | "name" | "snippet";
  /** One line about the item, shown where it is looked at. */
  readonly detail: string | undefined;
  /** A word or two that stand beside the label all the time. */
  readonly badge: string | undefined;
  /** Markdown; made when the item is looked at. */
  readonly documentation: (() => string | undefined) | undefined;
  /** What an editor compares with the text that `edit` replaces. */
  readonly filterText: string;
  readonly edit: Edit;
  /** True where `edit.text` has tab stops. */
  readonly isSnippet: boolean;
  /** A comma that was missing before the element. */
  readonly additionalEdits: readonly Edit[];
  readonly isDeprecated: boolean;
  /** Whether the list should open again behind the insertion, since a value is to be chosen there. */
  readonly retrigger: boolean;
}

/** What the form of completion items depends on. */
export interface CompletionOptions {
  readonly snippets: boolean;
  readonly retriggers: boolean;
  /** The values that stand at a place in other alloys; places are known by their ids. */
  readonly usedElsewhere?: (place: string) => readonly string[];
}
