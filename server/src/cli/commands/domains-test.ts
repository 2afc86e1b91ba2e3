import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { MAX_BYTES } from "../../disk/limits.js";
import { pointerOf } from "../../library/diagnostic.js";
import { diagnose } from "../../lint/lint.js";
import { sanitizeForTerminal } from "../../text/sanitize.js";
import { EXIT } from "../../workspace/failure.js";
import { readText } from "../../workspace/files.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { alloysFrom } from "../alloys.js";
import { putFile } from "../put-file.js";
import { printLine, say } from "../terminal.js";

/** A problem that a test alloy is to have. */
interface Expected {
  readonly code: string;
  /** JSON pointer. */
  readonly pointer: string;
  readonly severity: string;
}

interface TestOptions extends ProjectOptions {
  /** Write what is found as what is expected. */
  readonly update?: boolean;
}

/** Of each alloy with a list of expected problems next to it, compares these with what is found. */
export async function testDomains(folder: string | undefined, options: TestOptions): Promise<number> {
  const totals = { passed: 0, failed: 0, untested: 0, written: 0, unreadable: 0 };
  const failure = (reason: string) => {
    totals.unreadable++;
    say(`error: ${reason}`);
  };
  const project = await Project.open(options);
  for await (const { file, alloy } of alloysFrom([folder ?? "."], project, { failure, note: say })) {
    const sidecar = sidecarOf(file);
    const isThere = existsSync(sidecar);
    const found = diagnose(alloy, await project.settings(file)).problems.map(
      (problem): Expected => ({
        code: problem.code,
        pointer: pointerOf(problem, alloy),
        severity: problem.severity,
      }),
    );
    if (options.update) {
      if (putFile(sidecar, textOf(found))) totals.written++;
      continue;
    }
    if (!isThere) {
      totals.untested++;
      continue;
    }
    const expected = read(sidecar);
    if ("reason" in expected) failure(expected.reason);
    else if (report(file, expected.list, found)) totals.passed++;
    else totals.failed++;
  }
  return conclude(totals, options);
}

function conclude(
  { passed, failed, untested, written, unreadable }: Record<string, number>,
  { update }: TestOptions,
): number {
  if (update) printLine(`Wrote ${count(written ?? 0, "file")}.`);
  else {
    const left = untested ? ` ${count(untested, "alloy")} without expectations; --update writes them.` : "";
    printLine(`${passed} passed, ${failed} failed.${left}`);
  }
  if (unreadable) return EXIT.failure;
  if (!update && passed === 0 && failed === 0) {
    say("error: no alloy has expectations (*.alloy.expected.json)");
    return EXIT.failure;
  }
  return failed ? EXIT.problems : EXIT.clean;
}

/** `NAME.alloy.expected.json` of `NAME.alloy.json`. */
function sidecarOf(file: string): string {
  return file.replace(/\.json$/, ".expected.json");
}

/** Prints what is missing and what is not expected; says whether all is as expected. */
function report(file: string, expected: readonly Expected[], found: readonly Expected[]): boolean {
  const open = [...found];
  const missing = expected.filter((one) => {
    const index = open.findIndex((other) => isDeepStrictEqual(other, one));
    if (index >= 0) open.splice(index, 1);
    return index < 0;
  });
  if (missing.length + open.length === 0) return true;
  printLine(`FAILED ${sanitizeForTerminal(file)}`);
  for (const one of missing) printLine(`  missing:    ${words(one)}`);
  for (const one of open) printLine(`  unexpected: ${words(one)}`);
  return false;
}

function words({ code, pointer, severity }: Expected): string {
  return sanitizeForTerminal(`${severity} ${code} at ${pointer === "" ? "the alloy" : pointer}`);
}

function read(sidecar: string): { readonly list: readonly Expected[] } | { readonly reason: string } {
  const text = readText(sidecar, MAX_BYTES.settings);
  if ("reason" in text) return text;
  try {
    const list: unknown = JSON.parse(text.text);
    if (Array.isArray(list) && list.every(isExpected)) {
      return { list: list.map(({ code, pointer, severity }) => ({ code, pointer, severity })) };
    }
  } catch {
    // Said below.
  }
  return { reason: `${sidecar} is not an array of {"code", "pointer", "severity"}` };
}

function isExpected(value: unknown): value is Expected {
  const { code, pointer, severity } = (value ?? {}) as Partial<Expected>;
  return [code, pointer, severity].every((part) => typeof part === "string");
}

function textOf(found: readonly Expected[]): string {
  const items = found.map((one) => `  ${JSON.stringify(one, null, 1).replace(/\n\s*/g, " ")}`);
  return items.length === 0 ? "[]\n" : `[\n${items.join(",\n")}\n]\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
