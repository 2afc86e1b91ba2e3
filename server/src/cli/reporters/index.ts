import type { FileReport } from "../diagnostic.js";
import { Failure } from "../failure.js";
import { github } from "./github.js";
import { json } from "./json.js";
import { junit } from "./junit.js";
import { pretty } from "./pretty.js";
import { sarif } from "./sarif.js";

/** Writes reports to standard output as they come. */
export interface Reporter {
  file(report: FileReport): void;
  /** After the last file. */
  end(): void;
}

const REPORTERS: Readonly<Record<string, () => Reporter>> = { pretty, json, sarif, github, junit };

export const FORMATS = Object.keys(REPORTERS);

/** @throws {Failure} for a format that does not exist */
export function reporterFor(format: string): Reporter {
  const make = Object.hasOwn(REPORTERS, format) ? REPORTERS[format] : undefined;
  if (!make) throw new Failure(`There is no format ${format}. There are ${FORMATS.join(", ")}.`);
  return make();
}
