/** What people do with mouse and keyboard outside of the preview: the lightbulb, links, commands, the walkthrough. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { type EditorWindow, HOSTS, openWindow, RETRIES, TEST_LIMIT, until, untilVisible } from "./window.mjs";

const ALLOY = `{
  "name": "suppressed",
  "version": "1.0.0",
  "tags": null,
  "source": { "baseModel": "a/b", "architecture": "qwen2" },
  "stages": [{ "type": "eval", "benchmarks": [{ "name": "humaneval" }] }]
}
`;

for (const { name: host, kind } of HOSTS)
  suite(`window, extension ${host}`, function () {
    this.timeout(TEST_LIMIT);
    this.retries(RETRIES);
    let editor: EditorWindow;
    let page: Page;
    let workspace: string;

    suiteSetup(async () => {
      editor = await openWindow({ kind });
      ({ page, workspace } = editor);
    });

    teardown(async function () {
      await editor.pictureIfFailed(this.currentTest);
    });
    suiteTeardown(() => editor?.close());

    async function open(name: string, text?: string): Promise<void> {
      await editor.open(path.join(workspace, name), text);
      await editor.focus();
    }

    /** Walks down a list to a row, and picks it. */
    async function pickFocused(row: Locator): Promise<void> {
      await until(async () => {
        if (/\bfocused\b/.test((await row.getAttribute("class")) ?? "")) return true;
        await page.keyboard.press("ArrowDown");
        return false;
      }, "the row has the focus");
      await page.keyboard.press("Enter");
    }

    const squiggle = () => page.locator(".squiggly-error, .squiggly-warning").first();

    test("the lightbulb suppresses a problem, and shows where the reason goes", async () => {
      await open("suppressed.alloy.json", ALLOY);
      await squiggle().waitFor();
      // Uses the mouse: a key that is pressed while the window is still moving the focus would be lost.
      await page.locator(".view-line span", { hasText: /^null$/ }).click();
      const row = page.locator(".action-widget .monaco-list-row", { hasText: "Suppress schema/null here" });
      await untilVisible(row, () => page.keyboard.press("Control+."));
      await pickFocused(row);
      await page.locator(".tab.active", { hasText: "config.json" }).waitFor();
      await page.locator(".monaco-editor .view-line", { hasText: '"code": "schema/null"' }).first().waitFor();
      const config = path.join(workspace, ".forge-alloy/config.json");
      if (existsSync(config)) rmSync(config);
    });

    test("the code in a message leads to the page of its rule", async () => {
      await open("linked.alloy.json", ALLOY);
      await squiggle().waitFor();
      await page.keyboard.press("F8");
      await page.locator(".marker-widget a.code-link, .marker-widget .code a").first().click();
      await page.locator(".tab", { hasText: /schema-null/ }).waitFor();
    });

    test("the picture is saved as SVG", async () => {
      await open("executed-ships.alloy.json");
      await editor.run("Forge Alloy: Export Preview");
      const picked = page.locator(".quick-input-list .monaco-list-row", { hasText: "SVG" }).first();
      await picked.click();
      await editor.acceptPath("executed-ships.svg");
      const file = path.join(workspace, "executed-ships.svg");
      // A file is there before what is in it.
      const saved = () => (existsSync(file) ? readFileSync(file, "utf8") : "");
      await until(() => /<\/svg>\n?$/.test(saved()), "the picture is saved");
      assert.match(saved(), /^<svg /);
    });

    test("a JSON file that looks like an alloy is adopted", async () => {
      await open("plain.json", ALLOY);
      const offer = page.locator(".notification-list-item", { hasText: "looks like an alloy" }).first();
      await offer.getByRole("button", { name: "Associate This File" }).click();
      await page
        .locator(".statusbar-item", { hasText: /^Forge Alloy$/ })
        .first()
        .waitFor();
      await squiggle().waitFor();
      const settings = JSON.parse(readFileSync(path.join(workspace, ".vscode/settings.json"), "utf8"));
      assert.equal(settings["files.associations"]["**/plain.json"], "forge-alloy");
    });

    test("the Test Explorer shows each criterion and which ones fail", async () => {
      await open("executed-rework.alloy.json");
      await editor.run("Testing: Focus on Test Explorer View");
      const row = (text: string | RegExp) =>
        page.locator(".test-explorer .monaco-list-row", { hasText: text }).first();
      await row("executed-rework.alloy.json").waitFor();
      const failed = row("executed-rework.alloy.json").locator(
        ".codicon-testing-failed-icon, .codicon-testing-error-icon",
      );
      await untilVisible(failed, async () => {
        await page.keyboard.press("Control+;");
        await page.keyboard.press("a"); // run all tests
      });
    });

    test("the verdict lists the criteria that are not met, and a rule is explained next to the alloy", async () => {
      await open("executed-rework.alloy.json");
      const lines = readFileSync(path.join(workspace, "executed-rework.alloy.json"), "utf8").split("\n");
      const line = lines.findIndex((text) => text.includes('"acceptanceCriteria"')) + 1;
      await editor.typeIntoQuickInput("Control+G", String(line));
      await page.keyboard.press("Enter");
      const lens = page.locator(".codelens-decoration a", { hasText: /Rework/ }).first();
      await untilVisible(page.locator(".peekview-widget"), () => lens.click({ timeout: 5000 }));
      await page.keyboard.press("Escape");
      await page
        .locator(".view-line span", { hasText: /^0\.06$/ })
        .first()
        .click();
      const row = page.locator(".action-widget .monaco-list-row", {
        hasText: "Explain acceptance/gate-failed",
      });
      await untilVisible(row, () => page.keyboard.press("Control+."));
      await pickFocused(row);
      await page.locator(".tab", { hasText: /acceptance-gate-failed/ }).waitFor();
    });

    test("configuration, domain, and executor files have icons of their own", async () => {
      const config = path.join(workspace, ".forge-alloy/config.json");
      writeFileSync(config, "{}\n");
      const files = {
        "executed-ships.alloy.json": "alloy",
        ".forge-alloy/config.json": "configuration",
        ".forge-alloy/domains/lab-batch.json": "domain",
        ".forge-alloy/executors/acme-forge.json": "executor",
      };
      for (const [file, icon] of Object.entries(files)) {
        await open(file);
        const label = page.locator(".tab.active .monaco-icon-label").first();
        const picture = () =>
          label.evaluate(
            (element) =>
              element.ownerDocument.defaultView?.getComputedStyle(element, "::before").backgroundImage ?? "",
          );
        await until(
          async () => new RegExp(`media(/|%2F)${icon}-`).test(await picture()),
          `the icon of ${file}`,
        );
      }
      rmSync(config);
    });

    test("the output says what runs and what was checked, and a restart says that it is done", async () => {
      // A new window, because the output of an old one has scrolled its first lines out of sight.
      await editor.show(path.join(workspace, "executed-ships.alloy.json"));
      await editor.focus();
      // A line that wraps is several.
      const line = (text: string) => page.locator(".output-view .view-line", { hasText: text }).first();
      await untilVisible(line("Forge Alloy language server"), () => editor.run("Forge Alloy: Show Output"));
      for (const text of ["Domains: llm-forge", "Executor profiles:", "Checked executed-ships.alloy.json in"])
        await line(text).waitFor();
      await editor.focus();
      const restarted = page.locator(".statusbar-item", {
        hasText: "The Forge Alloy language server has restarted",
      });
      await untilVisible(restarted, () => editor.run("Forge Alloy: Restart Language Server"));
    });

    test("a key that is completed between quotes that VS Code closed leaves no stray quote", async () => {
      const settings = path.join(workspace, ".vscode/settings.json");
      mkdirSync(path.dirname(settings), { recursive: true });
      const before = existsSync(settings) ? readFileSync(settings, "utf8") : "{}";
      const closing = { "editor.autoClosingBrackets": "always", "editor.autoClosingQuotes": "always" };
      writeFileSync(settings, JSON.stringify({ ...JSON.parse(before), ...closing }));
      const cases = [
        { name: ".forge-alloy/config.json", key: "overrides" },
        { name: ".forge-alloy/domains/typed.json", key: "version" },
        { name: ".forge-alloy/executors/typed.json", key: "architectures" },
        { name: "typed.alloy.json", key: "version" },
      ];
      for (const { name, key } of cases) {
        await open(name, "{\n  \n}\n");
        await editor.typeIntoQuickInput("Control+G", "2:3");
        await page.keyboard.press("Enter");
        await page.locator(".monaco-editor.focused").waitFor();
        await page.keyboard.type(`"${key.slice(0, 3)}`, { delay: 50 });
        const row = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: key }).first();
        await untilVisible(row, () => page.keyboard.press("Control+Space"));
        await row.click();
        const line = page.locator(".monaco-editor .view-line").nth(1);
        await until(
          async () => (await line.textContent())?.trim().startsWith(`"${key}":`),
          `${key} in ${name}`,
        );
        const text = (await line.textContent()) ?? "";
        assert.equal((text.match(/"/g) ?? []).length % 2, 0, `${name}: ${text}`);
        assert.doesNotMatch(text, /""\s*"|"\s*"\s*:/, `${name}: ${text}`);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+S");
        await until(() => readFileSync(path.join(workspace, name), "utf8").includes(key), `${name} is saved`);
        rmSync(path.join(workspace, name));
      }
      writeFileSync(settings, before);
    });

    test("the walkthrough has its five steps, with pictures", async () => {
      await open("executed-ships.alloy.json");
      await editor.run("Welcome: Open Walkthrough");
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "Forge Alloy" }).first().click();
      const steps = page.locator(".getting-started-step");
      await steps.nth(4).waitFor();
      assert.equal(await steps.count(), 5);
      await page.locator(".getting-started-media img").first().waitFor();
    });
  });
