import type { FileReport } from "../diagnostic.js";

/** Writes reports to standard output as they come. */
export interface Reporter {
  file(report: FileReport): void;
  /** After the last file. */
  end(): void;
}
