// Takes pictures of the real editor with the packaged extension.
//   node test/editor/screenshots.mjs [--out DIR]          (default: out/screenshots)
import { mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { launchBrowser } from "../../scripts/browser.mjs";
import { Failure, isFile, main, ROOT, stopWithSignalCode, temporaryFolder } from "../../scripts/process.mjs";
import { installVsix, startServer } from "../../scripts/vscode-server.mjs";
import { TEST_ARGUMENTS, TEST_SETTINGS } from "./runner/run-in-browser.mjs";
import { createWorkspace, VSIX } from "./runner/session.mjs";

/** The file the pictures show, in examples/, and the places in it they are about: texts that stand there once. */
const FILE = "first.alloy.json";
const PROBLEM = '"bad"';
const HOVER_OVER = '"type"';
const SUGGEST_AFTER = '"type": "';

const PICTURES = [
  ["1-squiggle", showSquiggle],
  ["2-suggest", showSuggestions],
  ["3-hover", showHover],
  ["4-lightbulb", showCodeActions],
];

const SETTINGS = { ...TEST_SETTINGS, "editor.hover.delay": 100, "editor.minimap.enabled": false };
const PATIENCE = 60_000;

async function takePictures({ out = path.join(ROOT, "out/screenshots") }) {
  if (!isFile(VSIX)) throw new Failure(`${VSIX} is not there: run \`npm run package\` first.`);
  mkdirSync(out, { recursive: true });
  const extensionsDir = temporaryFolder("extensions");
  await installVsix(VSIX, extensionsDir);
  const workspace = createWorkspace({ corpus: false });
  const server = await startServer({ extensionsDir, userSettings: SETTINGS, args: TEST_ARGUMENTS });
  let browser;
  try {
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
    await page.goto(server.url(workspace, { openFile: path.join(workspace, FILE) }));
    for (const [name, show] of PICTURES) await takePicture(page, path.join(out, name), show);
  } finally {
    await browser?.close();
    await server.stop();
  }
}

async function takePicture(page, file, show) {
  try {
    await show(page);
  } catch (error) {
    await page.screenshot({ path: `${file}-failed.png` });
    const reason = error.message.split("\n")[0];
    throw new Failure(`${path.basename(file)} did not come about (${reason}); see ${file}-failed.png.`);
  }
  await page.waitForTimeout(300); // animations
  await page.screenshot({ path: `${file}.png` });
  console.log(`${file}.png`);
  await page.keyboard.press("Escape");
}

async function showSquiggle(page) {
  const squiggle = page.locator(".monaco-editor .squiggly-error, .monaco-editor .squiggly-warning");
  await squiggle.first().waitFor({ timeout: PATIENCE });
}

async function showSuggestions(page) {
  const { right, middle } = await placeOf(page, SUGGEST_AFTER);
  await untilVisible(page, ".suggest-widget.visible .monaco-list-row", async () => {
    await page.mouse.click(right - 1, middle);
    await page.keyboard.press("Control+Space");
  });
}

async function showHover(page) {
  const { center, middle } = await placeOf(page, HOVER_OVER);
  await untilVisible(page, ".monaco-hover:not(.hidden) .hover-contents", async () => {
    await page.mouse.move(center + 300, middle + 200);
    await page.mouse.move(center, middle, { steps: 5 });
  });
}

async function showCodeActions(page) {
  const { center, middle } = await placeOf(page, PROBLEM);
  await untilVisible(page, ".action-widget .monaco-list-row.action", async () => {
    await page.mouse.click(center, middle);
    await page.keyboard.press(process.platform === "darwin" ? "Meta+." : "Control+.");
  });
}

/** Does something until the page shows the result: an answer can be empty while the server is still starting. */
async function untilVisible(page, selector, act) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    await act();
    try {
      await page.locator(selector).first().waitFor({ timeout: 3_000 });
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await page.keyboard.press("Escape");
    }
  }
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
    return parseArgs({ options: { out: { type: "string" } } }).values;
  } catch (error) {
    throw new Failure(error.message, 2);
  }
}

stopWithSignalCode();
await main(() => takePictures(options()));
