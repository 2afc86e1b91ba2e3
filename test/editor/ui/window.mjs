// A window of a real VS Code with the packaged extension, in headless Chromium, for tests that act from outside.
import { launchBrowser } from "../../../scripts/browser.mjs";
import { temporaryFolder } from "../../../scripts/process.mjs";
import { installVsix, startServer } from "../../../scripts/vscode-server.mjs";
import { hostKind, TEST_ARGUMENTS, TEST_SETTINGS } from "../runner/run-in-browser.mjs";
import { createWorkspace, VSIX } from "../runner/session.mjs";

const SETTINGS = {
  ...TEST_SETTINGS,
  "editor.minimap.enabled": false,
  "editor.autoClosingBrackets": "never",
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

/** @param {{ kind?: string, settings?: object }} options `kind`: "web" for the extension in a web worker */
export async function openWindow({ kind, settings = {} } = {}) {
  const extensionsDir = temporaryFolder("extensions");
  await installVsix(VSIX, extensionsDir);
  const workspace = createWorkspace({ corpus: false });
  const userSettings = { ...SETTINGS, ...hostKind(kind), ...settings };
  const server = await startServer({ extensionsDir, userSettings, args: TEST_ARGUMENTS });
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  return {
    page,
    workspace,
    extensionsDir,
    show: (file) => page.goto(server.url(workspace, { openFile: file })),
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

export const HOSTS = [{ name: "with Node" }, { name: "in a web worker", kind: "web" }];
