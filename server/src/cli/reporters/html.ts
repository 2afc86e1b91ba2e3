import { xmlText } from "../../text/sanitize.js";
import { countWords } from "./pretty.js";
import type { Reporter } from "./reporter.js";

const STYLE = `
:root { color-scheme: light dark; }
body { font: 14px/1.5 system-ui, sans-serif; max-width: 1000px; margin: 24px auto; padding: 0 16px; }
h1 { font-size: 1.4em; } h2 { font-size: 1.05em; margin: 24px 0 4px; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } td { padding: 3px 12px 3px 0; vertical-align: top; overflow-wrap: anywhere; }
tr + tr td { border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
td:first-child, td:nth-child(2) { white-space: nowrap; } td:last-child { text-align: right; opacity: 0.75; }
.error, .unreadable { color: light-dark(#cf222e, #f85149); } .warning { color: light-dark(#9a6700, #d29922); }
.information { color: light-dark(#0969da, #4493f8); } .hint { opacity: 0.75; }
code { font: 0.92em ui-monospace, monospace; }
`;

/** A page of its own, without scripts: one table a file with problems. */
export function html(): Reporter {
  return {
    head: `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>forge-alloy check</title>
<style>${STYLE}</style>
</head>
<body>
<h1>forge-alloy check</h1>
`,
    separator: "",
    file({ file, diagnostics, gone = [] }) {
      if (diagnostics.length + gone.length === 0) return "";
      const rows = diagnostics.map(({ code, message, severity, line, column }) =>
        row(`${line}:${column}`, severity, message, code),
      );
      const solved = gone.map(({ code, message }) => row("", "gone", message, code));
      return table(file, [...rows, ...solved]);
    },
    unreadable: ({ file, reason }) => table(file, [row("", "unreadable", reason, "")]),
    tail: (totals) => `<p>${xmlText(countWords(totals))}</p>\n</body>\n</html>\n`,
  };
}

function table(file: string, rows: readonly string[]): string {
  return `<h2><code>${xmlText(file)}</code></h2>\n<table>\n${rows.join("")}</table>\n`;
}

function row(place: string, kind: string, message: string, code: string): string {
  return `<tr><td>${place}</td><td class="${kind}">${kind}</td><td>${xmlText(message)}</td><td><code>${xmlText(code)}</code></td></tr>\n`;
}
