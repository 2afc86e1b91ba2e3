/** Workspace trust as VS Code has it: what works in Restricted Mode, what does not, and how that ends. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { type EditorWindow, HOSTS, openWindow, RETRIES, TEST_LIMIT } from "./window.mjs";

const ALLOY = `{
  "name": "restricted",
  "version": "1.0.0",
  "domains": ["llm-forge", "lab-batch"],
  "source": { "baseModel": "a/b", "architecture": "qwen2" },
  "stages": [
    { "type": "prune", "strategy": "entropy", "level": 9 },
    { "type": "synthesize", "celsius": 9999 }
  ]
}
`;

for (const { name: host, kind } of HOSTS)
  suite(`workspace trust, extension ${host}`, function () {
    this.timeout(TEST_LIMIT);
    this.retries(RETRIES);
    let editor: EditorWindow;
    let page: Page;

    suiteSetup(async () => {
      editor = await openWindow({ kind, asksForTrust: true });
      ({ page } = editor);
      // Problems of other alloys would stand beside those we look for.
      for (const name of readdirSync(editor.workspace))
        if (name !== ".forge-alloy") rmSync(path.join(editor.workspace, name), { recursive: true });
      // In Restricted Mode the workspace's own word about where domains are does not count.
      const settings = path.join(editor.workspace, ".vscode/settings.json");
      mkdirSync(path.dirname(settings), { recursive: true });
      writeFileSync(settings, '{"forgeAlloy.domains": ["."]}');
    });

    teardown(async function () {
      await editor.pictureIfFailed(this.currentTest);
    });
    suiteTeardown(() => editor?.close());

    const problem = (text: string | RegExp) =>
      page.locator(".markers-panel .monaco-list-row", { hasText: text });
    const NOT_USED = /"lab-batch" in .* is not used because this workspace is not trusted/;

    test("what is bundled works, and what the workspace brings waits until it is trusted", async () => {
      const file = path.join(editor.workspace, "restricted.alloy.json");
      writeFileSync(file, ALLOY);
      await editor.show(file);
      const restricted = page.locator(".statusbar-item", { hasText: "Restricted Mode" });
      await restricted.waitFor();
      await page.locator(".monaco-editor .view-line").first().click();
      await page.keyboard.press("Control+Shift+M");
      await problem("schema/range").waitFor();
      assert.equal(await problem("schema/range").count(), 1); // of prune
      assert.equal(await problem(NOT_USED).count(), 1);

      await restricted.click();
      await page
        .locator(".workspace-trust-editor")
        .getByRole("button", { name: "Trust", exact: true })
        .click();
      await restricted.waitFor({ state: "hidden" });
      await problem(NOT_USED).waitFor({ state: "hidden" });
      await problem("schema/range").nth(1).waitFor(); // of synthesize, too
    });
  });
