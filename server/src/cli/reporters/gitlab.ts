import { createHash } from "node:crypto";
import { printable, printableJson } from "../../text/sanitize.js";
import { slashed } from "../shown.js";
import { fingerprints } from "./fingerprint.js";
import type { Reporter } from "./reporter.js";

const SEVERITIES = { error: "critical", warning: "major", information: "minor", hint: "info" } as const;

/** GitLab's code quality report. */
export function gitlab(): Reporter {
  return {
    head: "[",
    separator: ",",
    file({ file, diagnostics }) {
      const path = slashed(file);
      const names = fingerprints(diagnostics, path);
      return diagnostics
        .map(({ code, message, severity, range: { start, end } }, index) => {
          const lines = { begin: start.line + 1, end: end.line + 1 };
          const issue = {
            description: printable(message),
            check_name: code,
            fingerprint: names[index],
            severity: SEVERITIES[severity],
            location: { path, lines },
          };
          return `\n${printableJson(issue)}`;
        })
        .join();
    },
    unreadable({ file, reason }) {
      const path = slashed(file);
      const issue = {
        description: printable(reason),
        check_name: "unreadable",
        fingerprint: createHash("sha256").update(`${path}\nunreadable`).digest("hex"),
        severity: "blocker",
        location: { path, lines: { begin: 1 } },
      };
      return `\n${printableJson(issue)}`;
    },
    tail: () => "\n]\n",
  };
}
