// Runs the VS Code server that vscode-host.mjs installed: on 127.0.0.1, with its own empty user data.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  environment,
  Failure,
  killTree,
  removeFolder,
  run,
  temporaryFolder,
} from "../../scripts/process.mjs";
import { installHost } from "./vscode-host.mjs";

const START_TIMEOUT = 60_000;
const STOP_TIMEOUT = 2_000;

/** No welcome, no advice, nothing that would ask the network. */
const QUIET_SETTINGS = {
  "chat.commandCenter.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "telemetry.telemetryLevel": "off",
  "workbench.enableExperiments": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** The marketplace would be another host. */
const QUIET_ENVIRONMENT = { EXTENSIONS_GALLERY: '{"serviceUrl":""}' };

/**
 * Starts a server and waits until it answers.
 * @param {object} options
 * @param {string} options.extensionsDir where extensions are installed
 * @param {Record<string, unknown>} [options.userSettings] added to the quiet ones
 * @param {string} [options.connectionToken] a secret that the browser must send; without one, every client
 *   that reaches the port has access
 * @param {number} [options.port] 0 takes any free one
 * @param {string[]} [options.args] more options of the server
 * @param {NodeJS.ProcessEnv} [options.env] more environment, which the extension host inherits
 */
export async function startServer(options) {
  const { node, serverMain } = await installHost();
  const dir = temporaryFolder("vscode");
  const child = spawn(node, [serverMain, ...serverArguments(dir, options)], {
    // a process group of its own on POSIX: stopping takes extension hosts and language servers along
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
    env: environment({ ...QUIET_ENVIRONMENT, ...options.env }),
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      log += chunk;
    });
  }
  const exited = new Promise((resolve) => child.once("close", resolve));
  const kill = () => killTree(child.pid);
  process.prependListener("exit", kill); // before its folder is removed

  const stop = async () => {
    if (process.platform !== "win32") {
      killTree(child.pid, "SIGTERM");
      await Promise.race([exited, after(STOP_TIMEOUT)]);
    }
    kill(); // also what the server has left of its group
    await exited;
    process.off("exit", kill);
    removeFolder(dir);
  };

  const port = await new Promise((resolve) => {
    child.stdout.on("data", () => {
      const [, listening] = /listening on (\d+)/.exec(log) ?? [];
      if (listening) resolve(Number(listening));
    });
    Promise.race([exited, after(START_TIMEOUT)]).then(() => resolve(undefined));
  });
  if (port === undefined) {
    await stop();
    if (log.includes("EADDRINUSE")) throw new Failure(`Port ${options.port} is taken by another program.`);
    throw new Failure(`The VS Code server did not start.\n${log.trim()}`);
  }
  return {
    port,
    dir,
    log: () => log,
    /** Settled when the server has ended, for whatever reason. */
    exited,
    stop,
    ...addresses(`127.0.0.1:${port}`, options.connectionToken),
  };
}

function serverArguments(dir, { extensionsDir, userSettings, connectionToken, port = 0, args = [] }) {
  const userData = path.join(dir, "user");
  mkdirSync(path.join(userData, "User"), { recursive: true });
  const settings = JSON.stringify({ ...QUIET_SETTINGS, ...userSettings });
  writeFileSync(path.join(userData, "User/settings.json"), settings);

  const folders = ["--user-data-dir", userData, "--server-data-dir", path.join(dir, "server")];
  return [
    ...["--host", "127.0.0.1", "--port", String(port)],
    ...tokenArguments(dir, connectionToken),
    ...[...folders, "--extensions-dir", extensionsDir],
    ...["--accept-server-license-terms", "--telemetry-level", "off"],
    ...["--disable-update-check", "--disable-getting-started-override"],
    ...args,
  ];
}

/** In a file, since a command line can be read by every user of the machine. */
function tokenArguments(dir, token) {
  if (!token) return ["--without-connection-token"];
  const file = path.join(dir, "token");
  writeFileSync(file, token, { mode: 0o600 });
  return ["--connection-token-file", file];
}

function addresses(authority, connectionToken) {
  /** A file of this machine, as the workbench names it. */
  const remote = (file) => `vscode-remote://${authority}${pathToFileURL(file).pathname}`;
  /**
   * The page that shows a folder.
   * @param {string} folder
   * @param {{ openFile?: string, payload?: [string, string][] }} options `payload`: more of the workbench's own options
   */
  const url = (folder, { openFile, payload = [] } = {}) => {
    const url = new URL(`http://${authority}/`);
    if (connectionToken) url.searchParams.set("tkn", connectionToken);
    url.searchParams.set("folder", decodeURIComponent(pathToFileURL(folder).pathname));
    const options = openFile ? [["openFile", remote(openFile)], ...payload] : payload;
    if (options.length > 0) url.searchParams.set("payload", JSON.stringify(options));
    return url.href;
  };
  return { remote, url };
}

/** Installs a .vsix into a folder for extensions, as `code --install-extension` does. */
export async function installVsix(vsix, extensionsDir) {
  const { node, serverMain } = await installHost();
  const data = temporaryFolder("install");
  const folders = ["--extensions-dir", extensionsDir, "--user-data-dir", data, "--server-data-dir", data];
  await run(
    node,
    [
      serverMain,
      "--install-extension",
      path.resolve(vsix),
      "--force",
      "--accept-server-license-terms",
      ...folders,
    ],
    { quiet: true, what: `Installing ${path.basename(vsix)}`, env: environment(QUIET_ENVIRONMENT) },
  );
  removeFolder(data);
}

function after(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
