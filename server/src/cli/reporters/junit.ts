import type { Diagnostic } from "../../library/types.js";
import { xmlText } from "../../text/sanitize.js";
import type { Reporter } from "./reporter.js";

/** A test suite a file, a failure an error or a warning. Information and hints are tests that pass and say something. */
export function junit(): Reporter {
  return {
    head: '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="forge-alloy">\n',
    separator: "",
    file({ file, diagnostics }) {
      const cases = diagnostics.map((diagnostic) => testCase(file, diagnostic));
      if (cases.length === 0) cases.push(`    <testcase name="no problems" classname="${xmlText(file)}"/>\n`);
      return suite(file, cases, { failures: diagnostics.filter(isGrave).length });
    },
    unreadable({ file, reason }) {
      const error = `<error type="unreadable" message="${xmlText(reason)}"/>`;
      const name = `name="unreadable" classname="${xmlText(file)}"`;
      return suite(file, [`    <testcase ${name}>\n      ${error}\n    </testcase>\n`], { errors: 1 });
    },
    tail: () => "</testsuites>\n",
  };
}

function suite(file: string, cases: readonly string[], { failures = 0, errors = 0 }): string {
  const counts = `tests="${cases.length}" failures="${failures}"${errors > 0 ? ` errors="${errors}"` : ""}`;
  return `  <testsuite name="${xmlText(file)}" ${counts}>\n${cases.join("")}  </testsuite>\n`;
}

function isGrave({ severity }: Diagnostic): boolean {
  return severity === "error" || severity === "warning";
}

function testCase(file: string, diagnostic: Diagnostic): string {
  const { code, message, severity, line, column } = diagnostic;
  const text = xmlText(`${file}:${line}:${column} ${message}`);
  const result = isGrave(diagnostic)
    ? `<failure type="${severity}" message="${xmlText(message)}">${text}</failure>`
    : `<system-out>${text}</system-out>`;
  const name = `name="${xmlText(`${code} ${line}:${column}`)}" classname="${xmlText(file)}"`;
  return `    <testcase ${name}>\n      ${result}\n    </testcase>\n`;
}
