/** A language server that dies each time it is started, seen from outside: one message, and the way back. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { ROOT } from "../../protocol/client.js";
import { isLanguageServer, processes } from "../processes.js";
import { type EditorWindow, openWindow } from "./window.mjs";

const PATIENCE = 60_000;

const ALLOY = `{
  "name": "survivor",
  "version": "1.0.0",
  "tags": null,
  "source": { "baseModel": "a/b", "architecture": "qwen2" },
  "stages": [{ "type": "eval", "benchmarks": [{ "name": "humaneval" }] }]
}
`;

// With Node only: a web worker is no process that could be killed from outside.
suite("death of the language server, from outside", () => {
  let editor: EditorWindow;
  let page: Page;

  suiteSetup(async function () {
    if (process.platform === "win32") return this.skip();
    this.timeout(3 * PATIENCE);
    editor = await openWindow();
    page = editor.page;
    page.setDefaultTimeout(PATIENCE / 2);
  });

  teardown(async function () {
    if (this.currentTest?.state === "failed")
      await page.screenshot({ path: path.join(ROOT, "out/death-failed.png") });
  });
  suiteTeardown(() => editor?.close());

  const servers = () =>
    processes().filter((one) => isLanguageServer(one) && one.command.includes(editor.extensionsDir));
  const squiggle = () => page.locator(".squiggly-error, .squiggly-warning").first();
  const messages = () => page.locator(".notification-toast", { hasText: "language server" });

  /** What the language status shows when it is pointed at. */
  async function status(): Promise<string> {
    await page.locator("[id='status.languageStatus']").hover();
    await page.locator(".hover-language-status").first().waitFor();
    return (await page.locator(".hover-language-status").allInnerTexts()).join("\n");
  }

  /** Kills each server as soon as it is there, before it can answer anything, until a message is shown. */
  async function killUntilMessage(): Promise<number> {
    const killed = new Set<number>();
    const end = Date.now() + PATIENCE;
    while ((await messages().count()) === 0) {
      assert.ok(Date.now() < end, `no message after ${killed.size} deaths`);
      for (const { pid } of servers()) {
        if (!killed.has(pid)) process.kill(pid, "SIGKILL");
        killed.add(pid);
      }
    }
    return killed.size;
  }

  test("a crash loop ends with one message, the server stays off, and its button brings it back", async function () {
    this.timeout(3 * PATIENCE);
    const file = path.join(editor.workspace, "survivor.alloy.json");
    writeFileSync(file, ALLOY);
    await editor.show(file);
    await squiggle().waitFor({ timeout: PATIENCE });

    const deaths = await killUntilMessage();
    assert.equal(deaths, 6); // one more than there are pauses in client/src/restart-policy.ts
    await page.waitForTimeout(2000);
    assert.equal(await page.locator(".notification-toast").count(), 1);
    assert.match(await messages().innerText(), /stopped 6 times in a row and will not be restarted/);
    assert.deepEqual(servers(), []);
    assert.equal(await squiggle().count(), 0);

    await page.locator(".monaco-editor .view-line", { hasText: '"name"' }).first().click();
    await page.keyboard.press("End");
    await page.keyboard.type(' "license": "mit",');
    const words = await status();
    assert.match(words, /Language server is not running/);
    assert.doesNotMatch(words, /Preview|acceptance/, "what the server knew is still shown");
    await page.screenshot({ path: path.join(ROOT, "out/death.png") });
    await page.mouse.move(700, 400); // what the status shows covers the button

    // A preview that is opened now has neither picture nor style yet.
    await page
      .locator(".editor-actions")
      .getByRole("button", { name: /Open Preview to the Side/ })
      .click();
    const preview = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    await preview.locator("#note", { hasText: "as soon as the language server runs" }).waitFor();

    await messages().getByRole("button", { name: "Restart" }).click();
    await squiggle().waitFor({ timeout: PATIENCE });
    assert.equal(await messages().count(), 0);
    assert.equal(servers().length, 1);
    assert.doesNotMatch(await status(), /Language server/);
    const line = await page
      .locator(".monaco-editor .view-line", { hasText: '"license"' })
      .first()
      .innerText();
    await preview.locator("h1", { hasText: "survivor" }).waitFor();
    assert.ok(await preview.locator("#note").isHidden());
    const width = await preview
      .locator("main")
      .evaluate((main) => main.ownerDocument.defaultView?.getComputedStyle(main).maxWidth);
    assert.equal(width, "640px", "the page has no style");
    assert.equal(line.replaceAll("\u00a0", " "), '  "name": "survivor", "license": "mit",');
  });
});
