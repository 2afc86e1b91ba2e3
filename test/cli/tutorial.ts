/** Does the steps of tutorials on the command line. */
import assert from "node:assert/strict";
import path from "node:path";
import { stepsOf } from "../tutorial-steps.js";
import { run, write } from "./support.js";

/** Writes the files and runs the commands in order; each command must print what follows it. */
export function runTutorial(markdown: string): { files: number; commands: number; codes: (number | null)[] } {
  const codes: (number | null)[] = [];
  let files = 0;
  for (const step of stepsOf(markdown)) {
    if (step.kind === "file") {
      files++;
      write(step.name, step.text);
    } else {
      const { code, out, err } = run(step.command.split(" "));
      codes.push(code);
      assertLines(out + err, step.output, step.command);
    }
  }
  return { files, commands: codes.length, codes };
}

/** The output has these lines in this order, with anything at each `…`; others may be between them. */
function assertLines(output: string, expected: string, command: string): void {
  // Tutorials show paths with slashes.
  const lines = output.replaceAll(path.sep, "/").split("\n");
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
