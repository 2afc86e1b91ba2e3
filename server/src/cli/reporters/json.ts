import { version } from "../../../package.json";
import { printableJson } from "../../text/sanitize.js";
import type { Reporter } from "./reporter.js";

/** How every JSON document of the command line begins. `schemas/output/` describes the documents. */
export const ENVELOPE = { formatVersion: 1, tool: { name: "forge-alloy", version } } as const;

/** One object, as `schemas/output/check.schema.json` describes it. */
export function json(): Reporter {
  return {
    head: `${JSON.stringify(ENVELOPE).slice(0, -1)},"files":[`,
    separator: ",",
    file: ({ file, diagnostics, fixes, gone = [] }) =>
      `\n${printableJson({ file, diagnostics, ...(fixes && { fixes }), ...(gone.length > 0 && { gone }) })}`,
    unreadable: ({ file, reason }) => `\n${printableJson({ file, diagnostics: [], unreadable: reason })}`,
    tail: ({ files, unreadable, counts, hasBaseline, since }) => {
      const { error, warning, information, hint, hidden, fixable, fixed, baseline, gone, old } = counts;
      const summary = {
        files: files + unreadable.length,
        errors: error,
        warnings: warning,
        information,
        hints: hint,
        hidden,
        fixable,
        fixed,
        ...(hasBaseline && { baseline, gone }),
        ...(since && { since: { ...since, problems: old } }),
      };
      return `\n],"summary":${JSON.stringify(summary)}}\n`;
    },
  };
}
