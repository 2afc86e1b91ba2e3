// npm run coverage: how much of the language core the tests beside it reach, by folder. Fails below the threshold.
// The report by file and line is coverage/index.html.
//
// Everything is bundled as it stands, unused code with it, so that what no test imports counts as well; and plain Node
// runs it: V8 does not tell what a loader such as tsx made of a module, and branches would be guesses.
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { CoverageReport } from "monocart-coverage-reports";
import { Failure, main, ROOT, run, stopWithSignalCode } from "./process.mjs";

const CORE = ["text", "alloy", "rules", "features", "scene"].map((folder) => `server/src/${folder}`);
const THRESHOLD = 95;
const OUT = path.join(ROOT, "out/coverage");

async function coverage() {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const bundle = path.join(OUT, "tests.mjs");
  await bundleCore(bundle);
  await run(
    process.execPath,
    ["node_modules/mocha/bin/mocha.js", "--ui", "tdd", "--timeout", "60000", "--reporter", "dot", bundle],
    { env: { ...process.env, NODE_V8_COVERAGE: path.join(OUT, "v8") }, what: "Mocha" },
  );
  const report = new CoverageReport({
    name: "Forge Alloy, language core",
    outputDir: path.join(ROOT, "coverage"),
    reports: ["v8"],
    logging: "error",
    entryFilter: (entry) => entry.url === pathToFileURL(bundle).href,
    sourceFilter: (file) => CORE.includes(path.dirname(file)) && !file.endsWith(".test.ts"),
  });
  await report.addFromDir(path.join(OUT, "v8"));
  const { files } = await report.generate();
  const low = [...CORE, "server/src"].filter((folder) => !isEnough(folder, files));
  if (low.length > 0) throw new Failure(`Below ${THRESHOLD} %: ${low.join(", ")}.`);
}

/** The core and the tests beside it, as one module. */
async function bundleCore(outfile) {
  const sources = CORE.flatMap((folder) => readdirSync(path.join(ROOT, folder)).map((name) => `${folder}/${name}`));
  await esbuild.build({
    stdin: {
      contents: sources
        .filter((file) => file.endsWith(".ts"))
        .map((file) => `import "./${file}";`)
        .join("\n"),
      resolveDir: ROOT,
    },
    bundle: true,
    treeShaking: false,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    sourcemap: "inline",
    outfile,
    plugins: [inPlace()],
  });
}

/** Tests find their examples from where they stand in the repository. */
function inPlace() {
  return {
    name: "in-place",
    setup({ onLoad }) {
      onLoad({ filter: /\.test\.ts$/ }, ({ path: file }) => ({
        contents: readFileSync(file, "utf8").replaceAll("import.meta.url", `"${pathToFileURL(file)}"`),
        loader: "ts",
      }));
    },
  };
}

/** Prints the figures of a folder. */
function isEnough(folder, files) {
  const share = (what) => {
    const summaries = files
      .filter(({ sourcePath }) => sourcePath.startsWith(`${folder}/`))
      .map(({ summary }) => summary[what]);
    const covered = summaries.reduce((sum, one) => sum + one.covered, 0);
    const total = summaries.reduce((sum, one) => sum + one.total, 0);
    return { percent: (100 * covered) / total, text: `${((100 * covered) / total).toFixed(2)} % of ${total} ${what}` };
  };
  const figures = ["statements", "branches"].map(share);
  console.log(`${folder.padEnd(20)} ${figures.map(({ text }) => text.padEnd(28)).join("")}`);
  return figures.every(({ percent }) => percent >= THRESHOLD);
}

stopWithSignalCode();
await main(coverage);
