import { escapeWorkflowCommand, escapeWorkflowProperty } from "../../text/sanitize.js";
import { slashed } from "../shown.js";
import type { Reporter } from "./reporter.js";

const LEVELS = { error: "error", warning: "warning", information: "notice", hint: "notice" } as const;

/** Returns the reporter for workflow commands, which GitHub shows next to the lines of a pull request. */
export function github(): Reporter {
  return {
    head: "",
    separator: "",
    file({ file, diagnostics }) {
      const lines = diagnostics.map(({ severity, range: { start, end }, code, message }) => {
        const place = `line=${start.line + 1},col=${start.character + 1},endLine=${end.line + 1},endColumn=${end.character + 1}`;
        return `::${LEVELS[severity]} file=${escapeWorkflowProperty(slashed(file))},${place},title=${escapeWorkflowProperty(code)}::${escapeWorkflowCommand(message)}\n`;
      });
      return lines.join("");
    },
    unreadable: ({ file, reason }) =>
      `::error file=${escapeWorkflowProperty(slashed(file))},title=unreadable::${escapeWorkflowCommand(reason)}\n`,
    tail: () => "",
  };
}
