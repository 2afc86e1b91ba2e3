/** The MCP tools `check_alloy` and `evaluate_gate` return the results that the command line prints. */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Diagnostic } from "../../server/src/library/types.js";
import { run } from "../cli/support.js";
import { ROOT } from "../protocol/client.js";
import { connect, folder, withServers } from "./support.js";

suite("mcp and the command line", () => {
  withServers();

  test("check_alloy says what check --format json says, and evaluate_gate what gate says", async () => {
    mkdirSync(path.join(folder, "models"));
    const names = alloysBelow(path.join(ROOT, "examples")).map((file) => {
      copyFileSync(file, path.join(folder, "models", path.basename(file)));
      return `models/${path.basename(file)}`;
    });
    const { call } = await connect();
    for (const level of ["error", "information", "hint"]) {
      const { out } = run(["check", "models", "--format", "json", "--level", level], { cwd: folder });
      for (const { file, diagnostics } of JSON.parse(out).files as {
        file: string;
        diagnostics: Diagnostic[];
      }[]) {
        const { data } = await call("check_alloy", { path: file, level, maxProblems: 1000 });
        assert.equal(data.file, file.replaceAll("\\", "/")); // the command line names it as Windows does
        const problems = data.problems.map(({ excerpt, ...problem }: Record<string, unknown>) => problem);
        assert.deepEqual(problems, diagnostics.map(asProblem), `${file} at ${level}`);
      }
    }
    for (const name of names) {
      const { out } = run(["gate", name, "--format", "json"], { cwd: folder });
      const { fromFile, errors, ...report } = (await call("evaluate_gate", { path: name })).data;
      const { errors: expected, ...others } = JSON.parse(out);
      assert.deepEqual(report, others, name);
      assert.equal(errors.length, expected.length);
    }
  });
});

/** Without the range, of which only the start is told. */
function asProblem({ range, related, ...diagnostic }: Diagnostic) {
  return { ...diagnostic, ...(related && { related: related.map(({ range, ...one }) => one) }) };
}

function alloysBelow(...folders: string[]): string[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".alloy.json"))
        .map((name) => path.join(folder, name)),
    );
}
