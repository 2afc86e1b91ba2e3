import type { Position } from "../../library/types.js";
import { printable, printableJson } from "../../text/sanitize.js";
import { slashed } from "../shown.js";
import type { FileReport, Reporter } from "./reporter.js";
import { rulePage } from "./rule-page.js";

const SEVERITIES = { error: "ERROR", warning: "WARNING", information: "INFO", hint: "INFO" } as const;

/** Reviewdog Diagnostic Format. Columns count bytes of UTF-8. */
export function rdjson(): Reporter {
  return {
    head: '{"source":{"name":"forge-alloy"},"diagnostics":[',
    separator: ",",
    file: (report) => resultsOf(report).join(),
    unreadable: ({ file, reason }) =>
      `\n${printableJson({ message: printable(reason), location: { path: slashed(file) }, severity: "ERROR" })}`,
    tail: () => "\n]}\n",
  };
}

function resultsOf({ file, text, diagnostics, fixesOf }: FileReport): string[] {
  if (diagnostics.length === 0) return [];
  const lines = text.split(/\r\n|\r|\n/);
  const at = ({ line, character }: Position) => ({
    line: line + 1,
    column: Buffer.byteLength((lines[line] ?? "").slice(0, character)) + 1,
  });
  const rangeOf = ({ start, end }: { start: Position; end: Position }) => ({
    start: at(start),
    end: at(end),
  });
  return diagnostics.map(({ code, message, severity, range }, index) => {
    // A suggestion is one replacement; a fix of several places cannot be one.
    const suggestions = fixesOf(index).flatMap(({ edits: [edit, ...others] }) =>
      edit && others.length === 0 ? [{ range: rangeOf(edit.range), text: edit.text }] : [],
    );
    const result = {
      message: printable(message),
      location: { path: slashed(file), range: rangeOf(range) },
      severity: SEVERITIES[severity],
      code: { value: code, url: rulePage(code) },
      ...(suggestions.length > 0 && { suggestions }),
    };
    return `\n${printableJson(result)}`;
  });
}
