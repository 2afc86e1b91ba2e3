import { version } from "../../../package.json";
import { rules } from "../../rules/index.js";
import type { Reporter } from "./reporter.js";

const LEVELS = { error: "error", warning: "warning", information: "note", hint: "note" } as const;

/** Static Analysis Results Interchange Format 2.1.0. Results are written as the files come. */
export function sarif(): Reporter {
  const driver = {
    name: "forge-alloy",
    version,
    rules: rules.map(({ code, summary, explanation, severity }) => ({
      id: code,
      shortDescription: { text: `${summary}.` },
      fullDescription: { text: explanation },
      defaultConfiguration: { level: LEVELS[severity] },
    })),
  };
  const index = new Map(rules.map(({ code }, i) => [code, i]));
  process.stdout.write(
    `{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"tool":{"driver":${JSON.stringify(driver)}},"columnKind":"utf16CodeUnits","results":[`,
  );
  let count = 0;
  return {
    file({ file, diagnostics }) {
      for (const { code, severity, message, range } of diagnostics) {
        const { start, end } = range;
        const ruleIndex = index.get(code);
        const result = {
          ruleId: code,
          ...(ruleIndex !== undefined && { ruleIndex }),
          level: LEVELS[severity],
          message: { text: message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(file.replaceAll("\\", "/")) },
                region: {
                  startLine: start.line + 1,
                  startColumn: start.character + 1,
                  endLine: end.line + 1,
                  endColumn: end.character + 1,
                },
              },
            },
          ],
        };
        process.stdout.write(`${count++ === 0 ? "\n" : ",\n"}${JSON.stringify(result)}`);
      }
    },
    end() {
      process.stdout.write("\n]}]}\n");
    },
  };
}
