// Runs the VS Code server that vscode-host.mjs installed: on 127.0.0.1, with its own empty user data.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { environment, Failure, killTree, removeFolder, run, temporaryFolder } from "./process.mjs";
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
 * Starts a server.
 * @param {object} options
 * @param {string} options.extensionsDir where extensions are installed
 * @param {Record<string, unknown>} [options.userSettings] added to the quiet ones
 * @param {string} [options.connectionToken] a secret the browser must know; without one, whoever reaches the port is let in
 * @param {number} [options.port] 0 takes any free one
 * @param {string[]} [options.args] more options of the server
 * @param {NodeJS.ProcessEnv} [options.env] more environment, which the extension host inherits
 */
export async function startServer({
  extensionsDir,
  userSettings,
  connectionToken,
  port = 0,
  args = [],
  env = {},
}) {
  const { node, serverMain } = await installHost();
  const dir = temporaryFolder("vscode");
  const userData = path.join(dir, "user");
  mkdirSync(path.join(userData, "User"), { recursive: true });
  writeFileSync(
    path.join(userData, "User/settings.json"),
    JSON.stringify({ ...QUIET_SETTINGS, ...userSettings }),
  );

  const child = spawn(
    node,
    [
      serverMain,
      ...["--host", "127.0.0.1", "--port", String(port)],
      ...tokenArguments(connectionToken, dir),
      ...[
        "--user-data-dir",
        userData,
        "--server-data-dir",
        path.join(dir, "server"),
        "--extensions-dir",
        extensionsDir,
      ],
      ...["--accept-server-license-terms", "--telemetry-level", "off"],
      ...["--disable-update-check", "--disable-getting-started-override"],
      ...args,
    ],
    {
      // a process group of its own on POSIX: stopping takes extension hosts and language servers along
      detached: process.platform !== "win32",
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      env: environment({ ...QUIET_ENVIRONMENT, ...env }),
    },
  );
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (log += chunk));
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

  const listening = await new Promise((resolve) => {
    const look = () => {
      const found = /listening on (\d+)/.exec(log);
      if (found) resolve(Number(found[1]));
    };
    child.stdout.on("data", look);
    exited.then(() => resolve(undefined));
    child.once("error", () => resolve(undefined));
    after(START_TIMEOUT).then(() => resolve(undefined));
  });
  if (listening === undefined) {
    await stop();
    if (log.includes("EADDRINUSE")) throw new Failure(`Port ${port} is taken by another program.`);
    throw new Failure(`The VS Code server did not start.\n${log.trim()}`);
  }

  const authority = `127.0.0.1:${listening}`;
  /** The address of a file of this machine as the workbench writes it. */
  const remote = (file) => `vscode-remote://${authority}${pathToFileURL(file).pathname}`;

  return {
    port: listening,
    dir,
    log: () => log,
    /** Settled when the server has ended, for whatever reason. */
    exited,
    remote,
    /**
     * The page that shows a folder.
     * @param {string} folder
     * @param {{ openFile?: string, payload?: [string, string][] }} options `payload`: more of the workbench's own options
     */
    url(folder, { openFile, payload = [] } = {}) {
      const url = new URL(`http://${authority}/`);
      if (connectionToken) url.searchParams.set("tkn", connectionToken);
      url.searchParams.set("folder", decodeURIComponent(pathToFileURL(folder).pathname));
      const options = openFile ? [["openFile", remote(openFile)], ...payload] : payload;
      if (options.length > 0) url.searchParams.set("payload", JSON.stringify(options));
      return url.href;
    },
    stop,
  };
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

/** In a file, since a command line can be read by every user of the machine. */
function tokenArguments(token, dir) {
  if (!token) return ["--without-connection-token"];
  const file = path.join(dir, "token");
  writeFileSync(file, token, { mode: 0o600 });
  return ["--connection-token-file", file];
}

function after(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
