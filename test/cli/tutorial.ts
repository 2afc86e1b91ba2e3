/** Tutorials of the documentation, done as they say: `json FILE` blocks are files, `console` blocks are commands. */
import assert from "node:assert/strict";
import { run, write } from "./support.js";

/** Writes the files and runs the commands in order; each command must print what follows it. */
export function runTutorial(markdown: string): { files: number; commands: number; codes: (number | null)[] } {
  const text = markdown.replaceAll("\r\n", "\n");
  const codes: (number | null)[] = [];
  let files = 0;
  for (const [, kind, file, block = ""] of text.matchAll(/```(json|console)(?: (\S+))?\n([\s\S]*?)```/g)) {
    if (kind === "json" && file !== undefined) {
      files++;
      write(file, block);
    }
    if (kind !== "console") continue;
    for (const [, command = "", expected = ""] of block.matchAll(
      /^\$ forge-alloy (.*)\n((?:(?!\$ ).*\n)*)/gm,
    )) {
      const { code, out, err } = run(command.split(" "));
      codes.push(code);
      assertLines(out + err, expected, command);
    }
  }
  return { files, commands: codes.length, codes };
}

/** The output has these lines in this order, with anything at each `…`; others may be between them. */
function assertLines(output: string, expected: string, command: string): void {
  const lines = output.split("\n");
  let at = 0;
  for (const line of expected.split("\n").filter((one) => one !== "")) {
    const found = lines.findIndex((one, i) => i >= at && isAlike(one, line));
    assert.ok(found >= 0, `forge-alloy ${command} does not print:\n${line}\nbut:\n${output}`);
    at = found + 1;
  }
}

function isAlike(line: string, expected: string): boolean {
  const parts = expected.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(line);
}
