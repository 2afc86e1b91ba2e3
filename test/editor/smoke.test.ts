import assert from "node:assert/strict";
import * as vscode from "vscode";

suite("smoke", () => {
  test("an alloy opens as Forge Alloy", async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, "the tests run with a workspace folder open");
    const file = vscode.Uri.joinPath(folder.uri, "smoke.alloy.json");
    await vscode.workspace.fs.writeFile(file, Buffer.from('{ "name": "smoke" }\n'));
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, "forge-alloy");
  });
});
