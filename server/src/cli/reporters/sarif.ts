import path from "node:path";
import { pathToFileURL } from "node:url";
import { version } from "../../../package.json";
import type { Diagnostic } from "../../library/types.js";
import { rules } from "../../rules/index.js";
import { printable, printableJson } from "../../text/sanitize.js";
import { fingerprints } from "./fingerprint.js";
import type { OfferedFix, Reporter, UnreadableFile } from "./reporter.js";
import { rulePage } from "./rule-page.js";

const LEVELS = { error: "error", warning: "warning", information: "note", hint: "note" } as const;

const INDEX = new Map(rules.map(({ code }, i) => [code, i]));

/** Static Analysis Results Interchange Format 2.1.0. */
export function sarif(): Reporter {
  return {
    head: head(),
    separator: ",",
    file({ file, diagnostics, fixesOf }) {
      const names = fingerprints(diagnostics);
      return diagnostics
        .map((diagnostic, index) => {
          const result = resultOf(file, diagnostic);
          const fixes = fixesOf(index).map((fix) => fixOf(file, fix));
          const partialFingerprints = { "forgeAlloyProblem/v1": names[index] };
          return `\n${printableJson({ ...result, partialFingerprints, ...(fixes.length > 0 && { fixes }) })}`;
        })
        .join();
    },
    // A file without results looks like one without problems, so what could not be read is told with the run.
    unreadable: () => "",
    limit: { results: MAX_RESULTS, first: firstOf },
    tail: ({ unreadable, failures, leftOut }) => {
      const notifications = [
        ...unreadable.map(notificationOf),
        ...(leftOut > 0 ? [leftOutNotification(leftOut)] : []),
      ];
      return `\n],"invocations":[${printableJson({
        executionSuccessful: failures === 0,
        ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
      })}]}]}\n`;
    },
  };
}

function notificationOf({ file, reason }: UnreadableFile) {
  return {
    level: "error",
    message: { text: messageText(reason) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }],
  };
}

/** Code scanning of GitHub rejects a run that has more results than 25,000. */
const MAX_RESULTS = 24_999;

/** Each result is one line: there are no line breaks in it, and one before it. */
function firstOf(output: string, count: number) {
  const results = output.split("\n").slice(1);
  const first = results.length > count ? results.slice(0, count) : results;
  return {
    output: first
      .map((result) => `\n${result}`)
      .join("")
      .replace(/,$/, ""),
    all: results.length,
  };
}

function leftOutNotification(leftOut: number) {
  const text = `${leftOut} more problems are omitted: a run contains at most ${MAX_RESULTS} results.`;
  return { level: "warning", message: { text } };
}

function head(): string {
  const driver = {
    name: "forge-alloy",
    version,
    rules: rules.map(({ code, summary, explanation, severity }) => ({
      id: code,
      shortDescription: { text: `${summary}.` },
      fullDescription: { text: explanation },
      helpUri: rulePage(code),
      help: {
        text: explanation,
        markdown: `${explanation}\n\n\`forge-alloy explain ${code}\` shows examples.`,
      },
      defaultConfiguration: { level: LEVELS[severity] },
    })),
  };
  return `{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"tool":{"driver":${JSON.stringify(driver)}},"columnKind":"utf16CodeUnits","results":[`;
}

function resultOf(file: string, { code, severity, message, range }: Diagnostic) {
  const ruleIndex = INDEX.get(code);
  return {
    ruleId: code,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: messageText(message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: regionOf(range),
        },
      },
    ],
  };
}

function regionOf({ start, end }: Diagnostic["range"]) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function fixOf(file: string, { title, edits }: OfferedFix) {
  const replacements = edits.map(({ range, text }) => ({
    deletedRegion: regionOf(range),
    insertedContent: { text },
  }));
  return {
    description: { text: messageText(title) },
    artifactChanges: [{ artifactLocation: { uri: uriOf(file) }, replacements }],
  };
}

/** SARIF takes `[words](address)` in a message for a link, which must not come from a file. */
function messageText(message: string): string {
  return printable(message).replaceAll("](", "] (");
}

/** Relative to the root of the checkout, which is where reports are made; a file elsewhere with all that leads to it. */
function uriOf(file: string): string {
  if (path.isAbsolute(file)) return pathToFileURL(file).href;
  const parts = file.replace(/\p{Surrogate}/gu, "\uFFFD").split(path.sep);
  return parts.map(encodeURIComponent).join("/");
}
