import { publicationsOf } from "../alloy/receipt.js";
import { format } from "../features/format.js";
import { applyEdits } from "../text/edits.js";
import { alloysFrom } from "./alloys.js";
import { EXIT, Failure } from "./failure.js";
import { writeText } from "./files.js";
import { Project } from "./project.js";

const OPTIONS = { tabSize: 2, insertSpaces: true };

/** Lays out files, or says which ones are not. Published alloys are left alone unless that is allowed. */
export function fmt(
  paths: readonly string[],
  { check, allowPublished }: { check?: boolean; allowPublished?: boolean },
): number {
  let odd = 0;
  let failures = 0;
  const fail = (reason: string) => {
    failures++;
    process.stderr.write(`${reason}\n`);
  };
  for (const { file, text, alloy } of alloysFrom(paths, new Project({}), fail)) {
    const result = format(alloy, OPTIONS);
    if ("refusal" in result) {
      fail(`${file}: ${result.refusal}`);
      continue;
    }
    if (result.edits.length === 0) continue;
    if (publicationsOf(alloy) && !allowPublished) {
      if (!check)
        process.stderr.write(
          `${file} is published and was not changed; --allow-published does it all the same.\n`,
        );
      continue;
    }
    odd++;
    if (check) {
      process.stdout.write(`${file}\n`);
      continue;
    }
    try {
      writeText(file, applyEdits(text, result.edits));
      process.stdout.write(`${file}\n`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      fail(error.message);
    }
  }
  if (failures > 0) return EXIT.failure;
  return check && odd > 0 ? EXIT.problems : EXIT.clean;
}
