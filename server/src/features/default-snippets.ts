import type { Snippet, Template } from "../schema/schema.js";
import { escapeSnippet } from "./completion/snippet.js";

/** A snippet in a JSON Schema, as VS Code's JSON support and other editors offer it. */
export interface DefaultSnippet {
  readonly label: string;
  readonly description: string;
  readonly body: unknown;
}

/** A snippet or a template of a vocabulary as an entry of `defaultSnippets`: every value but a type is a tab stop. */
export function defaultSnippet({ label, description, body }: Snippet | Template): DefaultSnippet {
  return { label, description, body: new Body().of(body) };
}

/** Writes the body of a snippet. Editors take it for JSON, and the texts in it for parts of a snippet. */
class Body {
  #stops = 0;

  of(value: unknown, key?: string): unknown {
    if (Array.isArray(value)) return value.map((item) => this.of(item));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.of(inner, name)]));
    // A stage of another type would have other fields.
    if (key === "type") return value;
    this.#stops++;
    const json = JSON.stringify(value);
    // Text after ^ is inserted as it is; it is how values become numbers, and how characters are escaped.
    if (typeof value !== "string") return `^\${${this.#stops}:${json}}`;
    const text = json.slice(1, -1);
    return /[\\$}]/.test(text)
      ? `^"\${${this.#stops}:${escapeSnippet(text)}}"`
      : `\${${this.#stops}:${text}}`;
  }
}
