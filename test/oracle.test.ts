/**
 * Compares our errors with the verdicts of the forge-alloy Python package (pydantic 2.13) in
 * `../shared/oracle`, if that folder is next to the project. If the package rejects an alloy, we must report
 * an error near the same place; if it accepts the alloy, we must report none.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { diagnose, placeOf } from "../server/src/lint/lint.js";
import { printPointer } from "../server/src/syntax/tree.js";
import { alloyOf } from "../server/src/testing/fixtures.js";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const VERDICTS = path.join(ROOT, "../shared/oracle/reference.jsonl");

interface Verdict {
  /** What was varied, `Model.field`. */
  readonly field: string;
  /** How, by a short name. */
  readonly value: string;
  /** The alloy. */
  readonly text: string;
  /** JSON pointers to what the package rejects; empty if it accepts the alloy. */
  readonly refused: readonly string[];
}

suite("agreement with the Python package", () => {
  test("an error where it rejects, none where it accepts", function () {
    if (!existsSync(VERDICTS)) {
      console.log("      ../shared/oracle is not beside the project");
      return this.skip();
    }
    const lines = readFileSync(VERDICTS, "utf8").trimEnd().split("\n");
    assert.deepEqual(
      lines.flatMap((line) => disagreement(JSON.parse(line))),
      [],
    );
  });
});

/** Returns a description of the disagreement in an array, or an empty array. */
function disagreement({ field, value, text, refused }: Verdict): string[] {
  const errors = errorsIn(text);
  const agrees =
    refused.length === 0
      ? errors.length === 0
      : errors.some((error) => refused.some((place) => isNear(error, place)));
  return agrees ? [] : [`${field} ${value}: ${errors.join()} instead of ${refused.join()} in ${text}`];
}

/** JSON pointers to what we report as errors. */
function errorsIn(text: string): string[] {
  const alloy = alloyOf(text);
  return diagnose(alloy)
    .problems.filter(({ severity }) => severity === "error")
    .map((problem) => printPointer(placeOf(problem, alloy)));
}

/** Whether one place holds the other, or both are the same. */
function isNear(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
