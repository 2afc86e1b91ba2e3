import path from "node:path";
import { format } from "../../features/format.js";
import { Alloy } from "../../model/alloy.js";
import { publicationsOf } from "../../model/receipt.js";
import { bundled } from "../../schema/bundled.js";
import { applyEdits, type Edit } from "../../syntax/edits.js";
import { whyUnreadable } from "../../syntax/unreadable.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { isLink, removeAbandoned, standardInput, writeText } from "../../workspace/files.js";
import { Project } from "../../workspace/project.js";
import { alloysFrom, NOTHING_FOUND } from "../alloys.js";
import { type Declare, EXIT_CODES, more } from "../command.js";
import { printLine, say } from "../terminal.js";

export const declareFmt: Declare = (program, done) => {
  program
    .command("fmt")
    .description("Format alloys; values keep their spelling")
    .argument(
      "[paths...]",
      "files, folders, and globs; - to format standard input to standard output; default: the current folder",
    )
    .option("--check", "list files that are not formatted, without writing")
    .option("--allow-published", "also format published alloys")
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy fmt", "format all alloys in the current folder"],
          ["forge-alloy fmt --check", "fail if a file is not formatted, for CI"],
          ["forge-alloy fmt - < a.alloy.json", "format standard input"],
        ],
        EXIT_CODES,
      ),
    )
    .action((paths, options) => done(fmt(paths, options)));
};

const OPTIONS = { tabSize: 2, insertSpaces: true };

/** Options of `forge-alloy fmt`. */
interface FmtOptions {
  readonly check?: boolean;
  readonly allowPublished?: boolean;
}

/** Formats files, or lists those that are not formatted. Published alloys are skipped unless that is allowed. */
export async function fmt(paths: readonly string[], { check, allowPublished }: FmtOptions): Promise<number> {
  if (paths.includes("-")) {
    if (paths.length > 1) throw new Failure("standard input (-) cannot be combined with files");
    return filter(await standardInput(), check === true);
  }
  let odd = 0;
  let failures = 0;
  const fail = (reason: string) => {
    failures++;
    say(`error: ${reason}`);
  };
  const named = new Set(paths.map((given) => path.normalize(given)));
  const listener = {
    failure: fail,
    note: say,
    folder(folder: string) {
      if (!check) removeAbandoned(folder);
    },
  };
  let files = 0;
  const project = await Project.open({}, fail);
  for await (const { file, text, alloy } of alloysFrom(paths, project, listener)) {
    files++;
    const fault = whyUnreadable(alloy.tree);
    if (fault) {
      fail(`cannot format ${file}: it ${fault}`);
      say("hint: forge-alloy check shows the problems");
      continue;
    }
    const edits = layOut(alloy);
    if (edits.length === 0) continue;
    if (publicationsOf(alloy) && !allowPublished) {
      if (!check) say(`warning: skipped ${file}: it is published (see --allow-published)`);
      continue;
    }
    odd++;
    if (check) {
      printLine(file);
      continue;
    }
    if (!named.has(file) && isLink(file)) {
      say(`warning: skipped ${file}: it is a link; specify it to format its target`);
      continue;
    }
    try {
      writeText(file, { was: text, text: applyEdits(text, edits), isNamed: named.has(file) });
      printLine(file);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      fail(error.message);
    }
  }
  if (failures > 0) return EXIT.failure;
  if (files === 0) say(NOTHING_FOUND);
  return check && odd > 0 ? EXIT.problems : EXIT.clean;
}

/**
 * Prints the formatted text. With `isCheck`, only the exit code reports whether the text is already
 * formatted.
 */
function filter(text: string, isCheck: boolean): number {
  const alloy = Alloy.parse(text, bundled);
  const fault = whyUnreadable(alloy.tree);
  if (fault)
    throw new Failure(`cannot format standard input: it ${fault}`, [
      "hint: forge-alloy check - shows the problems",
    ]);
  const edits = layOut(alloy);
  if (isCheck) return edits.length > 0 ? EXIT.problems : EXIT.clean;
  process.stdout.write(applyEdits(text, edits));
  return EXIT.clean;
}

/**
 * Returns the edits that format a readable text. Guesses about any other text are for an editor, where the
 * author sees them.
 * @throws {Failure}
 */
function layOut(alloy: Alloy): readonly Edit[] {
  const result = format(alloy, OPTIONS);
  if ("refusal" in result) throw new Failure(result.refusal);
  return result.edits;
}
