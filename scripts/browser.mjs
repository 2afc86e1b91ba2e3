// Finds a Chromium for the editor tests, or gets one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { Failure, findOnPath, isFile, ROOT, run } from "./process.mjs";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "msedge",
  "microsoft-edge",
];

const DOWNLOAD_TIMEOUT = 5 * 60_000;

/**
 * The program file of a Chromium-like browser. Looks at CHROMIUM, at Playwright's own browser and at those that
 * are installed; if there is none, tries Playwright's download and then Debian's package.
 * @returns {Promise<string>}
 */
export async function findBrowser() {
  if (process.env.CHROMIUM) {
    const named = isFile(process.env.CHROMIUM) ? process.env.CHROMIUM : findOnPath([process.env.CHROMIUM]);
    if (!named)
      throw new Failure(`CHROMIUM is set to ${process.env.CHROMIUM}, and there is no such program.`);
    return named;
  }
  const { chromium } = await import("playwright-core"); // a dependency of the project, so not there before `npm ci`
  const own = () => [playwrightsOwn(chromium)].find(runs);
  const installed = () => [findOnPath(NAMES), ...usualPlaces()].find(runs);
  const found = own() ?? installed();
  if (found) return found;

  console.log("No Chromium found; fetching one ...");
  const attempts = [];
  for (const [fetch, look] of [
    [downloadWithPlaywright, own],
    [installWithApt, installed],
  ]) {
    try {
      await fetch();
    } catch (error) {
      attempts.push(error.message);
    }
    const browser = look();
    if (browser) return browser;
  }
  throw new Failure(
    [
      "The editor tests need Chromium, Chrome or Edge. Install one, or set CHROMIUM to its program file.",
      ...attempts,
    ].join("\n  "),
  );
}

function playwrightsOwn(chromium) {
  try {
    return chromium.executablePath();
  } catch {
    return undefined; // a platform Playwright has no browser for
  }
}

/** Starts it without a window. */
export async function launchBrowser() {
  const executablePath = await findBrowser();
  const { chromium } = await import("playwright-core");
  return chromium.launch({
    executablePath,
    args: [
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-component-update",
      "--disable-background-networking",
    ],
  });
}

/**
 * Whether it is there and starts. Only Linux is asked: there a browser may lack libraries or be a stub that says
 * how to install it, while elsewhere the question could open a window.
 */
function runs(file) {
  if (!file || !existsSync(file)) return false;
  if (process.platform !== "linux") return true;
  return spawnSync(file, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

function usualPlaces() {
  if (process.platform === "darwin") {
    return ["Google Chrome", "Chromium", "Microsoft Edge"].map(
      (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
    );
  }
  if (process.platform === "win32") {
    const { ProgramFiles, "ProgramFiles(x86)": ProgramFilesX86, LOCALAPPDATA } = process.env;
    return [ProgramFiles, ProgramFilesX86, LOCALAPPDATA]
      .filter(Boolean)
      .flatMap((folder) =>
        ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"].map((file) =>
          path.join(folder, file),
        ),
      );
  }
  return [];
}

async function downloadWithPlaywright() {
  const cli = path.join(ROOT, "node_modules/playwright-core/cli.js");
  await run(process.execPath, [cli, "install", "chromium", "--no-shell"], {
    silent: true,
    timeout: DOWNLOAD_TIMEOUT,
    what: "Playwright's download of Chromium",
  });
}

async function installWithApt() {
  const apt = findOnPath(["apt-get"]);
  if (!apt || process.getuid?.() !== 0) return;
  const options = {
    silent: true,
    timeout: DOWNLOAD_TIMEOUT,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    what: "Installing Debian's chromium",
  };
  await run(apt, ["update"], options);
  await run(apt, ["install", "-y", "--no-install-recommends", "chromium"], options);
}
