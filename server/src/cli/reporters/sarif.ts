import path from "node:path";
import { pathToFileURL } from "node:url";
import { version } from "../../../package.json";
import type { Diagnostic } from "../../library/index.js";
import { rules } from "../../rules/index.js";
import type { Reporter, UnreadableFile } from "./reporter.js";

const LEVELS = { error: "error", warning: "warning", information: "note", hint: "note" } as const;

const INDEX = new Map(rules.map(({ code }, i) => [code, i]));

/** Static Analysis Results Interchange Format 2.1.0. */
export function sarif(): Reporter {
  return {
    head: head(),
    separator: ",",
    file: ({ file, diagnostics }) =>
      diagnostics.map((diagnostic) => `\n${JSON.stringify(resultOf(file, diagnostic))}`).join(),
    // A file without results looks like one without problems, so what could not be read is told with the run.
    unreadable: () => "",
    tail: ({ unreadable, failures }) =>
      `\n],"invocations":[${JSON.stringify({
        executionSuccessful: failures === 0,
        ...(unreadable.length > 0 && { toolExecutionNotifications: unreadable.map(notificationOf) }),
      })}]}]}\n`,
  };
}

function notificationOf({ file, reason }: UnreadableFile) {
  return {
    level: "error",
    message: { text: reason },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }],
  };
}

function head(): string {
  const driver = {
    name: "forge-alloy",
    version,
    rules: rules.map(({ code, summary, explanation, severity }) => ({
      id: code,
      shortDescription: { text: `${summary}.` },
      fullDescription: { text: explanation },
      help: {
        text: explanation,
        markdown: `${explanation}\n\n\`forge-alloy explain ${code}\` shows examples.`,
      },
      defaultConfiguration: { level: LEVELS[severity] },
    })),
  };
  return `{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"tool":{"driver":${JSON.stringify(driver)}},"columnKind":"utf16CodeUnits","results":[`;
}

function resultOf(file: string, { code, severity, message, range: { start, end } }: Diagnostic) {
  const ruleIndex = INDEX.get(code);
  return {
    ruleId: code,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
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
}

/** Relative to the root of the checkout, which is where reports are made; a file elsewhere with all that leads to it. */
function uriOf(file: string): string {
  if (path.isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(path.sep).map(encodeURIComponent).join("/");
}
