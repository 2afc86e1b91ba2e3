import assert from "node:assert/strict";
import * as vscode from "vscode";
import { isLanguageServer, processes } from "./processes.js";
import { codeOf, openText, problemsWhen, rangeOf, until, workspaceFolder } from "./support.js";

const KILLS = 20;
const NAME = "survivor.alloy.json";

const ALLOY = `{
  "name": "survivor",
  "version": "1.0.0",
  "description": "",
  "source": { "baseModel": "a/b", "architecture": "qwen2" },
  "stages": [
    { "type": "prune", "strategy": "entropy", "level": 30 },
    { "type": "eval", "benchmarks": [{ "name": "ifeval" }] }
  ]
}
`;

/** The server of this very window: these tests run in the extension host, which is its parent. */
function serverPid(): number | undefined {
  return processes().find((one) => one.parent === process.pid && isLanguageServer(one))?.pid;
}

function hover(document: vscode.TextDocument, text: string): Thenable<vscode.Hover[]> {
  const at = rangeOf(document, text).start.translate(0, 1);
  return vscode.commands.executeCommand("vscode.executeHoverProvider", document.uri, at);
}

suite("death of the language server", () => {
  teardown(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(workspaceFolder(), NAME));
  });

  test(`killed ${KILLS} times in mid-request: it is back each time, with what was typed meanwhile`, async function () {
    if (process.platform === "win32") return this.skip();
    this.timeout(240_000);
    const editor = await openText(NAME, ALLOY);
    const { document } = editor;
    await problemsWhen(document.uri, (found) => found.length > 0);
    if (serverPid() === undefined) return this.skip(); // in the web worker host the server is no process

    const inside = rangeOf(document, '""').start.translate(0, 1);
    editor.selection = new vscode.Selection(inside, inside);
    let typed = "";
    let lines = "";
    const type = async (text: string) => {
      typed += text;
      await vscode.commands.executeCommand("type", { text });
    };

    for (let kill = 1; kill <= KILLS; kill++) {
      const pid = serverPid();
      assert.ok(pid);
      // Asleep first, so that whatever it is asked now is without an answer when it dies.
      process.kill(pid, "SIGSTOP");
      const unanswered = hover(document, '"strategy"');
      await type(`${kill},`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      process.kill(pid, "SIGKILL");
      await type("dead ");
      // Problems stay where they were found, so only the next server can know of this line.
      lines += "\n";
      await editor.edit((edit) => edit.insert(rangeOf(document, "    {").start, "\n"), {
        undoStopBefore: false,
        undoStopAfter: false,
      });

      await problemsWhen(document.uri, (found) =>
        found.some(
          (problem) => codeOf(problem) === "schema/range" && problem.range.isEqual(rangeOf(document, "30")),
        ),
      );
      await unanswered; // with or without something to show, but not for ever
      await until(async () => {
        const shown = await hover(document, '"strategy"');
        return shown.length > 0 ? true : undefined;
      }, `a hover after kill ${kill}`);
      assert.notEqual(serverPid(), pid);
    }

    const expected = ALLOY.replace('""', `"${typed}"`).replace("    {", `${lines}    {`);
    assert.equal(document.getText(), expected);
    assert.ok(document.isDirty);
    const onDisk = new TextDecoder().decode(await vscode.workspace.fs.readFile(document.uri));
    assert.equal(onDisk, ALLOY);
  });
});
