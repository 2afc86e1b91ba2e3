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

const IN_EXAMPLES = ["", "examples"].map((folder) =>
  [folder, "lab-batch.alloy.json"].filter(Boolean).join("/"),
);

suite("a domain of the workspace's own", () => {
  teardown(async () => {
    // What was typed into a domain must not reach the next test.
    for (const editor of vscode.window.visibleTextEditors) {
      await vscode.window.showTextDocument(editor.document);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    for (const name of ["new-domain.alloy.json", ".forge-alloy/domains/my-lab.json"]) {
      await vscode.workspace.fs
        .delete(vscode.Uri.joinPath(workspaceFolder(), name))
        .then(undefined, () => {});
    }
  });

  async function openBatch(): Promise<vscode.TextEditor> {
    for (const name of IN_EXAMPLES) {
      const uri = vscode.Uri.joinPath(workspaceFolder(), name);
      const isThere = await vscode.workspace.fs.stat(uri).then(
        () => true,
        () => false,
      );
      if (isThere) return vscode.window.showTextDocument(uri, { preview: false });
    }
    assert.fail("the example is not in the workspace");
  }

  test("its alloy is understood, and an edit of the domain shows in it at once", async () => {
    const editor = await openBatch();
    const { document } = editor;
    const symbols = await until(async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
        "vscode.executeDocumentSymbolProvider",
        document.uri,
      );
      return found?.find(({ name }) => name === "stages")?.children.length === 5 ? found : undefined;
    }, "the outline");
    assert.ok(
      symbols.find(({ name }) => name === "stages")?.children[1]?.name.includes("synthesize · 60 °C"),
    );
    const [target] = await vscode.commands.executeCommand<vscode.Location[]>(
      "vscode.executeDefinitionProvider",
      document.uri,
      rangeOf(document, '"synthesize"').start.translate(0, 2),
    );
    assert.ok(target);
    assert.ok(target.uri.path.endsWith("/.forge-alloy/domains/lab-batch.json"), String(target?.uri));
    const domain = await show(target.uri);
    assert.equal(domain.document.languageId, "forge-alloy-domain");
    await domain.edit((edit) => edit.replace(rangeOf(domain.document, '"maximum": 400'), '"maximum": 50'));
    await problemsWhen(document.uri, (found) => found.some((problem) => codeOf(problem) === "schema/range"));
    await vscode.commands.executeCommand("undo");
    await problemsWhen(document.uri, (found) => found.length === 0);
  });

  test("the domain file itself is checked while it is written", async () => {
    const editor = await openBatch();
    const uri = vscode.Uri.joinPath(editor.document.uri, "../.forge-alloy/domains/lab-batch.json");
    const domain = await show(uri);
    await domain.edit((edit) =>
      edit.replace(rangeOf(domain.document, '"phase": "input"'), '"phase": "inptu"'),
    );
    const [problem] = await problemsWhen(uri, (found) => found.length > 0);
    assert.equal(problem && codeOf(problem), "vocabulary/phase");
    const fixes = await actionsAt(domain.document, problem?.range as vscode.Range, "quickfix");
    await apply(fixes.find(({ isPreferred }) => isPreferred));
    await problemsWhen(uri, (found) => found.length === 0);
  });

  test("an unknown id becomes a domain by the lightbulb", async function () {
    const editor = await openText(
      "new-domain.alloy.json",
      '{ "name": "a", "version": "1.0.0", "domains": ["my-lab"], "source": { "baseModel": "a", "architecture": "b" }, "stages": [{ "type": "step" }] }\n',
    );
    await problemsWhen(editor.document.uri, (found) => found.length > 0);
    const actions = await actionsAt(editor.document, rangeOf(editor.document, '"my-lab"'), "quickfix");
    const action = actions.find(({ title }) => title.startsWith('Create the domain "my-lab"'));
    assert.ok(action);
    if (isInOtherHost()) return this.skip(); // its command is not known in this one
    await apply(action);
    await problemsWhen(editor.document.uri, (found) =>
      found.every((problem) => codeOf(problem) === "domain/draft"),
    );
  });
});
