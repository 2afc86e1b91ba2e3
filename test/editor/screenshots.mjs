// Takes pictures of the real editor with the packaged extension.
//   node test/editor/screenshots.mjs [--out DIR]          (default: out/screenshots)
//   node test/editor/screenshots.mjs --only preview       those with this in their names
//   node test/editor/screenshots.mjs --readme             also the small ones of the README and of the walkthrough,
//                                                         in docs/images and media/walkthrough
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { launchBrowser } from "../../scripts/browser.mjs";
import { Failure, isFile, main, ROOT, stopWithSignalCode, temporaryFolder } from "../../scripts/process.mjs";
import { installVsix, startServer } from "../../tools/vscode-sandbox/vscode-server.mjs";
import { TEST_SETTINGS, WINDOW_ARGUMENTS } from "./runner/run-in-browser.mjs";
import { createWorkspace, VSIX } from "./runner/session.mjs";
import { untilVisible } from "./ui/window.mjs";

/** Each picture: a file of examples/, a text in it that the picture is about, and how the picture comes about. */
const PICTURES = [
  { name: "1-squiggle", file: "playground-mistakes.alloy.json", about: '"expert-purne"', show: showSquiggle },
  {
    name: "2-suggest",
    file: "moe-coder.alloy.json",
    about: '"type": "e',
    show: showSuggestions,
    walkthrough: { name: "stages.png", x: 345, y: 330, width: 760, height: 450 },
  },
  {
    name: "3-hover",
    file: "executed-ships.alloy.json",
    about: '"anchorDelta": -3.6',
    show: showHover,
    readme: "hover.png",
    walkthrough: { name: "hover.png", x: 345, y: 180, width: 930, height: 420 },
  },
  {
    name: "4-lightbulb",
    file: "playground-mistakes.alloy.json",
    about: '"expert-purne"',
    show: showCodeActions,
    readme: "fix.png",
  },
  { name: "5-insert", file: "moe-coder.alloy.json", about: '"expert-prune"', show: showCodeActions },
  { name: "6-outline", file: "moe-coder.alloy.json", about: '"expert-prune"', show: showOutline },
  { name: "7-symbols", file: "executed-ships.alloy.json", about: '"stages"', show: showSymbols },
  { name: "8-hints", file: "distilled-coder.alloy.json", about: '"quantTypes"', show: showHints },
  { name: "9-gate", file: "executed-rework.alloy.json", about: '"acceptanceCriteria"', show: showHints },
  { name: "10-rename", file: "executed-ships.alloy.json", about: '"humaneval"', show: showRename },
  {
    name: "11-preview",
    file: "executed-rework.alloy.json",
    about: '"stages"',
    show: showPreview,
    walkthrough: { name: "preview.png", x: 480, y: 60, width: 800, height: 700 },
    readmeClip: { name: "preview.png", x: 320, y: 36, width: 960, height: 740 },
  },
  {
    name: "12-preview-dark",
    file: "executed-ships.alloy.json",
    about: '"acceptanceCriteria"',
    scheme: "dark",
    show: showGate,
    readmeClip: { name: "preview-dark.png", x: 320, y: 36, width: 960, height: 740 },
  },
  {
    name: "13-new",
    file: "moe-coder.alloy.json",
    about: '"stages"',
    show: showTemplates,
    walkthrough: { name: "new.png", x: 330, y: 0, width: 620, height: 420 },
  },
];

const SETTINGS = {
  ...TEST_SETTINGS,
  "editor.hover.delay": 100,
  "editor.minimap.enabled": false,
  "window.autoDetectColorScheme": true,
};
const PATIENCE = 60_000;

async function takePictures({ out = path.join(ROOT, "out/screenshots"), readme = false, only = "" }) {
  if (!isFile(VSIX)) throw new Failure(`${VSIX} is not there: run \`npm run package\` first.`);
  mkdirSync(out, { recursive: true });
  const extensionsDir = temporaryFolder("extensions");
  await installVsix(VSIX, extensionsDir);
  const workspace = createWorkspace({ corpus: false });
  const server = await startServer({ extensionsDir, userSettings: SETTINGS, args: WINDOW_ARGUMENTS });
  let browser;
  try {
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
    for (const picture of PICTURES.filter(({ name }) => name.includes(only))) {
      await page.emulateMedia({ colorScheme: picture.scheme ?? "light" });
      const file = path.join(workspace, picture.file);
      await page.goto(server.url(workspace, { openFile: file }));
      await goTo(page, file, picture.about);
      await takePicture(
        page,
        path.join(out, picture.name),
        () => picture.show(page, picture.about),
        readme && picture.readme,
      );
      if (!readme) continue;
      for (const [folder, part] of [
        ["media/walkthrough", picture.walkthrough],
        ["docs/images", picture.readmeClip],
      ]) {
        if (!part) continue;
        const { name, ...clip } = part;
        await picture.show(page, picture.about);
        await page.waitForTimeout(300);
        await page.screenshot({ path: path.join(ROOT, folder, name), clip, scale: "css" });
        await page.keyboard.press("Escape");
      }
    }
    if (readme && !only) {
      await takeTerminalPicture(page, path.join(ROOT, "media/walkthrough/check.png"));
    }
    if (readme) squeeze(["docs/images", "media/walkthrough"]);
  } finally {
    await browser?.close();
    await server.stop();
  }
}

/** Makes the pictures of these folders a third as large; they are part of the package. */
function squeeze(folders) {
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder)).map((name) => path.join(ROOT, folder, name)),
  );
  const { error } = spawnSync("pngquant", ["--force", "--ext", ".png", "--quality", "70-95", ...files]);
  if (error) console.log("pngquant is not installed: the pictures stay large.");
}

/** What the command line prints, as a terminal shows it. */
async function takeTerminalPicture(page, file) {
  const commands = ["gate executed-ships.alloy.json", "gate executed-rework.alloy.json"];
  const printed = commands.map((command) => {
    const [bin, cwd] = [path.join(ROOT, "server/bin/forge-alloy.js"), path.join(ROOT, "examples")];
    const { stdout } = spawnSync(process.execPath, [bin, ...command.split(" ")], { cwd, encoding: "utf8" });
    return `$ forge-alloy ${command}\n${stdout}`;
  });
  await page.setContent("<pre></pre>");
  await page.locator("pre").evaluate((pre, text) => {
    pre.textContent = text;
    pre.style.cssText =
      "margin:0;padding:16px;background:#1d232c;color:#e6edf3;font:13px/1.6 monospace;width:max-content";
  }, printed.join("\n"));
  await page.locator("pre").screenshot({ path: file, scale: "css" });
}

/** Brings the line with this text into view. */
async function goTo(page, file, text) {
  const before = readFileSync(file, "utf8").split(text)[0];
  await page.locator(".monaco-editor .view-line").first().waitFor({ timeout: PATIENCE });
  await page.keyboard.press("Control+G");
  await page.locator(".quick-input-widget input:focus").waitFor();
  await page.keyboard.type(`${before.split("\n").length}\n`);
}

/** The part of the window around the cursor that the README shows, in CSS pixels. */
const CLIP = { width: 900, height: 340 };

async function takePicture(page, file, show, small) {
  try {
    await show();
  } catch (error) {
    await page.screenshot({ path: `${file}-failed.png` });
    const reason = error.message.split("\n")[0];
    throw new Failure(`${path.basename(file)} did not come about (${reason}); see ${file}-failed.png.`);
  }
  await page.waitForTimeout(300); // animations
  await page.screenshot({ path: `${file}.png` });
  console.log(`${file}.png`);
  if (small) {
    const cursor = await page.locator(".monaco-editor .current-line").first().boundingBox();
    const clip = { x: cursor.x - 80, y: Math.max(cursor.y - 0.75 * CLIP.height, 0), ...CLIP };
    await page.screenshot({ path: path.join(ROOT, "docs/images", small), clip, scale: "css" });
  }
  await page.keyboard.press("Escape");
}

async function showSquiggle(page) {
  const squiggle = page.locator(".monaco-editor .squiggly-error, .monaco-editor .squiggly-warning");
  await squiggle.first().waitFor({ timeout: PATIENCE });
}

async function showSuggestions(page, about) {
  await untilVisible(page.locator(".suggest-widget.visible .monaco-list-row"), async () => {
    const { right, middle } = await placeOf(page, about); // again each time: code lenses move the lines
    await page.mouse.click(right - 1, middle);
    await page.keyboard.press("Control+Space");
  });
}

async function showHover(page, about) {
  // If the answer takes long, VS Code first shows a loading message in the hover.
  const answered = '.monaco-hover:not(.hidden) .hover-contents:not(:has-text("Loading"))';
  await untilVisible(page.locator(answered), async () => {
    const { center, middle } = await placeOf(page, about);
    await page.mouse.move(center + 300, middle + 200);
    await page.mouse.move(center, middle, { steps: 5 });
  });
}

async function showCodeActions(page, about) {
  await untilVisible(page.locator(".action-widget .monaco-list-row.action"), async () => {
    const { center, middle } = await placeOf(page, about);
    await page.mouse.click(center, middle);
    await page.keyboard.press(process.platform === "darwin" ? "Meta+." : "Control+.");
  });
}

async function showOutline(page, about) {
  await untilVisible(page.locator(".outline-pane .monaco-list-row"), async () => {
    const { center, middle } = await placeOf(page, about);
    await page.mouse.click(center, middle);
    await page.keyboard.press("F1");
    await page.keyboard.type("Explorer: Focus on Outline View");
    await page.keyboard.press("Enter");
  });
}

async function showSymbols(page) {
  await untilVisible(page.locator(".quick-input-list .monaco-list-row"), async () => {
    await page.keyboard.press("Control+Shift+O");
  });
}

async function showHints(page) {
  await page
    .locator(".monaco-editor .view-line span[class*='dyn-rule']")
    .first()
    .waitFor({ timeout: PATIENCE });
}

async function showRename(page, about) {
  await untilVisible(page.locator(".rename-box"), async () => {
    const { center, middle } = await placeOf(page, about);
    await page.mouse.click(center, middle);
    await page.keyboard.press("F2");
  });
}

async function showPreview(page) {
  if (await page.locator("iframe.webview.ready").count()) return;
  await page
    .locator(".editor-actions")
    .getByRole("button", { name: /Open Preview to the Side/ })
    .click();
  const preview = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  await preview.locator("g.bar").first().waitFor({ timeout: PATIENCE });
}

async function showGate(page) {
  await showPreview(page);
  const preview = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  await preview.locator("#gate").evaluate((heading) => heading.scrollIntoView());
}

async function showTemplates(page) {
  await untilVisible(page.locator(".quick-input-list .monaco-list-row >> text=moe-coder"), async () => {
    await page.keyboard.press("F1");
    await page.keyboard.type("Forge Alloy: New Alloy");
    await page.keyboard.press("Enter");
    // The folder is asked for first.
    await page
      .locator(".quick-input-list .monaco-list-row", { hasText: "Browse" })
      .waitFor({ timeout: PATIENCE });
    await page.keyboard.press("Enter");
  });
}

/** Where a text of the open editor is on the screen. */
async function placeOf(page, text) {
  const handle = await page.waitForFunction(findText, text, { timeout: PATIENCE });
  return handle.jsonValue();
}

/** Runs in the page. The editor draws a line as many pieces, with hard spaces. */
function findText(text) {
  for (const line of document.querySelectorAll(".monaco-editor .view-line")) {
    const start = line.textContent.replaceAll("\u00a0", " ").indexOf(text);
    if (start < 0) continue;
    const range = document.createRange();
    const pieces = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let before = 0;
    for (let piece = pieces.nextNode(); piece; piece = pieces.nextNode()) {
      const from = start - before;
      const to = start + text.length - before;
      if (from >= 0 && from < piece.length) range.setStart(piece, from);
      if (to > 0 && to <= piece.length) range.setEnd(piece, to);
      before += piece.length;
    }
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return { left, right, center: (left + right) / 2, middle: (top + bottom) / 2 };
  }
  return null;
}

function options() {
  try {
    return parseArgs({
      options: { out: { type: "string" }, readme: { type: "boolean" }, only: { type: "string" } },
    }).values;
  } catch (error) {
    throw new Failure(error.message, 2);
  }
}

stopWithSignalCode();
await main(() => takePictures(options()));
