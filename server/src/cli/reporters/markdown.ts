import { escapeMarkdown, markdownCode } from "../../text/sanitize.js";
import { countWords } from "./pretty.js";
import type { Reporter } from "./reporter.js";

/** For a job summary or a comment on a pull request: one item a problem, and a count at the end. */
export function markdown(): Reporter {
  return {
    head: "",
    separator: "",
    file: ({ file, diagnostics }) =>
      diagnostics
        .map(({ code, severity, message, range: { start } }) => {
          const place = `${file}:${start.line + 1}:${start.character + 1}`;
          return `- **${severity}** ${markdownCode(place)} ${escapeMarkdown(message)} ${markdownCode(code)}\n`;
        })
        .join(""),
    unreadable: ({ file, reason }) => `- **unreadable** ${markdownCode(file)} ${escapeMarkdown(reason)}\n`,
    tail: (totals) => `\n${countWords(totals)}\n`,
  };
}
