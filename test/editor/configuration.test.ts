import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  actionsAt,
  apply,
  codeOf,
  isInOtherHost,
  openText,
  problemsWhen,
  rangeOf,
  until,
  workspaceFolder,
} from "./support.js";

const ALLOY = `{
  "name": "suppressed",
  "version": "1.0.0",
  "tags": null,
  "source": { "baseModel": "a/b", "architecture": "qwen2" },
  "stages": [{ "type": "eval", "benchmarks": [{ "name": "humaneval" }] }]
}
`;

suite("configuration of a folder", () => {
  teardown(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    for (const name of [".forge-alloy/config.json", "suppressed.alloy.json", "linked.alloy.json"]) {
      const uri = vscode.Uri.joinPath(workspaceFolder(), name);
      await vscode.workspace.fs.delete(uri, { recursive: true }).then(undefined, () => {});
    }
  });

  test("suppress here writes it, shows where the reason goes, and the problem is gone at once", async function () {
    const editor = await openText("suppressed.alloy.json", ALLOY);
    const problems = await problemsWhen(editor.document.uri, (found) => found.length > 0);
    assert.deepEqual(problems.map(codeOf), ["schema/null"]);
    const actions = await actionsAt(editor.document, rangeOf(editor.document, "null"), "quickfix");
    const action = actions.find(({ title }) => title === "Suppress schema/null here");
    assert.ok(action, String(actions.map(({ title }) => title)));
    if (isInOtherHost()) return this.skip(); // test/editor/ui/window.test.ts presses the lightbulb
    await apply(action);
    const shown = await until(() => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.path.endsWith("/.forge-alloy/config.json") ? active : undefined;
    }, "the configuration to be shown");
    assert.equal(shown.document.languageId, "forge-alloy-configuration");
    await until(() => !shown.document.isDirty, "the configuration to be saved"); // by "files.refactoring.autoSave"
    await problemsWhen(editor.document.uri, (found) => found.length === 0);
    // The new file is empty at first, which is a different problem.
    const isReason = (problem: vscode.Diagnostic) => codeOf(problem) === "configuration/reason";
    const problemsThen = await problemsWhen(shown.document.uri, (found) => found.some(isReason));
    assert.ok(problemsThen.find(isReason)?.range.contains(shown.selection));
  });

  test("hover on a rule says what it is about", async () => {
    // For no file of the other tests: VS Code keeps a document for minutes, also if its file is gone.
    const text = '{\n  "overrides": [{ "files": ["none/*"], "rules": { "schema/null": "off" } }]\n}\n';
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(workspaceFolder(), ".forge-alloy"));
    const { document } = await openText(".forge-alloy/config.json", text);
    const at = rangeOf(document, "schema/null").start.translate(0, 2);
    const shown = await until(async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        at,
      );
      const words = hovers
        .flatMap(({ contents }) => contents.map((one) => (typeof one === "string" ? one : one.value)))
        .join("\n");
      return words.includes("Severity:") ? words : undefined;
    }, "the hover");
    assert.doesNotMatch(shown, /undefined/);
  });

  test("the code of a message links to its page", async function () {
    const editor = await openText("linked.alloy.json", ALLOY);
    const [problem] = await problemsWhen(editor.document.uri, (found) => found.length > 0);
    const code = problem?.code;
    if (isInOtherHost()) return this.skip(); // test/editor/ui/window.test.ts clicks the link
    assert.ok(typeof code === "object");
    const page = await vscode.workspace.openTextDocument(code.target);
    assert.ok(page.getText().startsWith("# schema/null\n"), page.getText().slice(0, 40));
    await vscode.commands.executeCommand("vscode.open", code.target);
    const tab = await until(
      () => vscode.window.tabGroups.activeTabGroup.activeTab,
      "the page to be shown, rendered",
    );
    assert.ok(tab.input instanceof vscode.TabInputCustom, "the page is shown as text");
    assert.equal(tab.input.viewType, "vscode.markdown.preview.editor");
  });
});
