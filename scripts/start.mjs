// npm start: VS Code with the extension installed and examples/ open, in the browser or on the desktop; or the playground.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { installHost } from "../tools/vscode-sandbox/vscode-host.mjs";
import { installVsix, startServer } from "../tools/vscode-sandbox/vscode-server.mjs";
import { ensureInstalled } from "./prepare.mjs";
import { environment, Failure, findOnPath, main, onStop, ROOT, run, temporaryFolder } from "./process.mjs";
import { serveFolder } from "./static-server.mjs";

const HELP = `Opens VS Code with Forge Alloy and its examples.

  npm start                     in the browser: prints an address of this machine; Ctrl+C stops it
  npm start -- --port 8080      at that port (without it: any free one)
  npm start -- --desktop        in the VS Code that is installed here; needs \`code\` on the PATH
  npm start -- --playground     the site with its playground instead, in any browser, also with --port
  npm start -- --help           this text`;

const VSIX = path.join(ROOT, "dist/forge-alloy.vsix");
const SITE = path.join(ROOT, "dist/site");
const EXAMPLES = path.join(ROOT, "examples");

/** Folders whose files are made from others, or only tested. */
const MADE = ["node_modules", "dist", "out", "coverage", "generated", "test"];

/** Folders whose files do not end up in the package. */
const NOT_PACKAGED = new Set([...MADE, "bench", "docs", "examples", "playground"]);

/** Folders whose files do not end up in the site. */
const NOT_ON_SITE = new Set(MADE);

/** What Ctrl+C has to end in order. Before the server is there, nothing: programs and folders end with the process. */
let stop = () => {};

async function start() {
  const { desktop, playground, port, help } = options();
  if (help) return console.log(HELP);
  onStop(
    () => stop(),
    () => 0,
  );
  const code = desktop ? desktopProgram() : undefined; // before the work, not after it

  await ensureInstalled();
  if (playground) return servePlayground(port);
  if (isStale(VSIX, NOT_PACKAGED)) {
    console.log("Building the extension ...");
    await run(process.execPath, ["scripts/package.mjs"], { quiet: true, what: "The build" });
  }
  mkdirSync(EXAMPLES, { recursive: true });
  await (code ? openOnDesktop(code) : serve(port));
}

async function serve(port) {
  await installHost();
  const extensionsDir = temporaryFolder("extensions");
  await installVsix(VSIX, extensionsDir);
  // without a token any web page that is open in the browser could talk to the server
  const server = await startServer({
    extensionsDir,
    port,
    connectionToken: randomBytes(16).toString("hex"),
    // the folder is our own, and each port is a new origin that VS Code would ask about again
    args: ["--disable-workspace-trust"],
  });
  let stopping = false;
  stop = () => {
    stopping = true;
    return server.stop();
  };
  console.log(
    `Forge Alloy is open at ${server.url(EXAMPLES, { openFile: firstExample() })} (Ctrl+C stops it)`,
  );
  await server.exited;
  if (!stopping) throw new Failure(`The VS Code server ended.\n${server.log().trim()}`);
}

async function servePlayground(port) {
  if (isStale(path.join(SITE, "playground/index.html"), NOT_ON_SITE)) {
    console.log("Building the site ...");
    await run(process.execPath, ["scripts/vocabularies.mjs"], { quiet: true, what: "The build" });
    const site = ["--import", "tsx", "scripts/site.ts"];
    await run(process.execPath, site, { quiet: true, what: "The build" });
  }
  const server = await serveFolder(SITE, port);
  stop = server.stop;
  console.log(`The playground is open at ${server.url}playground/ (Ctrl+C stops it)`);
}

async function openOnDesktop(code) {
  // on Windows `code` is a .cmd file: it runs in a shell only, and the shell wants quotes
  const shell = process.platform === "win32";
  const quote = (text) => (shell ? `"${text}"` : text);
  const runCode = (...args) =>
    run(quote(code), args.map(quote), { quiet: true, shell, env: environment(), what: `code ${args[0]}` });
  await runCode("--install-extension", VSIX, "--force");
  await runCode(EXAMPLES, ...[firstExample()].filter(Boolean));
  console.log("Forge Alloy is installed in your VS Code, and the examples are open there.");
}

function desktopProgram() {
  const code = findOnPath(["code"]);
  if (code) return code;
  throw new Failure(
    "There is no `code` on the PATH. In VS Code, run \"Shell Command: Install 'code' command in PATH\", or leave --desktop out.",
  );
}

function firstExample() {
  const [name] = readdirSync(EXAMPLES)
    .filter((name) => /\.alloy\.json$|^README\.md$/.test(name))
    .sort((a, b) => Number(a === "README.md") - Number(b === "README.md") || a.localeCompare(b));
  return name && path.join(EXAMPLES, name);
}

/**
 * Whether a file is missing or older than something it is made of.
 * @param {string} file
 * @param {ReadonlySet<string>} ignored names of folders that have no part in it
 */
function isStale(file, ignored) {
  if (!existsSync(file)) return true;
  const { mtimeMs } = statSync(file);
  const newer = (entry, folder) => {
    if (entry.name.startsWith(".git") || entry.name.startsWith(".vscode-host") || ignored.has(entry.name))
      return false;
    const place = path.join(folder, entry.name);
    if (statSync(place).mtimeMs > mtimeMs) return true; // of a folder too: something in it was removed or renamed
    return (
      entry.isDirectory() && readdirSync(place, { withFileTypes: true }).some((inner) => newer(inner, place))
    );
  };
  return readdirSync(ROOT, { withFileTypes: true }).some((entry) => newer(entry, ROOT));
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        desktop: { type: "boolean" },
        playground: { type: "boolean" },
        port: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      throw new Failure(`--port wants a number up to 65535, not ${values.port}.`, 2);
    }
    return { ...values, port };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${error.message.split(". ")[0]}. \`npm start -- --help\` lists what there is.`, 2);
  }
}

await main(start);
