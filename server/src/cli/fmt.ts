import { Alloy } from "../alloy/alloy.js";
import { publicationsOf } from "../alloy/receipt.js";
import { format } from "../features/format.js";
import { applyEdits } from "../text/edits.js";
import { EXIT } from "./failure.js";
import { filesFrom, readText, writeText } from "./files.js";
import { Project } from "./project.js";

const OPTIONS = { tabSize: 2, insertSpaces: true };

/** Lays out files, or says which ones are not. Published alloys are left alone unless that is allowed. */
export async function fmt(
  paths: readonly string[],
  { check, allowPublished }: { check?: boolean; allowPublished?: boolean },
): Promise<number> {
  const project = new Project({});
  let odd = 0;
  let failures = 0;
  for (const file of await filesFrom(paths.length > 0 ? paths : ["."])) {
    const read = readText(file);
    const alloy = "text" in read ? Alloy.parse(read.text, project.registry(file)) : undefined;
    const result = alloy && format(alloy, OPTIONS);
    if (!("text" in read) || !alloy || !result || "refusal" in result) {
      failures++;
      process.stderr.write(
        `${"reason" in read ? read.reason : `${file}: ${result && "refusal" in result ? result.refusal : ""}`}\n`,
      );
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
    process.stdout.write(`${file}\n`);
    if (!check) writeText(file, applyEdits(read.text, result.edits));
  }
  if (failures > 0) return EXIT.failure;
  return check && odd > 0 ? EXIT.problems : EXIT.clean;
}
