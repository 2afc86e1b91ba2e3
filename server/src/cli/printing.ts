/** Text by strangers, made harmless for each place where it is printed. */
import { markup } from "../scene/markup.js";
import { harmless } from "../text/harmless.js";
import { escapeMarkdown as escaped } from "../text/markdown.js";

export { harmless as sanitizeForTerminal } from "../text/harmless.js";
export { data as escapeWorkflowCommand, property as escapeWorkflowProperty } from "./reporters/github.js";

/** One line of Markdown that shows the text as it is. */
export function escapeMarkdown(text: string): string {
  return escaped(harmless(text));
}

/** For content and attribute values of XML. */
export function xmlText(text: string): string {
  return markup`${text}`.text;
}
