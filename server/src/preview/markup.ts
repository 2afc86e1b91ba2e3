import { xmlText } from "../text/sanitize.js";

/** HTML and SVG as text. Every value in a template is escaped, unless it is markup itself. */

/** Text that needs no escaping. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | undefined | false | readonly Part[];

/**
 * Returns markup from a template: `markup`<p>${anything}</p>``. Arrays are joined; `undefined` and `false`
 * are omitted.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((string, i) => string + textOf(parts[i])).join(""));
}

function textOf(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  return xmlText(String(part));
}
