/** What an author sees after a change that the product made: the right file, the right selection, one undo step. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  actionsAt,
  apply,
  isInOtherHost,
  openText,
  rangeOf,
  settledProblems,
  until,
  workspaceFolder,
} from "./support.js";

const ALLOY = `{
  "name": "authoring",
  "version": "1.0.0",
  "source": { "baseModel": "Qwen/Qwen2.5-Coder-7B", "architecture": "qwen2" },
  "stages": [
    {
      "type": "prune",
      "strategy": "entropy",
      "level": 0.3
    },
    { "type": "eval", "benchmarks": [{ "name": "humaneval" }] }
  ]
}
`;

const accept = () => vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");

suite("authoring", () => {
  teardown(() => vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  async function open(text = ALLOY): Promise<vscode.TextEditor> {
    const editor = await openText("authoring.alloy.json", text);
    await settledProblems(editor);
    return editor;
  }

  const typesIn = ({ document }: vscode.TextEditor): string[] =>
    JSON.parse(document.getText()).stages.map(({ type }: { type: string }) => type);

  async function undo(editor: vscode.TextEditor): Promise<void> {
    await vscode.commands.executeCommand("leaveSnippet");
    await vscode.commands.executeCommand("undo");
    assert.equal(editor.document.getText(), ALLOY, "one undo step takes the change back");
  }

  async function choose(editor: vscode.TextEditor, under: string, title: RegExp): Promise<void> {
    const actions = await actionsAt(editor.document, rangeOf(editor.document, under), "refactor");
    const action = actions.find((one) => title.test(one.title));
    await apply(action);
    const { command, arguments: given = [] } = action?.command ?? {};
    if (command) await vscode.commands.executeCommand(command, ...given);
  }

  test("a new alloy has its name, its path, and tab stops, and stays an alloy when saved", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const done = vscode.commands.executeCommand("forge-alloy.newAlloy");
    const editor = await until(async () => {
      await accept();
      const active = vscode.window.activeTextEditor;
      return active?.document.isUntitled && active.document.getText() !== "" ? active : undefined;
    }, "a new alloy");
    await done;
    const { document } = editor;
    const { name } = JSON.parse(document.getText());
    assert.equal(document.languageId, "forge-alloy");
    assert.ok(document.uri.path.endsWith(`/${name}.alloy.json`), document.uri.path);
    const { baseModel } = JSON.parse(document.getText()).source;
    assert.equal(document.getText(editor.selection), "", "first the description, which is empty");
    await vscode.commands.executeCommand("jumpToNextSnippetPlaceholder");
    assert.equal(document.getText(editor.selection), baseModel);
    await vscode.commands.executeCommand("workbench.action.files.save");
    const saved = await until(() => {
      const active = vscode.window.activeTextEditor?.document;
      return active && !active.isUntitled && !active.isDirty ? active : undefined;
    }, "the alloy to be saved");
    assert.equal(saved.languageId, "forge-alloy");
    assert.ok(saved.uri.path.startsWith(workspaceFolder().path));
    await vscode.workspace.fs.delete(saved.uri);
  });

  test("an inserted stage has its first value selected", async () => {
    const editor = await open();
    await choose(editor, '"prune"', /^Insert "train" \(intent only\) after stage 1/);
    assert.deepEqual(typesIn(editor), ["prune", "train", "eval"]);
    await until(() => editor.document.getText(editor.selection) === "lora" || undefined, "the tab stop");
    await undo(editor);
  });

  test("Insert Stage… selects the first value of the stage", async () => {
    const editor = await open();
    const position = rangeOf(editor.document, '"prune"').start;
    editor.selection = new vscode.Selection(position, position);
    const done = vscode.commands.executeCommand("forge-alloy.insertStage");
    await until(async () => {
      await accept();
      return typesIn(editor).length === 3 || undefined;
    }, "a stage to be inserted");
    await done;
    await until(() => !editor.selection.isEmpty || undefined, "the tab stop");
    await undo(editor);
  });

  test("a moved and a duplicated stage are selected", async () => {
    const editor = await open();
    const prune = /\{\n {6}"type": "prune"[^}]*\}/.exec(ALLOY)?.[0];
    await choose(editor, '"prune"', /^Move stage 1 prune down$/);
    assert.deepEqual(typesIn(editor), ["eval", "prune"]);
    if (!isInOtherHost()) assert.equal(editor.document.getText(editor.selection), prune);
    assert.match(editor.document.getText(), /\n {4}\{\n {6}"type": "prune",\n/);
    await undo(editor);
    await choose(editor, '"prune"', /^Duplicate stage 1 prune$/);
    assert.deepEqual(typesIn(editor), ["prune", "prune", "eval"]);
    if (!isInOtherHost()) {
      assert.equal(editor.document.getText(editor.selection), prune);
      assert.ok(editor.selection.start.line > rangeOf(editor.document, "}").start.line);
    }
    await undo(editor);
  });

  test("ghost text after a complete stage is accepted as the next one", async () => {
    const editor = await open();
    const end = rangeOf(editor.document, '"level": 0.3\n    }').end;
    editor.selection = new vscode.Selection(end, end);
    await until(async () => {
      await vscode.commands.executeCommand("editor.action.inlineSuggest.trigger");
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await vscode.commands.executeCommand("editor.action.inlineSuggest.commit");
      return editor.document.getText() !== ALLOY || undefined;
    }, "ghost text");
    assert.deepEqual(typesIn(editor).length, 3);
    assert.match(editor.document.getText(), /\n {4}\},\n {4}\{\n {6}"type": "/);
  });

  test("menus group refactorings by their kind", async () => {
    const editor = await open();
    const kinds = new Map(
      (await actionsAt(editor.document, rangeOf(editor.document, '"prune"'), "refactor")).map(
        ({ title, kind }) => [title.split(" ")[0], kind?.value],
      ),
    );
    assert.equal(kinds.get("Move"), "refactor.move");
    assert.equal(kinds.get("Duplicate"), "refactor.rewrite");
    assert.equal(kinds.get("Insert"), "refactor.rewrite");
  });
});

suite("tasks", () => {
  test("check and gate are offered", async function () {
    if (isInOtherHost()) this.skip(); // a web worker starts no processes
    const tasks = await vscode.tasks.fetchTasks({ type: "forge-alloy" });
    assert.deepEqual(tasks.map(({ name }) => name).sort(), ["check", "gate"]);
    const check = tasks.find(({ name }) => name === "check");
    assert.deepEqual(check?.problemMatchers, ["$forge-alloy"]);
  });
});
