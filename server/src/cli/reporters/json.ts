import { ENVELOPE } from "../../library/envelope.js";
import { printableJson } from "../../text/sanitize.js";
import type { Reporter } from "./reporter.js";

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
