/** How a preview follows a text that changes meanwhile, in VS Code and on the site. */

/** How often a value is written again if the text changes meanwhile, as it does where somebody types on. */
const ATTEMPTS = 3;

/** Writes a value into the text. @param attempt resolves to false if the text changed meanwhile @returns whether it was written */
export async function writeUntilCurrent(attempt: () => Promise<boolean>): Promise<boolean> {
  for (let count = 0; count < ATTEMPTS; count++) if (await attempt()) return true;
  return false;
}

/** A preview to show; `stands` says what it stands for if the text has syntax errors. */
export interface ShownPreview {
  readonly html: string;
  readonly stands?: "readable parts" | "last valid version";
}

/**
 * Returns what to show of a preview: of a text with syntax errors, the last one without.
 * @param last HTML of the last preview without syntax errors
 * @param isBlank whether the text is empty
 */
export function shownPreview(
  { html, isBroken }: { readonly html: string; readonly isBroken: boolean },
  last: string | undefined,
  isBlank: boolean,
): ShownPreview {
  if (!isBroken || html === "" || isBlank) return { html };
  return last === undefined
    ? { html, stands: "readable parts" }
    : { html: last, stands: "last valid version" };
}
