// Bundles the extension, and the npm package with its server, command line and library.
// node scripts/build.mjs [--dev] [--watch]    --dev: readable, with source maps
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";

import { languageLibraries } from "./language-libraries.mjs";
import { noticesFor, packagesIn } from "./notices.mjs";
import { run } from "./process.mjs";
import { onlyRuleDocs, ruleDocsFrom, withoutRuleDocs } from "./rule-docs.mjs";
import { sbomFor } from "./sbom.mjs";
import { shareCore } from "./shared-core.mjs";
import { shipTranslations } from "./translations.mjs";
import { listVocabularies, readingVocabularies, shipVocabularies } from "./vocabularies.mjs";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Of all that Node.js runs as a file of ours. Vocabularies and the documentation of rules are in files next to it. */
const PROGRAM = {
  format: "cjs",
  banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
  define: { "import.meta.url": "bundleUrl" },
  plugins: [vocabulariesFromFiles(), ruleDocsFrom("./rule-docs.cjs")],
};

/** The programs of which the extension ships both. They load what they share from `core.cjs`. */
const SHARING = [
  {
    name: "server",
    entryPoints: ["server/src/lsp/node.ts"],
    outfile: "server/dist/server.cjs",
    ...PROGRAM,
    plugins: [...PROGRAM.plugins, languageLibraries()],
  },
  {
    name: "server",
    // The MCP server, which `forge-alloy mcp` loads and VS Code starts.
    entryPoints: ["server/src/mcp/node.ts"],
    outfile: "server/dist/mcp.cjs",
    ...PROGRAM,
    // zod generates code if it can. It cannot here, and interprets its schemas instead.
    define: { ...PROGRAM.define, Function: "undefined" },
    alias: { "@modelcontextprotocol/server/_shims": path.join(ROOT, "scripts/mcp-shims.js") },
  },
];

const BUNDLES = [
  {
    name: "client",
    entryPoints: ["client/src/extension.ts"],
    outfile: "client/dist/extension.cjs",
    format: "cjs",
    external: ["vscode"],
    plugins: [languageLibraries()],
  },
  {
    name: "client",
    // Client and server where there is no Node, and a chunk with what both use. `web-entry.js` makes one file of them. If it
    // imported the sources, each module would be a function in the bundle, because it only runs once it is needed.
    entryPoints: {
      client: "client/src/browser.ts",
      worker: "client/src/server-worker.ts",
      server: "server/src/lsp/browser.ts",
    },
    outdir: "out/web",
    format: "esm",
    splitting: true,
    minify: false,
    minifySyntax: true,
    platform: "browser",
    external: ["vscode"],
    alias: { minimatch: path.join(ROOT, "scripts/web-minimatch.js") },
    plugins: [dataFromScope(), withoutRuleDocs(), languageLibraries()],
  },
  {
    name: "client",
    entryPoints: ["scripts/web-entry.js"],
    outfile: "client/dist/browser.js",
    format: "cjs",
    platform: "browser",
    external: ["vscode"],
  },
  {
    name: "client",
    // The page in the preview panel.
    entryPoints: ["client/src/preview/page.ts"],
    outfile: "client/dist/preview.js",
    format: "esm",
    platform: "browser",
  },
  {
    name: "server",
    // The programs of the command line, and the threads.
    entryPoints: {
      cli: "server/src/cli/main.ts",
      worker: "server/src/cli/worker.ts",
      "hash-worker": "server/src/disk/hash-worker.ts",
      watchdog: "server/src/lsp/watchdog-thread.ts",
    },
    outdir: "server/dist",
    outExtension: { ".js": ".cjs" },
    ...PROGRAM,
    plugins: [...PROGRAM.plugins, withoutMcp()],
  },
  {
    name: "server",
    // Of the rules, what the programs do not need to check a document.
    entryPoints: { "rule-docs": "server/src/rules/index.ts" },
    outdir: "server/dist",
    outExtension: { ".js": ".cjs" },
    ...PROGRAM,
    plugins: [onlyRuleDocs()],
  },
  {
    name: "server",
    // The library holds its vocabularies, so that bundlers and browsers need nothing but this file.
    entryPoints: { index: "server/src/library/index.ts" },
    outdir: "server/dist",
    format: "esm",
    platform: "neutral",
  },
  {
    name: "server",
    entryPoints: { index: "server/src/library/index.ts" },
    outdir: "server/dist",
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    platform: "neutral",
  },
];

/**
 * Lists the vocabularies and bundles everything.
 * @param {{ production?: boolean, watch?: boolean }} options `production` (the default) minifies and leaves
 *   source maps out; `watch` goes on until the process ends. The vocabularies are listed once.
 */
export async function build({ production = true, watch = false } = {}) {
  await listVocabularies();
  for (const name of ["client", "server"])
    await rm(path.join(ROOT, name, "dist"), { recursive: true, force: true });
  await rm(path.join(ROOT, "out/web"), { recursive: true, force: true });
  // The pages that the server's messages link to.
  await cp(path.join(ROOT, "docs/rules"), path.join(ROOT, "server/dist/rules"), { recursive: true });
  await shipTranslations({
    client: path.join(ROOT, "client/dist/l10n"),
    server: path.join(ROOT, "server/dist/l10n"),
  });
  // What agents may read: the guide, which is a skill, and examples.
  for (const folder of ["skills", "examples"])
    await cp(path.join(ROOT, folder), path.join(ROOT, "server/dist/agents", folder), { recursive: true });
  await shipVocabularies(path.join(ROOT, "server/dist/vocabularies"));
  if (production) {
    await cp(path.join(ROOT, "LICENSE"), path.join(ROOT, "server/LICENSE"));
    await writeTypes();
  }
  const bundled = new Map();
  for (const { name, plugins = [], ...bundle } of [...BUNDLES, ...(await sharing(production))]) {
    const options = { ...settings(production), ...bundle, plugins };
    if (!watch) {
      const { metafile } = await esbuild.build({ ...options, metafile: true });
      bundled.set(name, [...(bundled.get(name) ?? []), metafile]);
    } else {
      const context = await esbuild.context({ ...options, plugins: [...plugins, announce(name)] });
      await context.rebuild(); // the next bundle may be made from this one
      await context.watch();
    }
  }
  for (const [name, metafiles] of bundled) {
    const packages = packagesIn(metafiles);
    const manifest = JSON.parse(await readFile(path.join(ROOT, name, "package.json"), "utf8"));
    await writeFile(path.join(ROOT, name, "dist", "sbom.cdx.json"), sbomFor({ manifest }, packages, ROOT));
    await writeFile(path.join(ROOT, name, "dist", "THIRD-PARTY.txt"), noticesFor(packages, ROOT));
  }
}

/** The bundles of `SHARING`, and the one with what they share. */
async function sharing(production) {
  const { core, plugin } = await shareCore(
    SHARING.map(({ name, ...bundle }) => ({ ...settings(production), ...bundle })),
    { ...settings(production), ...PROGRAM, outfile: "server/dist/core.cjs" },
  );
  const loading = SHARING.map((bundle) => ({ ...bundle, plugins: [plugin, ...bundle.plugins] }));
  return [{ name: "server", ...core }, ...loading];
}

function settings(production) {
  return {
    absWorkingDir: ROOT,
    bundle: true,
    platform: "node",
    target: "node20", // what VS Code 1.93 brings along
    // jsonc-parser's "main" is a UMD file whose requires esbuild cannot follow.
    mainFields: ["module", "main"],
    minify: production,
    charset: "utf8",
    sourcemap: !production,
    logLevel: "warning",
  };
}

/** Puts the types of the library next to its code. They import nothing but each other. */
async function writeTypes() {
  const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
  await run(process.execPath, [tsc, "-b", "server"], { what: "The compiler" });
  const types = path.join(ROOT, "out/types/server/server/src/library");
  for (const file of ["index.d.ts", "project.d.ts", "types.d.ts"]) {
    await cp(path.join(types, file), path.join(ROOT, "server/dist", file));
    // CommonJS has declarations of its own, since TypeScript takes the module kind from the name.
    const text = await readFile(path.join(types, file), "utf8");
    const name = file.replace(/\.d\.ts$/, ".d.cts");
    await writeFile(path.join(ROOT, "server/dist", name), text.replaceAll(/(from ".*)\.js"/g, '$1.cjs"'));
  }
}

const VOCABULARIES = /\/generated\/vocabularies\.js$/;

/**
 * Excludes the vocabularies from the bundle, which reads them from the files in `vocabularies/` next to it.
 */
function vocabulariesFromFiles() {
  return {
    name: "vocabularies-from-files",
    setup(build) {
      build.onLoad({ filter: VOCABULARIES }, async () => ({
        contents: await readingVocabularies("vocabularies/"),
      }));
    },
  };
}

/** Excludes the MCP server from the command line, which loads it from the file next to its own. */
function withoutMcp() {
  return {
    name: "without-mcp",
    setup(build) {
      build.onResolve({ filter: /\/mcp\/node\.js$/ }, () => ({ path: "./mcp.cjs", external: true }));
    },
  };
}

/**
 * Excludes vocabularies and other JSON data from the bundle: they are in `data.json` next to the bundle, and
 * `client/src/server-worker.ts` puts them into the worker's scope.
 */
function dataFromScope() {
  return {
    name: "data-from-scope",
    setup(build) {
      const data = {};
      build.onLoad({ filter: /\.json$/ }, async ({ path: file }) => {
        const name = path.relative(ROOT, file);
        if (path.basename(name) === "package.json") return undefined;
        data[name] = JSON.parse(await readFile(file, "utf8"));
        return { contents: `export default self.data[${JSON.stringify(name)}];` };
      });
      build.onEnd(() => writeFile(path.join(ROOT, "client/dist/data.json"), JSON.stringify(data)));
    },
  };
}

/** Says when a rebuild begins and ends, in the words .vscode/tasks.json waits for. */
function announce(name) {
  return {
    name: "announce",
    setup(build) {
      build.onStart(() => console.log(`[build] ${name} started`));
      build.onEnd(({ errors }) => console.log(`[build] ${name} finished, ${errors.length} errors`));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { dev: { type: "boolean" }, watch: { type: "boolean" } } });
  await build({ production: !values.dev, watch: values.watch });
}
