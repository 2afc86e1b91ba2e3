/** Completion by typing, as the editor closes quotation marks and brackets: what is accepted is valid JSON. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { openText, settledProblems, until, workspaceFolder } from "./support.js";

/** File, text with the cursor as `|`, what is typed, the item, and the text after it was accepted. */
const CASES: readonly [file: string, marked: string, typed: string, expected: RegExp][] = [
  [".forge-alloy/config.json", "{\n  |\n}\n", '"ru', /^\{\n {2}"rules": \{\n {4}\n {2}\}\n\}\n$/],
  [
    ".forge-alloy/config.json",
    '{\n  "rules": {|}\n}\n',
    '"accept',
    /"rules": \{\n {4}"acceptance": "off"\n {2}\}\n/,
  ],
  [
    ".forge-alloy/config.json",
    '{\n  "rules": {|}\n}\n',
    '"schema/nul',
    /"rules": \{\n {4}"schema\/null": "off"\n {2}\}\n/,
  ],
  [
    ".forge-alloy/config.json",
    '{\n  "rules": {"schema/null": |}\n}\n',
    '"war',
    /"schema\/null": "warning"\}\n/,
  ],
  [
    ".forge-alloy/config.json",
    '{\n  "suppressions": [{"code": |}]\n}\n',
    '"stage/phase-o',
    /"code": "stage\/phase-order"\}\]\n/,
  ],
  [".forge-alloy/domains/typed.json", "{\n  |\n}\n", '"titl', /^\{\n {2}"title": ""\n\}\n$/],
  ["typed.alloy.json", "{\n  |\n}\n", '"nam', /^\{\n {2}"name": ""\n\}\n$/],
  ["typed.alloy.json", '{\n  "stages": [{"type": |}]\n}\n', '"pru', /"type": "prune"\}\]\n/],
];

suite("completion by typing", () => {
  for (const [index, [name, marked, typed, expected]] of CASES.entries())
    test(`${typed} in ${name}: ${JSON.stringify(marked)}`, async () => {
      // Each in a file of its own: a document may outlive its editor.
      const file = `typed-${index}/${name}`;
      const offset = marked.indexOf("|");
      const editor = await openText(file, marked.replace("|", ""));
      const { document } = editor;
      await settledProblems(editor);
      const at = document.positionAt(offset);
      editor.selection = new vscode.Selection(at, at);
      for (const text of typed) await vscode.commands.executeCommand("type", { text });
      const before = document.getText();
      await until(async () => {
        await vscode.commands.executeCommand("editor.action.triggerSuggest");
        await new Promise((resolve) => setTimeout(resolve, 1000));
        await vscode.commands.executeCommand("acceptSelectedSuggestion");
        return document.getText() === before ? undefined : true;
      }, `a suggestion to be accepted in ${before}`);
      assert.match(document.getText(), expected);
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(workspaceFolder(), `typed-${index}`), {
        recursive: true,
      });
    });
});
