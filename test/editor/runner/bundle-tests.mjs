// Bundles test/editor/*.test.ts and Mocha into one file that requires nothing but `vscode` and Node.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { ROOT } from "../../../scripts/process.mjs";

const TESTS = path.join(ROOT, "test/editor");

/** @param {{ outfile?: string }} options @returns {Promise<string>} the file to give VS Code as extensionTestsPath */
export async function bundleTests({ outfile = path.join(ROOT, "out/test/editor/index.cjs") } = {}) {
  const tests = (await readdir(TESTS)).filter((name) => name.endsWith(".test.ts")).sort();
  const entry = [
    `import { runMocha } from "./runner/mocha-entry.ts";`,
    `export const run = () => runMocha(() => {`,
    ...tests.map((name) => `  require("./${name}");`),
    `});`,
  ];
  await build({
    stdin: { contents: entry.join("\n"), resolveDir: TESTS, sourcefile: "editor-tests.ts", loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: true,
    external: ["vscode"],
    loader: { ".md": "text" },
    logLevel: "warning",
    logOverride: { "require-resolve-not-external": "silent" }, // Mocha's parallel mode, which we do not use
  });
  return outfile;
}
