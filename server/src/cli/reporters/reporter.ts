import type { Diagnostic, Severity } from "../../library/index.js";

/**
 * A form of the report, as text only: files are reported by several threads, and whoever has all the pieces writes
 * them one after the other, so that memory does not grow with the number of files.
 */
export interface Reporter {
  /** Before the first file. */
  readonly head: string;
  /** One file; empty where there is nothing to say about it. */
  file(report: FileReport): string;
  /** Between two files that are not empty. */
  readonly separator: string;
  /** For a format that holds a limited number of results. */
  readonly limit?: {
    readonly results: number;
    /** The first results of what `file` returned, and how many there are in all. */
    first(output: string, count: number): { readonly output: string; readonly all: number };
  };
  /** After the last file. */
  tail(totals: Totals): string;
}

/** What was found in one file. */
export interface FileReport {
  /** As it was named, relative to the working directory. */
  readonly file: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What was found in all. */
export interface Totals {
  readonly files: number;
  /** Files and folders that could not be read or written. */
  readonly failures: number;
  readonly counts: Counts;
  /** Results that were left out because of the limit of the format. */
  readonly leftOut: number;
}

/** How many problems there are of each kind, and how many of all of them --fix mends. */
export type Counts = Record<Severity | "fixable", number>;

/** What the place of output can show. */
export interface Style {
  readonly color: boolean;
  /** So many characters of a line are shown. */
  readonly width: number;
  /** Where the pages of the rules are, for terminals that show links. */
  readonly pages?: string | undefined;
}
