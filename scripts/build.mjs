// Bundles the extension and the language server, one file each.
// node scripts/build.mjs [--dev] [--watch]    --dev: readable, with source maps
import { cp, readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { listVocabularies } from "./list-vocabularies.mjs";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const BUNDLES = [
  { entryPoints: ["client/src/extension.ts"], outfile: "client/dist/extension.cjs", external: ["vscode"] },
  { entryPoints: ["server/src/protocol/node.ts"], outfile: "server/dist/server.cjs" },
  { entryPoints: ["server/src/cli/main.ts"], outfile: "server/dist/cli.cjs" },
];

/**
 * Lists the vocabularies and bundles everything.
 * @param {{ production?: boolean, watch?: boolean }} options `production` (the default) minifies and leaves
 *   source maps out; `watch` goes on until the process ends. The vocabularies are listed once.
 */
export async function build({ production = true, watch = false } = {}) {
  await listVocabularies();
  // The pages that the server's messages link to.
  await cp(path.join(ROOT, "docs/rules"), path.join(ROOT, "server/dist/rules"), { recursive: true });
  // Translations; English stands in the code.
  for (const name of await readdir(path.join(ROOT, "l10n"))) {
    if (name !== "bundle.l10n.json")
      await cp(path.join(ROOT, "l10n", name), path.join(ROOT, "server/dist/l10n", name));
  }
  // The vocabulary files as people read them, under the names by which places in them are known.
  for (const folder of ["schemas", "schemas/domains"]) {
    for (const name of await readdir(path.join(ROOT, folder))) {
      if (!name.endsWith(".json") || name.endsWith(".schema.json")) continue;
      await cp(path.join(ROOT, folder, name), path.join(ROOT, "server/dist/vocabularies", name));
    }
  }
  const options = BUNDLES.map((bundle) => ({ ...settings(production), ...bundle }));
  if (!watch) {
    await Promise.all(options.map((bundle) => esbuild.build(bundle)));
    return;
  }
  for (const bundle of options) {
    const context = await esbuild.context({ ...bundle, plugins: [announce(bundle.outfile)] });
    await context.watch();
  }
}

function settings(production) {
  return {
    absWorkingDir: ROOT,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20", // what VS Code 1.91 brings along
    // jsonc-parser's "main" is a UMD file whose requires esbuild cannot follow.
    mainFields: ["module", "main"],
    minify: production,
    sourcemap: !production,
    logLevel: "warning",
  };
}

/** Says when a rebuild begins and ends, in the words .vscode/tasks.json waits for. */
function announce(outfile) {
  return {
    name: "announce",
    setup(build) {
      build.onStart(() => console.log(`[build] ${outfile} started`));
      build.onEnd(({ errors }) => console.log(`[build] ${outfile} finished, ${errors.length} errors`));
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { dev: { type: "boolean" }, watch: { type: "boolean" } } });
  await build({ production: !values.dev, watch: values.watch });
}
