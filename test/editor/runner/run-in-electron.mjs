// Runs the same tests in the desktop VS Code, which @vscode/test-electron downloads (once, into .vscode-host/).
//   node test/editor/runner/run-in-electron.mjs [--dev | --vsix FILE] [--code VERSION | --program FILE] [--grep TEXT]
// --program names a desktop VS Code that is there already. A Linux machine without a display needs xvfb-run.
import { spawn } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";
import {
  environment,
  Failure,
  killTree,
  main,
  ROOT,
  run,
  stopWithSignalCode,
} from "../../../scripts/process.mjs";
import { conclude, createSession, result } from "./session.mjs";

const WINDOWS = process.platform === "win32";
const TIMEOUT = 10 * 60_000;

async function runInElectron({ dev, vsix, code = "stable", program, grep }) {
  const electron = await import("@vscode/test-electron");
  program ??= await download(electron, code);
  const session = await createSession({ dev, vsix, grep });
  const folders = [
    `--extensions-dir=${session.extensionsDir}`,
    `--user-data-dir=${path.join(session.dir, "user")}`,
  ];
  if (session.vsix) {
    const [cli] = electron.resolveCliArgsFromVSCodeExecutablePath(program);
    const args = ["--install-extension", session.vsix, "--force", ...folders];
    // a .cmd file runs in a shell only, and the shell wants quotes
    const quote = (text) => (WINDOWS ? `"${text}"` : text);
    await run(quote(cli), args.map(quote), {
      quiet: true,
      shell: WINDOWS,
      env: environment(),
      what: `Installing ${path.basename(session.vsix)}`,
    });
  }
  const problem = await testsEnd(
    program,
    [
      session.workspace,
      ...folders,
      `--extensionDevelopmentPath=${session.development}`,
      `--extensionTestsPath=${session.tests}`,
      ...[
        "--disable-workspace-trust",
        "--disable-updates",
        "--disable-telemetry",
        "--skip-welcome",
        "--skip-release-notes",
      ],
      ...["--no-sandbox", "--disable-gpu-sandbox"], // as test-electron starts it: containers have neither
    ],
    session.env,
  );
  return result(session.report.finish(), problem);
}

/** Runs VS Code to its end. Says why the run ended; nothing when VS Code says the tests ran through. */
async function testsEnd(program, args, env) {
  const child = spawn(program, args, {
    env: environment(env),
    detached: !WINDOWS,
    stdio: process.env.DEBUG ? "inherit" : "ignore",
  });
  const kill = () => killTree(child.pid);
  process.on("exit", kill);
  let timer;
  const problem = await new Promise((resolve) => {
    timer = setTimeout(() => resolve(`The editor tests did not end within ${TIMEOUT / 1000} s.`), TIMEOUT);
    child.once("error", (error) => resolve(`VS Code did not start (${error.message}).`));
    child.once("exit", (code, signal) =>
      resolve(code === 0 ? undefined : `VS Code ended with ${signal ?? `exit code ${code}`}.`),
    );
  });
  clearTimeout(timer);
  kill();
  process.off("exit", kill);
  return problem;
}

async function download(electron, version) {
  try {
    return await electron.downloadAndUnzipVSCode({
      version,
      cachePath: path.join(ROOT, ".vscode-host/desktop"),
      reporter: new electron.SilentReporter(),
    });
  } catch (error) {
    const reason = String(error?.message || error).split("\n")[0];
    throw new Failure(
      `The desktop VS Code could not be downloaded (${reason}). \`npm test\` does without it.`,
    );
  }
}

function options() {
  const string = { type: "string" };
  try {
    return parseArgs({
      options: { dev: { type: "boolean" }, vsix: string, code: string, program: string, grep: string },
    }).values;
  } catch (error) {
    throw new Failure(error.message, 2);
  }
}

stopWithSignalCode();
await main(async () => conclude(await runInElectron(options())));
