import type { Diagnostic } from "../../library/index.js";
import type { Reporter } from "./reporter.js";

/** A test suite a file, a failure an error or a warning. Information and hints are tests that pass and say something. */
export function junit(): Reporter {
  return {
    head: '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="forge-alloy">\n',
    separator: "",
    file({ file, diagnostics }) {
      const cases = diagnostics.map((diagnostic) => testCase(file, diagnostic));
      if (cases.length === 0) cases.push(`    <testcase name="no problems" classname="${xml(file)}"/>\n`);
      return suite(file, cases, { failures: diagnostics.filter(isGrave).length });
    },
    unreadable({ file, reason }) {
      const error = `<error type="unreadable" message="${xml(reason)}"/>`;
      const name = `name="unreadable" classname="${xml(file)}"`;
      return suite(file, [`    <testcase ${name}>\n      ${error}\n    </testcase>\n`], { errors: 1 });
    },
    tail: () => "</testsuites>\n",
  };
}

function suite(file: string, cases: readonly string[], { failures = 0, errors = 0 }): string {
  const counts = `tests="${cases.length}" failures="${failures}"${errors > 0 ? ` errors="${errors}"` : ""}`;
  return `  <testsuite name="${xml(file)}" ${counts}>\n${cases.join("")}  </testsuite>\n`;
}

function isGrave({ severity }: Diagnostic): boolean {
  return severity === "error" || severity === "warning";
}

function testCase(file: string, diagnostic: Diagnostic): string {
  const { code, message, severity, line, column } = diagnostic;
  const text = xml(`${file}:${line}:${column} ${message}`);
  const result = isGrave(diagnostic)
    ? `<failure type="${severity}" message="${xml(message)}">${text}</failure>`
    : `<system-out>${text}</system-out>`;
  const name = `name="${xml(`${code} ${line}:${column}`)}" classname="${xml(file)}"`;
  return `    <testcase ${name}>\n      ${result}\n    </testcase>\n`;
}

/** XML has no code for most control characters. */
function xml(text: string): string {
  return [...text]
    .filter((char) => char === "\t" || char === "\n" || char >= " ")
    .join("")
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
