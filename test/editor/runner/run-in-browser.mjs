// Runs the editor tests in a real VS Code in headless Chromium.
//   node test/editor/runner/run-in-browser.mjs [--dev | --vsix FILE] [--kind web] [--screenshot FILE] [--grep TEXT]
// Without --dev the packaged extension is installed and tested. --kind web runs it in the web worker host, as on
// vscode.dev; the tests themselves stay in Node's host. Exit code 0: all passed, 1: a failure, a crash, no test.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launchBrowser } from "../../../scripts/browser.mjs";
import { Failure, main, ROOT, stopWithSignalCode } from "../../../scripts/process.mjs";
import { installVsix, startServer } from "../../../tools/vscode-sandbox/vscode-server.mjs";
import { conclude, createSession, result } from "./session.mjs";

const TIMEOUT = 25 * 60_000;

export const WINDOW_ARGUMENTS = [
  "--disable-workspace-trust",
  "--force-disable-user-env", // a login shell's environment is no concern of the tests
];

/** Without the driver, newer versions take no extensionTestsPath from the page's address. With it, they show no message. */
const TEST_ARGUMENTS = [...WINDOW_ARGUMENTS, "--enable-smoke-test-driver"];

export const TEST_SETTINGS = {
  "editor.accessibilitySupport": "off",
  "files.autoSave": "off", // in a browser the default is "afterDelay", which saves what a slow test is about to undo
  "security.workspace.trust.enabled": false,
};

/**
 * @param {object} options
 * @param {boolean} [options.dev] the extension of the working tree, not the packaged one
 * @param {string} [options.vsix]
 * @param {string} [options.kind] "web" for the web worker host
 * @param {string} [options.screenshot] where to leave a picture of the end
 * @param {string} [options.grep]
 * @param {number} [options.timeout] ms for the whole run
 * @returns {Promise<{ passed: number, failed: number, problem?: string }>}
 */
export async function runInBrowser({ dev, vsix, kind, screenshot, grep, timeout = TIMEOUT } = {}) {
  const session = await createSession({ dev, vsix, grep });
  if (session.vsix) await installVsix(session.vsix, session.extensionsDir);
  const server = await startServer({
    extensionsDir: session.extensionsDir,
    userSettings: { ...TEST_SETTINGS, ...hostKind(kind) },
    args: TEST_ARGUMENTS,
    env: session.env,
  });
  let browser;
  try {
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const log = [];
    const end = testsEnd(page, server, timeout, log);
    await page.goto(
      server.url(session.workspace, {
        payload: [
          ["skipWelcome", "true"],
          ["extensionDevelopmentPath", server.remote(session.development)],
          ["extensionTestsPath", server.remote(session.tests)],
        ],
      }),
    );
    const problem = await end;
    const totals = session.report.finish();
    if (screenshot) await page.screenshot({ path: screenshot });
    if (!totals || process.env.DEBUG) console.error([...log, server.log().trim()].join("\n"));
    return result(totals, problem);
  } finally {
    session.report.finish();
    await browser?.close();
    await server.stop();
  }
}

/** Why the run ended; nothing when VS Code says the tests ran through. */
async function testsEnd(page, server, timeout, log) {
  let timer;
  const end = new Promise((resolve) => {
    // the workbench calls these two when it runs with extensionTestsPath
    page.exposeFunction("codeAutomationExit", (code) =>
      resolve(code === 0 ? undefined : "VS Code reports that the tests failed."),
    );
    page.exposeFunction("codeAutomationLog", (type, args) => {
      if (type === "error" || type === "warn" || process.env.DEBUG) log.push(`[${type}] ${args.join(" ")}`);
    });
    page.on("crash", () => resolve("The browser page crashed."));
    page.on("close", () => resolve("The browser page was closed."));
    server.exited.then(() => resolve("The VS Code server ended before the tests did."));
    timer = setTimeout(() => resolve(`The editor tests did not end within ${timeout / 1000} s.`), timeout);
  });
  const problem = await end;
  clearTimeout(timer);
  return problem;
}

export function hostKind(kind) {
  if (kind === undefined) return {};
  const { publisher, name } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  return { "remote.extensionKind": { [`${publisher}.${name}`]: [kind] } };
}

function options() {
  const string = { type: "string" };
  try {
    const { values } = parseArgs({
      options: {
        dev: { type: "boolean" },
        vsix: string,
        kind: string,
        screenshot: string,
        grep: string,
        timeout: string,
      },
    });
    return { ...values, ...(values.timeout && { timeout: Number(values.timeout) * 1000 }) };
  } catch (error) {
    throw new Failure(error.message, 2);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  stopWithSignalCode();
  await main(async () => conclude(await runInBrowser(options())));
}
