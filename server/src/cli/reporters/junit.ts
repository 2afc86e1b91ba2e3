import { xmlText } from "../../text/harmless.js";
import type { Reporter } from "./reporter.js";

/** A test suite a file, a failure a problem; hints and information are no failures. */
export function junit(): Reporter {
  return {
    head: '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="forge-alloy">\n',
    separator: "",
    file({ file, diagnostics }) {
      const grave = diagnostics.filter(({ severity }) => severity === "error" || severity === "warning");
      const count = Math.max(grave.length, 1);
      const name = xmlText(file);
      const cases =
        grave.length === 0
          ? [`    <testcase name="no problems" classname="${name}"/>\n`]
          : grave.map(({ code, message, severity, range: { start } }) => {
              const place = `${start.line + 1}:${start.character + 1}`;
              return (
                `    <testcase name="${xmlText(`${code} ${place}`)}" classname="${name}">\n` +
                `      <failure type="${severity}" message="${xmlText(message)}">${xmlText(`${file}:${place} ${message}`)}</failure>\n` +
                "    </testcase>\n"
              );
            });
      return `  <testsuite name="${name}" tests="${count}" failures="${grave.length}">\n${cases.join("")}  </testsuite>\n`;
    },
    tail: () => "</testsuites>\n",
  };
}
