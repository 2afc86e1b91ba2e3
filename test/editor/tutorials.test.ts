/** The tutorials of the documentation in the real editor: what the command line prints there is what the editor shows. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import domains from "../../docs/domains-tutorial.md";
import executors from "../../docs/executors.md";
import { stepsOf } from "../tutorial-steps.js";
import { codeOf, isInOtherHost, openText, until, workspaceFolder } from "./support.js";

const SEVERITIES = ["error", "warning", "information", "hint"];

for (const [name, text] of [
  ["domains", domains],
  ["executors", executors],
] as const)
  suite(`the tutorial about ${name}`, () => {
    const top = `tutorial-${name}`;
    const folder = `${top}/work`;
    const uriOf = (file: string) => vscode.Uri.joinPath(workspaceFolder(), folder, file);

    // The tutorial begins with nothing: what the workspace has in its own folder of settings does not apply.
    suiteSetup(() =>
      vscode.workspace.fs.writeFile(
        vscode.Uri.joinPath(workspaceFolder(), top, ".forge-alloy/config.json"),
        new TextEncoder().encode('{"root": true}\n'),
      ),
    );

    suiteTeardown(async () => {
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(workspaceFolder(), top), { recursive: true });
    });

    test("its files have the problems that it says, up to a passing gate", async function () {
      this.timeout(240_000);
      const written = new Set<string>();
      let shown = 0;
      let ships = 0;
      for (const step of stepsOf(text)) {
        if (step.kind === "file") {
          await write(step.name, step.text);
          written.add(step.name);
          continue;
        }
        const { command, output } = step;
        if (command.startsWith("check")) shown += await assertShown(command, output, written);
        if (command.startsWith("gate") && output.includes("Ship"))
          ships += await assertShips(command, written);
      }
      assert.ok(shown > 3, `${shown} problems`);
      assert.equal(ships, 1);
    });

    /** Types the text in the place of what was there, and saves it. */
    async function write(file: string, content: string): Promise<void> {
      const editor = await openText(`${folder}/${file}`, content);
      const { document } = editor;
      const end = document.positionAt(document.getText().length);
      await editor.edit((edit) => edit.replace(new vscode.Range(new vscode.Position(0, 0), end), content));
      await document.save();
    }

    /** Each problem that the command prints is shown; without any, no file of the tutorial has errors or warnings. */
    async function assertShown(
      command: string,
      output: string,
      written: ReadonlySet<string>,
    ): Promise<number> {
      const lines = [...output.matchAll(/^(\S+?):(\d+):(\d+|…) (\w+) (.*) (\S+)$/gm)];
      for (const [line, file = "", row, column, severity = "", , code] of lines)
        await until(
          () =>
            vscode.languages
              .getDiagnostics(uriOf(file))
              .some(
                (one) =>
                  codeOf(one) === code &&
                  SEVERITIES[one.severity] === severity &&
                  one.range.start.line + 1 === Number(row) &&
                  (column === "…" || one.range.start.character + 1 === Number(column)),
              ) || undefined,
          line,
        );
      if (!output.includes("no problems")) return lines.length;
      const [, named] = /^check (\S+)/.exec(command) ?? [];
      for (const file of named === undefined ? written : [named])
        if (written.has(file))
          await until(
            () =>
              vscode.languages.getDiagnostics(uriOf(file)).every(({ severity }) => severity > 1) || undefined,
            `no problems in ${file}`,
          );
      return 0;
    }

    /** The lens above the criteria has the verdict. */
    async function assertShips(command: string, written: ReadonlySet<string>): Promise<number> {
      const [, file = ""] = command.split(" ");
      assert.ok(written.has(file));
      if (isInOtherHost()) return 1; // which gets no titles of lenses
      await until(async () => {
        const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          "vscode.executeCodeLensProvider",
          uriOf(file),
        );
        return lenses.some((lens) => lens.command?.title.startsWith("Ship")) || undefined;
      }, "the verdict");
      return 1;
    }
  });
