import { xmlText } from "../../text/sanitize.js";
import type { Reporter } from "./reporter.js";

const SEVERITIES = { error: "error", warning: "warning", information: "info", hint: "info" } as const;

/** Checkstyle's XML, which many CI servers read. */
export function checkstyle(): Reporter {
  return {
    head: '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n',
    separator: "",
    file({ file, diagnostics }) {
      if (diagnostics.length === 0) return "";
      const errors = diagnostics.map(
        ({ code, message, severity, line, column }) =>
          `    <error line="${line}" column="${column}" severity="${SEVERITIES[severity]}" message="${xmlText(message)}" source="forge-alloy.${xmlText(code)}"/>\n`,
      );
      return `  <file name="${xmlText(file)}">\n${errors.join("")}  </file>\n`;
    },
    unreadable: ({ file, reason }) =>
      `  <file name="${xmlText(file)}">\n    <error line="1" column="1" severity="error" message="${xmlText(reason)}" source="forge-alloy.unreadable"/>\n  </file>\n`,
    tail: () => "</checkstyle>\n",
  };
}
