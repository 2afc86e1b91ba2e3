/** What the panel and the page in it tell each other. */
import type { StageForm } from "../../../server/src/lsp/protocol.js";

/** From the panel to the page. */
export type ToPage =
  /** The preview of the alloy at `uri`; `note` describes a problem with it, or is empty. */
  | { readonly kind: "scene"; readonly uri: string; readonly html: string; readonly note: string }
  /** Where the cursor is in the text. */
  | { readonly kind: "cursor"; readonly offset: number }
  /** The answer to the request `id` for the parameters of a stage of the alloy at `uri`; `null`: nothing to show. */
  | { readonly kind: "form"; readonly id: number; readonly uri: string; readonly form: StageForm | null }
  /** A `parameter` of the page has been written into the text, or could not be. */
  | { readonly kind: "written" }
  /** Draw an image as PNG. */
  | { readonly kind: "rasterize"; readonly svg: string };

/** From the page to the panel. */
export type FromPage =
  /** The page is there, or its width has changed: so much room it has, in CSS pixels. */
  | { readonly kind: "room"; readonly room: number }
  /** Somebody wants to see a part of the text; of two texts, `side` says of which. */
  | { readonly kind: "reveal"; readonly start: number; readonly end: number; readonly side?: string }
  | { readonly kind: "copy"; readonly text: string }
  /** Change the stages of the text. `index` is a place in `stages`; for `enable`, in `disabledStages`. */
  | ({ readonly kind: "edit" } & StageEdit)
  /** Show the parameters of a stage. */
  | { readonly kind: "form"; readonly id: number; readonly index: number }
  /** Write a parameter into the alloy at `uri`: another one may be shown by now. */
  | ({ readonly kind: "parameter"; readonly uri: string } & ParameterChange)
  /** The PNG that was asked for; empty if it could not be drawn. */
  | { readonly kind: "png"; readonly base64: string }
  | { readonly kind: "command"; readonly command: string };

/**
 * As `forgeAlloy/editStages` knows it, and two for which the user chooses a stage: `insert`, next to the one at `index`,
 * and `insertAt`, as the item `index`.
 */
export interface StageEdit {
  readonly action: "move" | "duplicate" | "remove" | "disable" | "enable" | "insert" | "insertAt";
  readonly index: number;
  /** Where a stage is moved. */
  readonly to?: number;
}

/** A parameter that somebody entered, as `forgeAlloy/editParameter` knows it. */
export interface ParameterChange {
  readonly index: number;
  readonly stageType: string;
  readonly name: string;
  readonly value: string;
}
