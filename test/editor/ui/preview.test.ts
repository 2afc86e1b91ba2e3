/** The preview panel as people use it: in a real VS Code, with mouse and keyboard, and by what a screen reader is told. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Frame, FrameLocator, Locator, Page } from "playwright-core";
import { ROOT } from "../../protocol/client.js";
import { faint, type Letters } from "./contrast.js";
import { type EditorWindow, HOSTS, openWindow, RETRIES, TEST_LIMIT, until, untilVisible } from "./window.mjs";

const GATE = `{
  "name": "gate",
  "version": "1.0.0",
  "source": { "baseModel": "org/base", "architecture": "qwen2" },
  "cycles": 3,
  "stages": [
    { "type": "prune", "strategy": "entropy", "level": 0.2 },
    { "type": "train", "method": "lora" },
    { "type": "compact" },
    { "type": "eval", "benchmarks": [{ "name": "ifeval" }] }
  ],
  "acceptanceCriteria": { "benchmarks": { "ifeval": { "min": 0.4, "anchorDelta": -3 } } },
  "results": { "benchmarks": [{ "name": "ifeval", "score": 70, "baseScore": 80 }] }
}
`;

const HOSTILE = `{
  "name": "<img src=x onerror=document.title=1>",
  "version": "</main><script>document.title=1</script>",
  "description": "' onclick='document.title=1' x='",
  "source": { "baseModel": "\\"><svg onload=document.title=1>", "architecture": "qwen2" },
  "stages": [
    { "type": "prune", "strategy": "<b>bold</b>" },
    { "type": "\\" onclick=document.title=1 x=\\"" },
    { "type": "eval", "benchmarks": [{ "name": "</text><script>document.title=1</script>" }] }
  ],
  "acceptanceCriteria": { "benchmarks": { "\\"/><image href=x onerror=document.title=1>": { "min": 0.4 } } },
  "results": { "benchmarks": [{ "name": "\\"/><image href=x onerror=document.title=1>", "score": 70 }] },
  "hardware": { "deviceTargets": [{ "name": "<a href='javascript:document.title=1'>x</a>" }] },
  "receipt": {
    "alloyHash": "' onmouseover='document.title=1",
    "publications": [{ "target": "]]></style><script>document.title=1</script>", "url": "javascript:document.title=1" }]
  }
}
`;

/** What we look at of an element of a page. */
interface Part {
  readonly localName: string;
  readonly outerHTML: string;
  readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
  querySelectorAll(selectors: string): ArrayLike<Part>;
}

/** Elements and attributes that run, load or lead somewhere. Runs in the page. */
function activeParts(root: Part): string[] {
  const active = new Set([
    "script",
    "img",
    "image",
    "iframe",
    "object",
    "embed",
    "a",
    "b",
    "link",
    "foreignObject",
    "use",
  ]);
  return [root, ...Array.from(root.querySelectorAll("*"))].flatMap((element) => [
    ...(active.has(element.localName) ? [element.outerHTML] : []),
    ...Array.from(element.attributes)
      .filter(({ name, value }) => /^on|^(xlink:)?href$|^src/.test(name) || /^\s*javascript:/i.test(value))
      .map(({ name, value }) => `${name}=${value}`),
  ]);
}

const THEMES = [
  "Default Light Modern",
  "Default Dark Modern",
  "Default High Contrast",
  "Default High Contrast Light",
];

async function axeViolations(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate<{
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  }>("axe.run(document)");
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => html + failureSummary)}`,
  );
}

for (const { name: host, kind } of HOSTS)
  suite(`preview panel, extension ${host}`, function () {
    this.timeout(TEST_LIMIT);
    this.retries(RETRIES);
    let editor: EditorWindow;
    let page: Page;
    let workspace: string;
    let preview: FrameLocator;

    suiteSetup(async () => {
      editor = await openWindow({ kind });
      ({ page, workspace } = editor);
      preview = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
    });

    teardown(async function () {
      await editor.pictureIfFailed(this.currentTest);
    });
    suiteTeardown(() => editor?.close());

    /** Opens a file, and then the panel with the icon in the title bar of the editor. */
    async function open(name: string, text?: string): Promise<void> {
      await editor.open(path.join(workspace, name), text);
      await editor.focus();
      await page
        .locator(".editor-actions")
        .getByRole("button", { name: /Open Preview to the Side/ })
        .click();
      await preview.locator("main > *").first().waitFor();
    }

    /**
     * Moves the cursor to the end of the first occurrence of a string in the file, whose content is `all`.
     */
    async function goBehind(text: string, all: string): Promise<void> {
      const lines = all.slice(0, all.indexOf(text) + text.length).split("\n");
      await page.locator(".monaco-editor .view-line").first().click();
      const place = `${lines.length}:${(lines.at(-1) as string).length + 1}`;
      await editor.typeIntoQuickInput("Control+G", place);
      await page.keyboard.press("Enter");
    }

    /** Sets the color theme of the workspace, and waits until the panel has it. */
    async function useTheme(theme: string): Promise<void> {
      const folder = path.join(workspace, ".vscode");
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, "settings.json"), JSON.stringify({ "workbench.colorTheme": theme }));
      // Newer versions omit the word.
      const names = [theme, theme.replace(/^Default /, "")].map((id) => `body[data-vscode-theme-id="${id}"]`);
      await preview.locator(names.join(", ")).waitFor();
    }

    function lettersOfFigures(): Promise<Letters[]> {
      return preview.locator("svg text").evaluateAll((all) =>
        all.map((one) => {
          const view = one.ownerDocument.defaultView as NonNullable<typeof one.ownerDocument.defaultView>;
          const box = one.closest(".node")?.querySelector(".box");
          return {
            text: one.textContent ?? "",
            color: view.getComputedStyle(one).fill,
            grounds: [
              box ? view.getComputedStyle(box).fill : "none",
              view.getComputedStyle(one.ownerDocument.body).backgroundColor,
            ],
          };
        }),
      );
    }

    /** The page in the panel, for what only it can say. */
    function panelPage() {
      const frame = page
        .frames()
        .find((one) => one.name() === "active-frame" || /fake\.html|active-frame/.test(one.url()));
      return frame ?? (page.frames().at(-1) as Frame);
    }

    /** What depends on the page alone, which is the same in both hosts. */
    const testOfPage = (name: string, body: Mocha.AsyncFunc) => {
      if (kind === undefined) test(name, body);
    };

    async function areTypes(...wanted: string[]): Promise<void> {
      const types = () => preview.locator("g.node .type").allTextContents();
      await until(async () => String(await types()) === String(wanted), `the stages are ${wanted}`);
    }

    /** The form with the parameters of a stage, opened. */
    async function openForm(stage: string): Promise<Locator> {
      const form = preview.locator("#parameters");
      await preview.locator("g.node", { hasText: stage }).click();
      const title = form.locator("summary", { hasText: new RegExp(`^Parameters of \\d+ ${stage}$`) });
      await title.waitFor();
      if ((await form.getAttribute("open")) === null) await title.click();
      return form;
    }

    const chip = () => preview.locator(".chip");
    const status = () => page.locator(".statusbar-item", { hasText: /^Ln \d+, Col \d+/ });

    test("shows the pipeline and the gate, to screen readers too", async () => {
      await open("gate.alloy.json", GATE);
      const tree = await preview.locator("body").ariaSnapshot();
      for (const part of [
        'heading "gate"',
        'heading "Pipeline"',
        /button "1 prune, entropy.*Transform"/,
        /button "3 compact, .*skipped.*"/,
        'img "These stages run 3 times"',
        /button "4 eval, ifeval, Delivery"/,
        /button "ifeval, 70%, min 0\.4 \(40%\), base 80%, −10 pp \(allowed −3\), failed"/,
      ])
        assert.match(tree, typeof part === "string" ? new RegExp(part) : part);
      await chip().filter({ hasText: 'Rework: 1 failed ("ifeval")' }).waitFor();
    });

    test("a click goes to the text, and the cursor leads back", async () => {
      await open("gate.alloy.json", GATE);
      await preview.locator("g.node", { hasText: "eval" }).click();
      await status().filter({ hasText: "Ln 10," }).waitFor();
      await goBehind('"type": "train"', GATE);
      await preview.locator("g.node.current", { hasText: "train" }).waitFor();
      assert.equal(await preview.locator(".current").count(), 1);
      // By keyboard as by mouse.
      await preview.locator("g.bar").focus();
      await page.keyboard.press("Enter");
      await status().filter({ hasText: "Ln 12," }).waitFor();
    });

    test("a gate that is mended turns green while one types", async () => {
      await open("gate.alloy.json", GATE);
      await goBehind('"score": 70', GATE);
      await page.keyboard.press("Backspace");
      await page.keyboard.type("8");
      await chip().filter({ hasText: "ship" }).waitFor();
      await preview.locator(".bar .mark.pass").waitFor();
    });

    test("a broken text keeps the last picture, marked, until it is whole again", async () => {
      const passing = GATE.replace('"score": 70', '"score": 78');
      await open("gate.alloy.json", passing);
      await chip().filter({ hasText: "ship" }).waitFor();
      await goBehind('"score": 78', passing);
      await page.keyboard.type("{");
      await preview.locator("#note").filter({ hasText: "syntax errors" }).waitFor();
      assert.equal(await preview.locator("g.node").count(), 4);
      await chip().filter({ hasText: "ship" }).waitFor();
      await page.keyboard.press("Backspace");
      await preview.locator("#note").waitFor({ state: "hidden" });
    });

    testOfPage("a narrow panel gets a narrow picture, not a small one", async () => {
      await open("gate.alloy.json", GATE);
      for (const isNarrow of [true, false]) {
        await page.setViewportSize({ width: isNarrow ? 900 : 1400, height: 1000 });
        await until(async () => {
          const room = await preview.locator("main").evaluate((main) => main.clientWidth);
          const figures = await preview
            .locator("svg.figure")
            .evaluateAll((all) => all.map((one) => [one.getAttribute("width"), one.getAttribute("viewBox")]));
          return (
            isNarrow === room < 320 &&
            figures.length === 3 &&
            figures.every(([width, box]) => width === String(room) && box?.startsWith(`0 0 ${room} `))
          );
        }, "pipeline, bars, and legend have the width of the panel");
      }
    });

    testOfPage("the panel comes back with the window, and once", async () => {
      await open("gate.alloy.json", GATE);
      await editor.restore("forge-alloy.preview");
      await preview.locator("h1", { hasText: "gate" }).waitFor();
      await page.locator(".monaco-editor .view-line").first().click();
      await page
        .locator(".editor-actions")
        .getByRole("button", { name: /Open Preview to the Side/ })
        .click();
      await goBehind('"type": "train"', GATE);
      await preview.locator("g.node.current", { hasText: "train" }).waitFor();
      assert.equal(await page.locator(".tab", { hasText: "Preview" }).count(), 1);
    });

    testOfPage("what a stranger wrote is text and nothing else", async () => {
      await open("hostile.alloy.json", HOSTILE);
      await preview.locator("h1", { hasText: "<img src=x onerror=document.title=1>" }).waitFor();
      await preview.getByText("javascript:document.title=1").waitFor();
      assert.deepEqual(await preview.locator("main").evaluate(activeParts), []);
      const policy = await preview
        .locator('meta[http-equiv="Content-Security-Policy"]')
        .getAttribute("content");
      assert.match(
        policy ?? "",
        /^default-src 'none'; img-src data:; style-src 'nonce-[0-9a-f]{32}'; script-src 'nonce-[0-9a-f]{32}'$/,
      );
    });

    testOfPage("nor is it more in what is exported, opened in a browser of its own", async () => {
      const file = path.join(workspace, "exported.alloy.json");
      writeFileSync(file, HOSTILE);
      const browser = page.context().browser();
      assert.ok(browser);
      for (const format of ["svg", "html"]) {
        const args = [path.join(ROOT, "server/bin/forge-alloy.js"), "show", file, `--${format}`];
        const exported = path.join(workspace, `exported.${format}`);
        writeFileSync(exported, execFileSync(process.execPath, args));
        const reader = await browser.newPage();
        const asked: string[] = [];
        reader.on("request", (request) => asked.push(request.url()));
        await reader.goto(pathToFileURL(exported).href);
        assert.deepEqual(await reader.locator(":root").evaluate(activeParts), [], format);
        assert.notEqual(await reader.title(), "1");
        assert.deepEqual(asked, [pathToFileURL(exported).href]);
        await reader.close();
      }
    });

    test("an empty alloy invites", async () => {
      await open("empty.alloy.json", "");
      await preview.getByRole("button", { name: "Fill from Template" }).click();
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "moe-coder" }).click();
      await preview.locator("h1", { hasText: "empty" }).waitFor();
      await preview.locator("g.node", { hasText: "expert-prune" }).waitFor();
      assert.equal(await page.locator(".tab").count(), 2, "the text covers the preview");
    });

    testOfPage("a thousand stages stay usable", async () => {
      const stages = Array.from(
        { length: 1000 },
        (_, i) => `    { "type": "prune", "strategy": "entropy", "level": 0.${i} }`,
      );
      const text = GATE.replace(/"stages": \[[\s\S]*?\n {2}\]/, `"stages": [\n${stages.join(",\n")}\n  ]`);
      await open("large.alloy.json", text);
      await preview.locator("g.node").nth(499).waitFor();
      assert.equal(await preview.locator("g.node").count(), 500);
      await preview
        .getByText(/Not shown: 500 stages/)
        .first()
        .waitFor();
      await preview.locator("g.node").nth(499).click();
      await status().filter({ hasText: "Ln 506," }).waitFor();
      const before = await preview
        .locator("body")
        .evaluate((body) => body.ownerDocument.defaultView?.scrollY ?? 0);
      assert.ok(before > 1000);
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await preview.locator("#note").waitFor({ state: "hidden" });
      // Typing does not make it jump.
      assert.ok(
        Math.abs(
          (await preview.locator("body").evaluate((body) => body.ownerDocument.defaultView?.scrollY ?? 0)) -
            before,
        ) < 200,
      );
    });

    test("the language status says domains, verdict and trust, and leads to the preview", async () => {
      await editor.open(path.join(workspace, "executed-ships.alloy.json"));
      await page.locator(".monaco-editor .view-line").first().click();
      const hover = page.locator(".hover-language-status");
      await untilVisible(preview.locator("h1", { hasText: "executed-ships" }), async () => {
        await page.locator('[id="status.languageStatus"]').hover();
        for (const text of ["llm-forge", "Ship: 10 passed", "self-attested"])
          await hover.filter({ hasText: text }).first().waitFor();
        await hover.getByText("Preview").click();
      });
    });

    test("New Alloy… asks for folder, template, also those of the workspace, and name", async () => {
      await editor.open(path.join(workspace, "lab-batch.alloy.json"));
      await editor.focus();
      await editor.run("Forge Alloy: New Alloy");
      const row = (text: string) =>
        page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();
      await page.locator(".quick-input-title", { hasText: "New Alloy" }).waitFor();
      await row("examples").click();
      await row("lab-batch").click();
      const input = page.locator(".quick-input-widget input:focus");
      await page.locator(".quick-input-message", { hasText: "Name of the alloy" }).waitFor();
      assert.equal(await input.inputValue(), "lab-batch-2");
      await input.fill("executed-ships");
      await page.locator(".quick-input-message", { hasText: "already exists" }).waitFor();
      await input.fill("mine");
      await page.keyboard.press("Enter");
      await page.locator(".tab.active", { hasText: "mine.alloy.json" }).waitFor();
      await page.locator(".monaco-editor .view-line", { hasText: '"mine"' }).first().waitFor();
      // The new alloy knows the domain that it came from, though it is saved nowhere yet.
      await page.locator(".codelens-decoration", { hasText: "1 input stage" }).first().waitFor();
      assert.equal(await page.locator(".squiggly-error").count(), 0);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+S");
      const file = path.join(workspace, "mine.alloy.json");
      // A file is there before what is in it.
      await until(() => existsSync(file) && readFileSync(file, "utf8").endsWith("}\n"), "the alloy is saved");
      assert.equal(JSON.parse(readFileSync(file, "utf8")).name, "mine");
      await page
        .locator(".statusbar-item", { hasText: /^Forge Alloy$/ })
        .first()
        .waitFor();
    });

    test("the title bar shows the source and locks the preview", async () => {
      await open("gate.alloy.json", GATE);
      const action = (name: string) => page.locator(".editor-actions").getByRole("button", { name });
      await preview.locator("h1").click();
      await action("Lock Preview").click();
      await page.locator(".tab", { hasText: "[Preview] gate.alloy.json" }).waitFor();
      await action("Unlock Preview").waitFor();
      await action("Show Source").click();
      await page.locator(".tab.active", { hasText: /^gate\.alloy\.json/ }).waitFor();
      await untilVisible(page.locator(".tab.active", { hasText: "executed-ships" }), async () => {
        await editor.typeIntoQuickInput("Control+P", "executed-ships.alloy.json");
        const row = page.locator(".quick-input-list .monaco-list-row", { hasText: "executed-ships" });
        await row.first().click({ timeout: 5000 });
      });
      await preview.locator("h1", { hasText: "gate" }).waitFor();
    });

    test("the cursor in results marks the bar of its benchmark, and a legend explains the bars", async () => {
      await open("gate.alloy.json", GATE);
      await goBehind('"name": "ifeval", "score"', GATE);
      await preview.locator("g.bar.current", { hasText: "ifeval" }).waitFor();
      for (const words of ["minimum", "base score", "allowed drop"])
        await preview.locator(".legend", { hasText: words }).first().waitFor();
    });

    test("stages are edited in the preview: by toolbar, by keyboard, by drag, and undone in the text", async () => {
      await open("edited.alloy.json", GATE);
      await preview.locator("g.node", { hasText: "train" }).click();
      const tool = (name: string) => preview.getByRole("toolbar").getByRole("button", { name });
      await tool("Move up").click();
      await areTypes("train", "prune", "compact", "eval");
      assert.ok(await tool("Move up").isDisabled(), "it is the first of its phase");
      await preview.locator("g.node", { hasText: "train" }).focus();
      await page.keyboard.press("Alt+ArrowDown");
      await areTypes("prune", "train", "compact", "eval");
      const box = async (text: string) => {
        const found = await preview.locator("g.node", { hasText: text }).boundingBox();
        assert.ok(found);
        return { x: found.x + 60, y: found.y + found.height / 2 };
      };
      const [from, to] = [await box("compact"), await box("prune")];
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x, from.y - 20);
      await page.mouse.move(to.x, to.y, { steps: 5 });
      await preview.locator("g.node.is-target", { hasText: "prune" }).waitFor();
      await page.mouse.up();
      await areTypes("compact", "prune", "train", "eval");
      await preview.locator("g.node", { hasText: "compact" }).click();
      await tool("Disable").click();
      await areTypes("prune", "train", "eval");
      await preview.getByRole("button", { name: "Enable compact" }).click();
      await areTypes("prune", "train", "compact", "eval");
      await page.locator(".monaco-editor .view-line").first().click();
      for (let i = 0; i < 5; i++) await page.keyboard.press("Control+Z");
      await areTypes("prune", "train", "compact", "eval");
      await page.keyboard.press("Control+S");
      const file = path.join(workspace, "edited.alloy.json");
      await until(() => readFileSync(file, "utf8") === GATE, "the file is as it was");
    });

    test("a stage is inserted by the button between two stages, by mouse and keyboard, and undone in the text", async () => {
      await open("inserted.alloy.json", GATE);
      const choose = (label: string) =>
        page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first().click();
      await preview.getByRole("button", { name: "Insert a stage after 2 train" }).click();
      await choose("expert-prune");
      await areTypes("prune", "train", "expert-prune", "compact", "eval");
      await preview.locator('g.node.current[data-index="2"]').waitFor();
      await page.locator(".monaco-editor.focused").waitFor();
      // The first value to decide is selected.
      await status()
        .filter({ hasText: /Ln 9, .*selected/ })
        .waitFor();
      await preview.getByRole("button", { name: "Insert a stage before 1 prune" }).focus();
      await page.keyboard.press("Enter");
      await choose("context-extend");
      await areTypes("context-extend", "prune", "train", "expert-prune", "compact", "eval");
      await page.locator(".monaco-editor.focused").waitFor();
      await page.keyboard.press("Control+Z");
      await areTypes("prune", "train", "expert-prune", "compact", "eval");
      await page.keyboard.press("Control+Z");
      await areTypes("prune", "train", "compact", "eval");
    });

    test("a list from which nothing is chosen gives the focus back to the button that opened it", async () => {
      await open("kept.alloy.json", GATE);
      const list = page.locator(".quick-input-list .monaco-list-row").first();
      const button = preview.getByRole("button", { name: "Insert a stage after 2 train" });
      await button.focus();
      for (let i = 0; i < 2; i++) {
        await page.keyboard.press("Enter");
        await list.waitFor();
        await page.keyboard.press("Escape");
        await list.waitFor({ state: "hidden" });
        await until(
          () => button.evaluate((element) => element === element.ownerDocument.activeElement),
          "the button has the focus",
        );
      }
      await areTypes("prune", "train", "compact", "eval");
    });

    test("the parameters of a stage are edited in a form, which follows the text", async () => {
      await open("form.alloy.json", GATE);
      const form = await openForm("prune");
      const field = (name: string) => form.getByLabel(name, { exact: true });
      const shows = (words: string) => preview.locator("g.node .parts", { hasText: words }).waitFor();
      const level = field("level");
      assert.equal(await level.inputValue(), "0.2");
      // Enter keeps the focus, and leaving the field is enough.
      await level.fill("0.35");
      await page.keyboard.press("Enter");
      await shows("level 0.35");
      await page.keyboard.type("9");
      await page.keyboard.press("Tab");
      await shows("level 0.359");
      await field("strategy").selectOption("magnitude");
      await shows("magnitude");
      await field("perLayerNormalized").check();
      const remove = form.getByRole("button", { name: "Remove perLayerNormalized" });
      await remove.click();
      await remove.waitFor({ state: "hidden" });
      await level.fill("7");
      await page.keyboard.press("Enter");
      await form.locator(".problem.error", { hasText: /"level" must be .*7/ }).waitFor();
      assert.equal(await level.getAttribute("aria-invalid"), "true");
      const tree = await form.ariaSnapshot();
      for (const part of ['textbox "level"', 'combobox "strategy"', 'checkbox "perLayerNormalized"'])
        assert.ok(tree.includes(part), tree);
      await editor.focus();
      for (let edit = 0; edit < 6; edit++) await page.keyboard.press("Control+Z");
      await until(async () => (await level.inputValue()) === "0.2", "the form follows the text");
      await form.locator(".problem.error").waitFor({ state: "detached" });
      assert.equal(await field("strategy").inputValue(), "entropy");
      await page.keyboard.press("Control+S");
      const file = path.join(workspace, "form.alloy.json");
      await until(() => readFileSync(file, "utf8") === GATE, "the file is as it was");
    });

    testOfPage(
      "axe finds nothing in the form, in light, dark and high contrast, nor does it run anything",
      async () => {
        const text = GATE.replace(
          '"entropy", "level": 0.2',
          '"<b>bold</b>", "level": "<img src=x>", "notes": ["</p>"]',
        );
        await open("hostile-form.alloy.json", text);
        const form = await openForm("prune");
        await form.locator(".problem.error", { hasText: "<img src=x>" }).waitFor();
        assert.equal(await form.getByLabel("level", { exact: true }).inputValue(), "<img src=x>");
        assert.deepEqual(await preview.locator("main").evaluate(activeParts), []);
        for (const theme of THEMES) {
          await useTheme(theme);
          assert.deepEqual(await axeViolations(panelPage()), [], theme);
        }
        await form.getByRole("button", { name: "Show in editor: notes" }).click();
        await status().filter({ hasText: "Ln 7," }).waitFor();
      },
    );

    test("the preview is saved as PNG", async () => {
      await open("executed-ships.alloy.json");
      await preview.locator("h1").click();
      await page
        .locator(".editor-actions")
        .getByRole("button", { name: /Export Preview/ })
        .click();
      await page.locator(".quick-input-list .monaco-list-row", { hasText: "PNG" }).first().click();
      await editor.acceptPath("executed-ships.png");
      await page
        .locator(".notification-list-item", { hasText: /Exported to .*executed-ships\.png/ })
        .first()
        .waitFor();
      const png = readFileSync(path.join(workspace, "executed-ships.png"));
      assert.equal(png.subarray(1, 4).toString("latin1"), "PNG");
      assert.ok(png.readUInt32BE(16) > 1000, "twice as wide as the figure");
    });

    for (const [name, text] of [
      ["executed-rework.alloy.json"],
      ["executed-ships.alloy.json"],
      ["empty.alloy.json", ""],
    ] as const)
      testOfPage(
        `axe finds nothing and all letters stand out, in light, dark and high contrast: ${name}`,
        async () => {
          await open(name, text);
          for (const theme of THEMES) {
            await useTheme(theme);
            assert.deepEqual(await axeViolations(panelPage()), [], theme);
            assert.deepEqual(faint(await lettersOfFigures()), [], theme);
          }
        },
      );

    testOfPage("a hash is copied as a whole", async () => {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await open("executed-ships.alloy.json");
      const text = readFileSync(path.join(workspace, "executed-ships.alloy.json"), "utf8");
      for (const [name, hash] of [
        ["model", JSON.parse(text).results.integrity.modelHash],
        ["this document", `sha256:${createHash("sha256").update(text).digest("hex")}`],
      ]) {
        await preview.getByRole("button", { name: `Copy the hash: ${name}` }).click();
        await page.locator(".statusbar-item", { hasText: "Copied" }).waitFor();
        // Only who has the focus may read it.
        await page.locator(".monaco-editor .view-line").first().click();
        assert.equal(await page.evaluate("navigator.clipboard.readText()"), hash);
        await page.locator(".statusbar-item", { hasText: "Copied" }).waitFor({ state: "hidden" });
      }
    });
  });
