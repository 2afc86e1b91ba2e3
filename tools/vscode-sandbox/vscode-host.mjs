// A real VS Code, for `npm start` and for the editor tests: server and browser workbench, from npm alone.
//
// The npm package of code-server carries a complete VS Code server build in lib/vscode. Only that part is taken,
// with its dependencies at the versions of its own lock file. No install script runs and nothing is compiled: the
// native pieces it would compile are replaced by a few lines of JavaScript, and ripgrep comes prebuilt.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  Failure,
  isAlive,
  main,
  npm,
  ROOT,
  removeFolder,
  stopWithSignalCode,
} from "../../scripts/process.mjs";

export const VSCODE_VERSION = "1.100.3";

const CODE_SERVER = {
  spec: "code-server@4.100.3",
  integrity:
    "sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==",
};

const RIPGREP_VERSION = "1.18.0";
const RIPGREP_INTEGRITY = {
  "linux-x64":
    "sha512-mQ3bVrUpnD2vs7QT0vX90Lt0cnUq467uFtEktIdsJJmW296RoSULRGqWgzG1AKxyBpNDD6l4ZO4qKf6SgyC23Q==",
  "linux-arm64":
    "sha512-lQ/5zTG++U0E3IhVgS4EPTTn/U4okncaRMM5GOFfOYZywS4nuD31GhkHbNYlDk5CuDC68+hYJ0/eQeyCKJDA+g==",
  "darwin-x64":
    "sha512-25b4gWbL138dGuQU244ebCKKc0q05ULBMoFSz9oAEUHNeqK/lOJViDS7DRvbDazzAzSEdan391Znks/R5mkaTQ==",
  "darwin-arm64":
    "sha512-r3ktHSvbFycQNF6sl7sNDPocpsI7J+mEzh1IaZFkY0spm3k2Z9t8hPAeOK7+p0l6p6/swkQC14XWX01low+94Q==",
  "win32-x64":
    "sha512-KNPvtElldqILHdnAetujPaowkNbpqJy3ssIGGN6F6Kve9Qi+nNLI2DN01O83JjCEVQbCzl8Ov3QZ9Eov3BR8Dg==",
  "win32-arm64":
    "sha512-vfTIjq1OHnzUjxZcHVQAMbnggp8dpGf+0QKFOZHwWPqFwXxQC8eCWM+5NUdoJ6yrElCeMzoUTXoK/LdZaniB+Q==",
};

/** Dependencies that need a compiler, or that only Kerberos proxies and Windows' process list use. */
const LEFT_OUT = /^(kerberos|native-watchdog|@vscode\/(ripgrep|spdlog|windows-.*))$/;

const PLATFORM = `${process.platform}-${process.arch}`;
const STAMP = `VS Code ${VSCODE_VERSION}, ripgrep ${RIPGREP_VERSION}, ${PLATFORM}, layout 1\n`;

/**
 * Installs VS Code unless it is there. Either all of it is in place afterwards or nothing: it is put together in
 * a folder beside and renamed, so neither an interruption nor a second process can leave a half.
 * With the environment variable VSCODE_HOST, the server in that folder is used instead.
 * @param {{ dir?: string }} options `dir`: where it lives, by default .vscode-host/ in the project
 * @returns {Promise<{ node: string, serverMain: string }>} the program and the script that start the server
 */
export async function installHost({ dir = path.join(ROOT, ".vscode-host") } = {}) {
  if (process.env.VSCODE_HOST) return hostIn(path.resolve(process.env.VSCODE_HOST));
  const home = path.join(dir, `vscode-${VSCODE_VERSION}`);
  const host = { node: process.execPath, serverMain: path.join(home, "out/server-main.js") };
  if (await isComplete(home)) return host;

  console.log(`Fetching VS Code ${VSCODE_VERSION} once, about 60 MB ...`);
  await mkdir(dir, { recursive: true });
  await removeAbandoned(dir);
  const building = path.join(dir, `.building-${process.pid}`);
  const leave = () => removeFolder(building);
  process.on("exit", leave);
  try {
    const vscode = path.join(building, "vscode");
    await unpack(CODE_SERVER, { from: "package/lib/vscode/", to: vscode, downloads: building });
    await installDependencies(vscode);
    await addRipgrep(vscode, building);
    await addStandIns(vscode);
    await dropServiceWorker(vscode);
    await writeFile(path.join(vscode, "stamp"), STAMP);
    await moveInPlace(vscode, home);
  } finally {
    process.off("exit", leave);
    leave();
  }
  return host;
}

/** Another version, which somebody has installed: `vscode/out/server-main.js`, and `node` if it needs its own. */
function hostIn(dir) {
  const serverMain = path.join(dir, "vscode/out/server-main.js");
  if (!existsSync(serverMain)) throw new Failure(`VSCODE_HOST: there is no ${serverMain}.`);
  const node = path.join(dir, process.platform === "win32" ? "node.exe" : "node");
  return { node: existsSync(node) ? node : process.execPath, serverMain };
}

async function isComplete(home) {
  const stamp = path.join(home, "stamp");
  return existsSync(stamp) && (await readFile(stamp, "utf8")) === STAMP;
}

/** Folders of processes that were killed before they could clean up. */
async function removeAbandoned(dir) {
  for (const name of await readdir(dir)) {
    const [, pid] = /^\.building-(\d+)$/.exec(name) ?? [];
    if (pid && !isAlive(Number(pid))) removeFolder(path.join(dir, name));
  }
}

async function moveInPlace(vscode, home) {
  if (await isComplete(home)) return; // another process was faster
  await rm(home, { recursive: true, force: true });
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(vscode, home);
    } catch (error) {
      if (await isComplete(home)) return;
      // on Windows a virus scanner may hold new files for a moment
      if (attempt === 20 || !["EPERM", "EBUSY", "EACCES"].includes(error.code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/** Downloads a package with npm, verifies its checksum, and unpacks `from` without source maps. */
async function unpack({ spec, integrity }, { from, to, downloads }) {
  await mkdir(downloads, { recursive: true });
  await npm(["pack", spec, "--loglevel=error", "--no-update-notifier"], {
    cwd: downloads,
    quiet: true,
    what: `Fetching ${spec} with npm`,
  });
  const file = path.join(downloads, tarballName(spec));
  const sum = `sha512-${createHash("sha512")
    .update(await readFile(file))
    .digest("base64")}`;
  if (sum !== integrity) throw new Failure(`${spec} is not the file we know: its checksum is ${sum}.`);

  const tar = await import("tar"); // a dependency of the project, so not there before `npm ci`
  await mkdir(to, { recursive: true });
  await tar.extract({
    file,
    cwd: to,
    strip: from.split("/").length - 1,
    filter: (name) => name.startsWith(from) && !name.endsWith(".map"),
  });
}

/** What `npm pack` calls its file: @scope/name@1.2.3 becomes scope-name-1.2.3.tgz. */
function tarballName(spec) {
  return `${spec.replace(/^@/, "").replace(/[/@]/g, "-")}.tgz`;
}

async function installDependencies(vscode) {
  for (const name of ["package.json", "npm-shrinkwrap.json"]) {
    const file = path.join(vscode, name);
    const json = JSON.parse(await readFile(file, "utf8"));
    delete json.overrides; // they refer to an omitted package
    const { dependencies } = json.packages?.[""] ?? json;
    for (const dependency of Object.keys(dependencies)) {
      if (LEFT_OUT.test(dependency)) delete dependencies[dependency];
    }
    await writeFile(file, JSON.stringify(json, undefined, 2));
  }
  // --legacy-peer-deps: the lock file lacks a peer dependency, and npm would reject it
  const flags = [
    "--omit=dev",
    "--include=optional",
    "--ignore-scripts",
    "--legacy-peer-deps",
    "--no-audit",
    "--no-fund",
  ];
  await npm(["ci", ...flags, "--loglevel=error", "--no-update-notifier"], {
    cwd: vscode,
    quiet: true,
    what: "Installing the dependencies of VS Code with npm",
  });
}

/** Adds ripgrep, which VS Code's search runs. Platforms without a package for it need `rg` on the PATH. */
async function addRipgrep(vscode, downloads) {
  const integrity = RIPGREP_INTEGRITY[PLATFORM];
  const program = process.platform === "win32" ? "rg.exe" : "rg";
  if (integrity) {
    const spec = `@vscode/ripgrep-${PLATFORM}@${RIPGREP_VERSION}`;
    const to = path.join(vscode, "node_modules/@vscode/ripgrep/bin");
    await unpack({ spec, integrity }, { from: "package/bin/", to, downloads });
  }
  const place = integrity ? `require("node:path").join(__dirname, "bin", "${program}")` : `"${program}"`;
  await addModule(vscode, "@vscode/ripgrep", `exports.rgPath = ${place};\n`);
}

async function addStandIns(vscode) {
  // the extension host also watches its parent by itself
  await addModule(vscode, "native-watchdog", "exports.start = () => {};\n");
  await addModule(vscode, "@vscode/spdlog", LOGGER);
}

async function addModule(vscode, name, code) {
  const folder = path.join(vscode, "node_modules", name);
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, "package.json"),
    JSON.stringify({ name, version: "0.0.0", main: "index.js" }),
  );
  await writeFile(path.join(folder, "index.js"), code);
}

/** The part of @vscode/spdlog that VS Code calls, in JavaScript. */
const LOGGER = `"use strict";
const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");

const LEVELS = ["trace", "debug", "info", "warn", "error", "critical"];

class Logger {
  constructor(file) {
    this.file = file;
    this.level = LEVELS.indexOf("info");
    this.raw = false;
    mkdirSync(dirname(file), { recursive: true });
  }
  write(level, message) {
    if (level < this.level) return;
    const line = this.raw ? message : new Date().toISOString() + " [" + LEVELS[level] + "] " + message + "\\n";
    try {
      appendFileSync(this.file, line);
    } catch {
      // the folder is removed while the server is still ending
    }
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  clearFormatters() { this.raw = true; }
  setPattern() {}
  flush() {}
  drop() {}
}
LEVELS.forEach((name, level) => { Logger.prototype[name] = function (message) { this.write(level, message); }; });

exports.setFlushOn = () => {};
exports.createRotatingLogger = async (_name, file) => new Logger(file);
exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
`;

/** code-server's front end would serve this worker; the server alone does not, and the page would log an error. */
async function dropServiceWorker(vscode) {
  const file = path.join(vscode, "out/server-main.js");
  const code = await readFile(file, "utf8");
  await writeFile(file, code.replace(/serviceWorker:\{scope:[\w$]+\+"\/",path:[\w$]+\+"[^"]+"\},?/, ""));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  stopWithSignalCode();
  await main(() => installHost());
}
