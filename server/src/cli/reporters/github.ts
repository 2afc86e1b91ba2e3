import type { Reporter } from "./reporter.js";

const LEVELS = { error: "error", warning: "warning", information: "notice", hint: "notice" } as const;

/** Workflow commands, which GitHub shows beside the lines of a pull request. */
export function github(): Reporter {
  return {
    head: "",
    separator: "",
    file({ file, diagnostics }) {
      const lines = diagnostics.map(({ severity, range: { start, end }, code, message }) => {
        const place = `line=${start.line + 1},col=${start.character + 1},endLine=${end.line + 1},endColumn=${end.character + 1}`;
        return `::${LEVELS[severity]} file=${property(file)},${place},title=${property(code)}::${data(message)}\n`;
      });
      return lines.join("");
    },
    unreadable: ({ file, reason }) => `::error file=${property(file)},title=unreadable::${data(reason)}\n`,
    tail: () => "",
  };
}

/** A message as a workflow command carries it. */
export function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** The value of a property of a workflow command. */
export function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
