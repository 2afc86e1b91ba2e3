// A window of a real VS Code with the packaged extension, in headless Chromium, for tests that act from outside.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { launchBrowser } from "../../../scripts/browser.mjs";
import { ROOT, temporaryFolder } from "../../../scripts/process.mjs";
import { installVsix, startServer } from "../../../tools/vscode-sandbox/vscode-server.mjs";
import { hostKind, TEST_SETTINGS, WINDOW_ARGUMENTS } from "../runner/run-in-browser.mjs";
import { createWorkspace, VSIX } from "../runner/session.mjs";

const SETTINGS = {
  ...TEST_SETTINGS,
  "files.autoSave": "afterDelay", // as in any browser; what is not saved would come back with the next window
  "editor.minimap.enabled": false,
  "editor.autoClosingBrackets": "never",
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

/**
 * How long a condition may take on the slowest machine, in milliseconds: a window alone takes half a minute where
 * eight processes share a core. No test waits for time to pass, so this costs only those that fail.
 */
const WAIT_LIMIT = 60_000;

/** How long a test may take as a whole: above the limit of a wait, so that it is the wait that fails and says for what. */
export const TEST_LIMIT = 3 * WAIT_LIMIT;

/** How often a test of the window is tried again: the reporter says so, and with what message it failed before. */
export const RETRIES = 2;

/** VS Code as it comes: a folder is not trusted until somebody says so. Nothing asks at the start. */
const TRUST_SETTINGS = {
  "security.workspace.trust.enabled": true,
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.untrustedFiles": "open",
};

/**
 * @param {{ kind?: string, settings?: object, asksForTrust?: boolean }} options `kind`: "web" for the extension in a web
 *   worker; `asksForTrust`: the workspace is not trusted from the start
 */
export async function openWindow({ kind, settings = {}, asksForTrust = false } = {}) {
  const extensionsDir = temporaryFolder("extensions");
  await installVsix(VSIX, extensionsDir);
  const workspace = createWorkspace({ corpus: false });
  const userSettings = { ...SETTINGS, ...hostKind(kind), ...(asksForTrust && TRUST_SETTINGS), ...settings };
  const args = WINDOW_ARGUMENTS.filter((one) => !asksForTrust || one !== "--disable-workspace-trust");
  const server = await startServer({ extensionsDir, userSettings, args });
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.setDefaultTimeout(WAIT_LIMIT);
  const typeIntoQuickInput = async (key, text) => {
    // A key is lost while the focus moves out of a webview.
    await untilVisible(page.locator(".quick-input-widget input:focus"), () => page.keyboard.press(key));
    await page.keyboard.type(text);
  };
  const run = async (command) => {
    // The palette lists what is there when it opens: a command of an extension that is just starting is missing.
    const row = page.locator(".quick-input-list .monaco-list-row", { hasText: command }).first();
    await untilVisible(row, () => typeIntoQuickInput("F1", command));
    await row.click();
  };
  const show = (file) => page.goto(server.url(workspace, { openFile: file }));
  const closeEditors = async () => {
    const tabs = page.locator(".tab");
    if ((await tabs.count()) > 0) await run("View: Close All Editors");
    // VS Code asks about text whose file is gone.
    const discard = page.getByRole("button", { name: "Don't Save" });
    await until(async () => {
      if (await discard.isVisible()) await discard.click();
      return (await tabs.count()) === 0;
    }, "all editors are closed");
  };
  /** Whether the window is as a test that passed has left it. */
  let isUsable = false;
  return {
    page,
    workspace,
    extensionsDir,
    show,
    open: async (file, text) => {
      if (isUsable) await closeEditors();
      if (text !== undefined) writeFileSync(file, text);
      if (!isUsable) await show(file);
      else {
        const name = path.basename(file);
        const row = page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first();
        await untilVisible(page.locator(".tab.active", { hasText: name }), async () => {
          await typeIntoQuickInput("Control+P", file);
          await row.click({ timeout: 5000 });
        });
      }
      isUsable = true;
    },
    restore: async (saved) => {
      // VS Code in a browser saves every few seconds what is open, and nothing more on the way out.
      await until(
        async () => (await page.evaluate(savedEditors)).includes(saved),
        `VS Code has saved ${saved}`,
      );
      await page.goto(server.url(workspace));
    },
    focus: async () => {
      // Not with the mouse: it may scroll an editor whose lines are drawn anew under it.
      await page.locator(".monaco-editor .view-line").first().waitFor();
      await page.keyboard.press("Control+1");
      await page.locator(".monaco-editor.focused").waitFor();
    },
    typeIntoQuickInput,
    run,
    acceptPath: async (name) => {
      // VS Code's own dialog has a path before it takes a key.
      const input = page.locator(".quick-input-widget input:focus");
      await until(
        async () => (await input.inputValue()).endsWith(name),
        `VS Code asks where to save ${name}`,
      );
      await page.keyboard.press("Enter");
    },
    pictureIfFailed: async (test) => {
      if (test?.state !== "passed") isUsable = false; // one that is tried again has no state
      if (test?.state !== "failed") return;
      const file = path.join("out", "ui", `${test.fullTitle().replace(/\W+/g, "-")}.png`);
      await page.screenshot({ path: path.join(ROOT, file) });
      console.log(`      the window as it was then: ${file}`);
    },
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

/** What VS Code will open in the next window of this workspace, as JSON. Runs in the page. */
async function savedEditors() {
  const result = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const saved = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith("vscode-web-state-db-")) continue;
    const database = await result(indexedDB.open(name));
    const items = database.transaction("ItemTable").objectStore("ItemTable");
    saved.push(await result(items.get("memento/workbench.parts.editor")));
    database.close();
  }
  return JSON.stringify(saved);
}

/**
 * Waits until a condition holds; fails after the limit of a wait.
 * @param {() => unknown} condition
 * @param {string} what what is waited for, for the message
 */
export async function until(condition, what) {
  const end = Date.now() + WAIT_LIMIT;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** How long one gets to see what came of a click or a key, in milliseconds, before doing it again. */
const PATIENCE = 6000;

/**
 * Does something until the page shows what comes of it. VS Code drops what was asked for while a server starts or problems
 * change, draws things anew under the mouse, and says nothing of it: one does it again.
 * @param {import("playwright-core").Locator} result
 * @param {() => Promise<unknown>} act
 */
export async function untilVisible(result, act) {
  const end = Date.now() + WAIT_LIMIT;
  for (;;) {
    try {
      await act();
      return await result.first().waitFor({ timeout: PATIENCE });
    } catch (error) {
      if (Date.now() > end) throw error;
      await result.page().keyboard.press("Escape");
    }
  }
}

export const HOSTS = [{ name: "with Node" }, { name: "in a web worker", kind: "web" }];
