// node scripts/coverage.mjs: how much of the language core its tests reach, by folder. Fails below the threshold.
// The report by file and line is coverage/index.html.
//
// Everything is bundled as it stands, unused code with it, so that what no test imports counts as well; and plain Node
// runs it: V8 does not tell what a loader such as tsx made of a module, and branches would be guesses. Tests that start
// the server or the command line as a process do not count: what only they reach shows as missing.
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { CoverageReport } from "monocart-coverage-reports";
import { Failure, main, ROOT, run, stopWithSignalCode } from "./process.mjs";

const CORE = ["text", "alloy", "rules", "features", "scene"].map((folder) => `server/src/${folder}`);
/** Across folders, in the same process: what the generated pages say, and the examples. */
const ACROSS = ["test/docs.test.ts", "test/examples.test.ts"];
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
  for (const folder of CORE) show(folder, figuresOf(folder, files));
  const core = figuresOf("server/src", files);
  show("the core", core);
  if (core.some(({ percent }) => percent < THRESHOLD))
    throw new Failure(`Less than ${THRESHOLD} % of the core is covered.`);
}

/** The core and its tests, as one module. */
async function bundleCore(outfile) {
  const sources = CORE.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder)).map((name) => `${folder}/${name}`),
  );
  await esbuild.build({
    stdin: {
      contents: [...sources, ...ACROSS]
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

/** Statements and branches of the files of a folder. */
function figuresOf(folder, files) {
  return ["statements", "branches"].map((what) => {
    const counts = files
      .filter(({ sourcePath }) => sourcePath.startsWith(`${folder}/`))
      .map(({ summary }) => summary[what]);
    const covered = counts.reduce((sum, one) => sum + one.covered, 0);
    const total = counts.reduce((sum, one) => sum + one.total, 0);
    return { what, total, percent: (100 * covered) / total };
  });
}

function show(name, figures) {
  const columns = figures.map(({ what, total, percent }) =>
    `${percent.toFixed(2)} % of ${total} ${what}`.padEnd(28),
  );
  console.log(`${name.padEnd(20)} ${columns.join("")}`.trimEnd());
}

stopWithSignalCode();
await main(coverage);
