/**
 * The packed extension as users install it, in each VS Code at hand: the one of the tests, and those in the folders that the
 * environment variable VSCODE_HOSTS lists, each like that of VSCODE_HOST.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type EditorWindow, HOSTS, openWindow, RETRIES, TEST_LIMIT } from "./window.mjs";

const WRONG = '{ "name": null, "version": "1.0.0", "stages": [] }\n';

const { VSCODE_HOST, VSCODE_HOSTS = "" } = process.env;
const others = VSCODE_HOSTS.split(path.delimiter).filter((folder) => folder !== "");

function titleOf(folder: string | undefined): string {
  if (folder === undefined) return "the VS Code of the tests";
  return `VS Code ${JSON.parse(readFileSync(path.join(folder, "vscode/product.json"), "utf8")).version}`;
}

suite("installation", function () {
  this.timeout(TEST_LIMIT);
  this.retries(RETRIES);
  let editor: EditorWindow | undefined;

  setup(() => {
    editor = undefined;
  });
  teardown(async function () {
    await editor?.pictureIfFailed(this.currentTest);
    await editor?.close();
    if (VSCODE_HOST === undefined) delete process.env.VSCODE_HOST;
    else process.env.VSCODE_HOST = VSCODE_HOST;
  });

  for (const folder of [VSCODE_HOST, ...others])
    for (const { name, kind } of HOSTS)
      test(`${titleOf(folder)} installs and starts it ${name}`, async () => {
        if (folder) process.env.VSCODE_HOST = folder;
        editor = await openWindow({ kind });
        assert.ok(readdirSync(editor.extensionsDir).some((one) => /^forge-alloy\.forge-alloy-\d/.test(one)));
        const file = path.join(editor.workspace, "wrong.alloy.json");
        writeFileSync(file, WRONG);
        await editor.show(file);
        await editor.page.locator(".squiggly-error").first().waitFor();
      });

  if (others.length === 0)
    test("other versions of VS Code install and start it: VSCODE_HOSTS names their folders", function () {
      this.skip();
    });
});
