import { printableJson } from "../../text/harmless.js";
import type { Reporter } from "./reporter.js";

/** A list with one object a file. */
export function json(): Reporter {
  return {
    head: "[",
    separator: ",",
    file: ({ file, diagnostics }) => `\n${printableJson({ file, diagnostics })}`,
    tail: ({ files }) => (files > 0 ? "\n]\n" : "]\n"),
  };
}
