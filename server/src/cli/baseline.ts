/** The file of known problems that `check --baseline` reads and `--write-baseline` writes. */
import { existsSync } from "node:fs";
import path from "node:path";
import { MAX_BYTES } from "../disk/limits.js";
import { ENVELOPE } from "../library/envelope.js";
import { printableJson } from "../text/sanitize.js";
import { Failure } from "../workspace/failure.js";
import { createFile, readText, writeText } from "../workspace/files.js";
import { type KnownProblem, problemKey } from "./known-problem.js";

/** Known problems by file; the name is relative to the folder of the baseline, with `/`. */
export type KnownProblems = ReadonlyMap<string, readonly KnownProblem[]>;

export class Baseline {
  readonly file: string;
  readonly problems: KnownProblems;
  /** The text that was read; undefined if there is no such file yet. */
  readonly #text: string | undefined;

  /**
   * Reads a baseline.
   * @param mayBeMissing a file that does not exist has no problems: it is about to be written
   * @throws {Failure} if it cannot be read, or is something else
   */
  constructor(file: string, mayBeMissing: boolean) {
    this.file = file;
    if (mayBeMissing && !existsSync(file)) {
      this.problems = new Map();
      return;
    }
    const read = readText(file, MAX_BYTES.document);
    if ("reason" in read)
      throw new Failure(read.reason, existsSync(file) ? [] : ["hint: --write-baseline creates a baseline"]);
    this.#text = read.text;
    this.problems = parseBaseline(read.text, file);
  }

  /** The name of a file in this baseline. */
  nameOf(file: string): string {
    return path
      .relative(path.dirname(path.resolve(this.file)), path.resolve(file))
      .split(path.sep)
      .join("/");
  }

  /** The path of a name in this baseline. */
  pathOf(name: string): string {
    return path.resolve(path.dirname(path.resolve(this.file)), name);
  }

  /** The known problems of a file. */
  of(file: string): readonly KnownProblem[] {
    return this.problems.get(this.nameOf(file)) ?? [];
  }

  /**
   * Writes the problems of the files that were checked; those of files that were not, and exist, stay.
   * @throws {Failure} if the file cannot be written
   */
  write(checked: ReadonlyMap<string, readonly KnownProblem[]>): void {
    const all = new Map<string, readonly KnownProblem[]>();
    for (const [name, problems] of this.problems) if (existsSync(this.pathOf(name))) all.set(name, problems);
    for (const [file, problems] of checked) all.set(this.nameOf(file), problems);
    const text = printBaseline(all);
    if (this.#text === undefined) createFile(this.file, text);
    else if (this.#text !== text) writeText(this.file, { was: this.#text, text, isNamed: true });
  }
}

/** Sorted, one problem a line, so that version control shows which ones came and went. */
function printBaseline(known: KnownProblems): string {
  const files = [...known]
    .filter(([, problems]) => problems.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, problems]) => {
      const lines = [...counted(problems)].sort().map((line) => `      ${line}`);
      return `    ${printableJson(name)}: [\n${lines.join(",\n")}\n    ]`;
    });
  const body = files.length > 0 ? `{\n${files.join(",\n")}\n  }` : "{}";
  const { formatVersion, tool } = ENVELOPE;
  return `{\n  "formatVersion": ${formatVersion},\n  "tool": ${JSON.stringify(tool)},\n  "files": ${body}\n}\n`;
}

/** Problems as JSON; several that are alike are one with a count. */
function counted(problems: readonly KnownProblem[]): string[] {
  const counts = new Map<string, { problem: KnownProblem; count: number }>();
  for (const problem of problems) {
    const key = problemKey(problem);
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { problem, count: 1 });
  }
  return [...counts.values()].map(({ problem: { code, pointer, message }, count }) =>
    printableJson({ code, pointer, message, ...(count > 1 && { count }) }),
  );
}

/** Alike problems of one place, at most; more than `check` reports. */
const MAX_COUNT = 1_000_000;

function parseBaseline(text: string, file: string): KnownProblems {
  const fail = (what: string): never => {
    throw new Failure(`cannot use ${file} as a baseline: ${what}`, [
      "hint: --baseline needs a file that --write-baseline wrote",
    ]);
  };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail("it is not valid JSON");
  }
  const { formatVersion, tool, files } = Object(json) as Record<string, unknown>;
  if (Object(tool).name !== ENVELOPE.tool.name || !isObject(files)) return fail("another tool wrote it");
  if (formatVersion !== ENVELOPE.formatVersion) return fail("its formatVersion is not supported");
  return new Map(
    Object.entries(files).map(([name, list]) => {
      if (!Array.isArray(list)) return fail("its problems are not an array");
      return [
        name,
        list.flatMap(
          (entry) => problemsOf(entry) ?? fail("a problem in it has no code, pointer, or message"),
        ),
      ];
    }),
  );
}

function problemsOf(entry: unknown): KnownProblem[] | undefined {
  const { code, pointer, message, count = 1 } = Object(entry) as Record<string, unknown>;
  if (typeof code !== "string" || typeof pointer !== "string" || typeof message !== "string")
    return undefined;
  if (typeof count !== "number" || !Number.isInteger(count) || count < 1 || count > MAX_COUNT)
    return undefined;
  return Array<KnownProblem>(count).fill({ code, pointer, message });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
