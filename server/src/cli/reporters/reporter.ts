import type { AppliedFix } from "../../library/fix-text.js";
import type { Diagnostic, Severity } from "../../library/types.js";
import type { KnownProblem } from "../known-problem.js";

/**
 * A format of the report, as text only: several threads report files, and the thread that collects all parts
 * writes them one after the other, so that memory use does not grow with the number of files.
 */
export interface Reporter {
  /** Before the first file. */
  readonly head: string;
  /** One file; empty if the form has nothing to report about it. */
  file(report: FileReport): string;
  /** One file that could not be read. */
  unreadable(file: UnreadableFile): string;
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
  /** Problems of the text at the level of the report or above. */
  readonly diagnostics: readonly Diagnostic[];
  /** Fixes that were applied, or would be in a dry run; `undefined` if the run does not fix. */
  readonly fixes?: readonly AppliedFix[] | undefined;
  /** Problems of the baseline that no longer occur. */
  readonly gone?: readonly KnownProblem[] | undefined;
  /** The fixes that a problem has, by its index in `diagnostics`. */
  fixesOf(index: number): readonly OfferedFix[];
}

/** A fix that a problem has. */
export interface OfferedFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly { readonly range: Diagnostic["range"]; readonly text: string }[];
}

/** A file that could not be read, and the reason in a sentence. */
export interface UnreadableFile {
  readonly file: string;
  readonly reason: string;
}

/** What was found in all. */
export interface Totals {
  /** Number of files that were checked. */
  readonly files: number;
  /** Number of files and folders that could not be read or written. */
  readonly failures: number;
  readonly unreadable: readonly UnreadableFile[];
  readonly counts: Counts;
  /** Number of results that were omitted because of the limit of the format. */
  readonly leftOut: number;
  /** The least severity that was reported. */
  readonly level: Severity;
  /** There is a baseline. */
  readonly hasBaseline: boolean;
  /** Only changes since a revision are reported; so many files have none. */
  readonly since?: { readonly revision: string; readonly unchanged: number } | undefined;
}

/**
 * Number of problems of each severity, reported or not; of those that are not reported (`hidden`), of those that --fix
 * fixes (`fixable`), and of the fixes that were applied (`fixed`). Known problems are none of these: those of the baseline
 * (`baseline`), and those that the revision has (`old`). `gone` are those of the baseline that no longer occur.
 */
export type Counts = Record<Severity | "hidden" | "fixable" | "fixed" | "baseline" | "gone" | "old", number>;

/** Capabilities of the output. */
export interface Style {
  readonly color: boolean;
  /** Number of characters of a line that are shown. */
  readonly width: number;
  /**
   * URL of the folder with the rule pages, for terminals that show links; `undefined` for other terminals.
   */
  readonly pages?: string | undefined;
}
