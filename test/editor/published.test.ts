import assert from "node:assert/strict";
import * as vscode from "vscode";
import { alloysIn, codeOf, settledProblems, show } from "./support.js";

/** Recipes that the forge-alloy Python package rejects, with the code and underlined text of each error. */
const REFUSED: Record<string, string[]> = {
  "_seed_qwen2-5-7b-instruct-compacted.alloy.json": ['schema/enum "combined"'],
  "_seed_qwen3-vl-8b-instruct-compacted.alloy.json": [
    'schema/required "modality"',
    'schema/required "modality"',
  ],
};

async function errorsIn(file: vscode.Uri): Promise<string[]> {
  const editor = await show(file);
  const problems = await settledProblems(editor);
  return problems
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
    .map((problem) => `${codeOf(problem)} ${editor.document.getText(problem.range)}`);
}

suite("real alloys in the real editor", () => {
  teardown(() => vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  for (const folder of ["corpus/published", "corpus/examples"]) {
    test(`every file in ${folder} opens with no error`, async function () {
      this.timeout(120_000);
      const files = await alloysIn(folder);
      if (files.length === 0) return this.skip(); // the corpus does not come with the project
      for (const file of files) {
        assert.deepEqual(await errorsIn(file), [], file.path);
        await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
      }
    });
  }

  test("the recipes show exactly the errors for which readers refuse them", async function () {
    this.timeout(120_000);
    const files = await alloysIn("corpus/recipes");
    if (files.length === 0) return this.skip();
    for (const file of files) {
      const name = file.path.slice(file.path.lastIndexOf("/") + 1);
      assert.deepEqual(await errorsIn(file), REFUSED[name] ?? [], name);
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
  });

  test("our examples open with no error, but for the one full of mistakes", async function () {
    this.timeout(120_000);
    const files = (await alloysIn(".")).filter(({ path }) => !/\/(main-job-|survivor)/.test(path)); // other tests' own
    assert.ok(files.length >= 6);
    for (const file of files) {
      const errors = await errorsIn(file);
      if (file.path.includes("mistakes")) assert.ok(errors.length >= 8, errors.join("\n"));
      else assert.deepEqual(errors, [], file.path);
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
  });
});
