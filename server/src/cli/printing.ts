/** Text by strangers, made harmless for each place where it is printed. */
import { markup } from "../scene/markup.js";

export { harmless as sanitizeForTerminal } from "../text/harmless.js";
export { escapeMarkdown } from "../text/markdown.js";
export { data as escapeWorkflowCommand, property as escapeWorkflowProperty } from "./reporters/github.js";

/** For content and attribute values of XML. */
export function xmlText(text: string): string {
  return markup`${text}`.text;
}
