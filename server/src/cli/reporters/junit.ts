import type { Reporter } from "./reporter.js";

/** A test suite a file, a failure a problem; hints and information are no failures. */
export function junit(): Reporter {
  process.stdout.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="forge-alloy">\n');
  return {
    file({ file, diagnostics }) {
      const grave = diagnostics.filter(({ severity }) => severity === "error" || severity === "warning");
      const count = Math.max(grave.length, 1);
      process.stdout.write(`  <testsuite name="${xml(file)}" tests="${count}" failures="${grave.length}">\n`);
      if (grave.length === 0)
        process.stdout.write(`    <testcase name="no problems" classname="${xml(file)}"/>\n`);
      for (const { code, message, severity, range } of grave) {
        const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
        process.stdout.write(
          `    <testcase name="${xml(`${code} ${range.start.line + 1}:${range.start.character + 1}`)}" classname="${xml(file)}">\n` +
            `      <failure type="${severity}" message="${xml(message)}">${xml(`${place} ${message}`)}</failure>\n` +
            "    </testcase>\n",
        );
      }
      process.stdout.write("  </testsuite>\n");
    },
    end() {
      process.stdout.write("</testsuites>\n");
    },
  };
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
