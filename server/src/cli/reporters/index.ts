import { Failure } from "../failure.js";
import { github } from "./github.js";
import { json } from "./json.js";
import { junit } from "./junit.js";
import { pretty } from "./pretty.js";
import type { Reporter } from "./reporter.js";
import { sarif } from "./sarif.js";

const REPORTERS: Readonly<Record<string, () => Reporter>> = { pretty, json, sarif, github, junit };

export const FORMATS = Object.keys(REPORTERS);

/** @throws {Failure} for a format that does not exist */
export function reporterFor(format: string): Reporter {
  const make = Object.hasOwn(REPORTERS, format) ? REPORTERS[format] : undefined;
  if (!make) throw new Failure(`There is no format ${format}. There are ${FORMATS.join(", ")}.`);
  return make();
}
