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
  show,
  until,
  workspaceFolder,
} from "./support.js";

const ALLOY =
  '{ "name": "a", "version": "1.0.0", "source": { "baseModel": "a/b", "architecture": "gemma4" }, "stages": [{ "type": "train" }, { "type": "quant", "format": "gguf", "quantTypes": ["Q4_K_M"] }] }\n';

/** In a folder of its own: VS Code keeps documents open for a while, and profiles apply to all alloys below. */
const profileUri = (name: string) =>
  vscode.Uri.joinPath(workspaceFolder(), "families/.forge-alloy/executors", `${name}.json`);

suite("an executor profile of the workspace's own", () => {
  teardown(async () => {
    for (const editor of vscode.window.visibleTextEditors) {
      await vscode.window.showTextDocument(editor.document);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    for (const uri of [vscode.Uri.joinPath(workspaceFolder(), "gemma.alloy.json"), profileUri("local")])
      await vscode.workspace.fs.delete(uri).then(undefined, () => {});
  });

  const isUnknown = (problem: vscode.Diagnostic) => codeOf(problem) === "executor/unknown-architecture";

  test("an unknown architecture is added by the lightbulb, with tab stops, and is known at once", async function () {
    if (isInOtherHost()) this.skip();
    const { document } = await openText("gemma.alloy.json", ALLOY);
    await problemsWhen(document.uri, (found) => found.some(isUnknown));
    const actions = await actionsAt(document, rangeOf(document, '"gemma4"'), "quickfix");
    const { command } = actions.find(({ title }) => title.startsWith('Add architecture "gemma4"')) ?? {};
    assert.ok(command, "the action is not offered");
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    const editor = await until(async () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.getText().includes('"gemma4": {') ? active : undefined;
    }, "the profile");
    assert.equal(editor.document.languageId, "forge-alloy-executor");
    assert.equal(
      editor.document.getText(editor.selection),
      editor.document.uri.path.endsWith("/local.json") ? "Executor of this workspace" : "gemma4",
    );
    await problemsWhen(document.uri, (found) => !found.some(isUnknown));
    await vscode.commands.executeCommand("jumpToNextSnippetPlaceholder");
    await vscode.commands.executeCommand("leaveSnippet");

    // The profile decides: without the stage, it is not implemented.
    const text = editor.document.getText();
    const at = text.indexOf('"train"', text.indexOf('"gemma4"'));
    const [start, end] = [editor.document.positionAt(at), editor.document.positionAt(at + '"train"'.length)];
    await editor.edit((edit) => edit.replace(new vscode.Range(start, end), '"prune"'));
    const [problem] = await problemsWhen(document.uri, (found) =>
      found.some((one) => codeOf(one) === "executor/stage-not-implemented"),
    );
    assert.ok(problem);
  });

  test("the profile itself is checked and completed while it is written", async () => {
    await vscode.workspace.fs.writeFile(
      profileUri("local"),
      new TextEncoder().encode(
        '{ "id": "local", "title": "Local", "extends": "refrence", "architectures": { "gemma4": { "stages": ["prune"] } } }\n',
      ),
    );
    const { document } = await show(profileUri("local"));
    const [problem] = await problemsWhen(document.uri, (found) => found.length > 0);
    assert.equal(problem && codeOf(problem), "profile/extends");
    const fixes = await actionsAt(document, problem?.range as vscode.Range, "quickfix");
    await apply(fixes.find(({ isPreferred }) => isPreferred));
    await problemsWhen(document.uri, (found) => found.length === 0);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      rangeOf(document, 'prune"').start,
    );
    assert.ok(items.some(({ label }) => label === "expert-prune"));
  });
});
