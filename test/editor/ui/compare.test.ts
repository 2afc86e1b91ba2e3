/** The comparison of alloys as people use it: from the palette, from a diff editor, and with a revision of Git. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { FrameLocator, Page } from "playwright-core";
import { type EditorWindow, openWindow, RETRIES, TEST_LIMIT } from "./window.mjs";

const BEFORE = `{
  "name": "compared",
  "version": "1.0.0",
  "source": { "baseModel": "org/base", "architecture": "qwen2" },
  "stages": [
    { "type": "train", "domain": "code", "steps": 300 },
    { "type": "eval", "benchmarks": [{ "name": "ifeval" }] }
  ],
  "acceptanceCriteria": { "benchmarks": { "ifeval": { "min": 0.4 } } },
  "results": { "benchmarks": [{ "name": "ifeval", "score": 70 }] }
}
`;
const AFTER = BEFORE.replace("0.4", "0.3").replace('"steps": 300', '"steps": 500');

suite("comparison panel", function () {
  this.timeout(TEST_LIMIT);
  this.retries(RETRIES);
  let editor: EditorWindow;
  let page: Page;
  let comparison: FrameLocator;
  const at = (name: string) => path.join(editor.workspace, name);

  suiteSetup(async () => {
    editor = await openWindow({ settings: { "git.enabled": true } });
    ({ page } = editor);
    comparison = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    writeFileSync(at("before.alloy.json"), BEFORE);
    writeFileSync(at("after.alloy.json"), AFTER);
  });
  teardown(async function () {
    await editor.pictureIfFailed(this.currentTest);
  });
  suiteTeardown(() => editor?.close());

  test("with another alloy of the workspace; a row leads to the text", async () => {
    await editor.show(at("before.alloy.json"));
    await page.locator(".monaco-editor .view-lines").first().click();
    await editor.run("Forge Alloy: Compare Alloys");
    await page.locator(".quick-input-list .label-name", { hasText: "after.alloy.json" }).first().click();
    await comparison.getByText('Loosened: "ifeval min" from 0.4 (40%) to 0.3 (30%).').waitFor();
    await comparison.getByRole("button", { name: "1 train · steps" }).click();
    await page.locator(".statusbar-item", { hasText: /^Ln 6, Col/ }).waitFor();
  });

  test("with a revision of Git", async function () {
    const git = (...args: string[]) =>
      spawnSync("git", ["-c", "user.name=me", "-c", "user.email=me@example.org", ...args], {
        cwd: editor.workspace,
      });
    if (git("init", "--quiet").status !== 0) this.skip();
    git("add", ".");
    assert.equal(git("commit", "--quiet", "--message", "First").status, 0);
    writeFileSync(at("before.alloy.json"), AFTER);
    await editor.show(at("before.alloy.json"));
    await page.locator(".monaco-editor .view-lines").first().click();
    await editor.run("Forge Alloy: Compare Alloy with Git Revision");
    const head = page.locator(".quick-input-list .label-name", { hasText: "HEAD" }).first();
    const without = page.locator(".notification-list-item", {
      hasText: "The Git extension of VS Code is disabled.",
    });
    await head.or(without).first().waitFor();
    if (await without.isVisible()) this.skip(); // the extension needs more than some builds of VS Code have
    await head.click();
    await comparison.getByText('Loosened: "ifeval min" from 0.4 (40%) to 0.3 (30%).').waitFor();
    await comparison.getByRole("heading", { name: "before.alloy.json (HEAD) → before.alloy.json" }).waitFor();
  });
});
