import type { Edit } from "../../syntax/edits.js";
import { indentAt } from "../../syntax/style.js";
import { escapeSnippet } from "./snippet.js";

/**
 * The same edits, whose numbers are placeholders that the author is to decide: clients that know tab stops in edits get
 * one for each, in the order of the text.
 */
export function withNumberStops(edits: readonly Edit[], text: string): Edit[] {
  let stops = 0;
  return edits.map((edit) => {
    // Clients indent the lines of a snippet like the line in which it begins.
    const indent = indentAt(text, edit.start);
    const relative = edit.text.replaceAll(`\n${indent}`, "\n");
    const snippet = relative.replace(TOKENS, (token) => {
      if (!/^-?\d/.test(token)) return escapeSnippet(token);
      stops++;
      return `\${${stops}:${token}}`;
    });
    return { ...edit, snippet };
  });
}

/** Strings, in which digits are no numbers; numbers; and what a snippet gives a meaning. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[\\$}]/g;
