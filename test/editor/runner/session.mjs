// What a run of the editor tests needs whatever VS Code it runs in: a workspace, the extension, and the report.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { SourceMap } from "node:module";
import path from "node:path";
import { Failure, isFile, ROOT, temporaryFolder } from "../../../scripts/process.mjs";
import { bundleTests } from "./bundle-tests.mjs";

const SUMMARY = /^(\d+) passed, (\d+) failed\n/m;

export const VSIX = path.join(ROOT, "dist/forge-alloy.vsix");

/** Alloys that the project may not publish. If this folder exists, tests find copies of them in corpus/. */
const CORPUS = path.join(ROOT, "../shared/corpus");

/**
 * Returns the path of a fresh copy of examples/, which tests may open and change.
 * @param {{ corpus?: boolean }} options `corpus`: whether to add the corpus, if it exists
 */
export function createWorkspace({ corpus = true } = {}) {
  const folder = path.join(temporaryFolder("workspace"), "examples");
  mkdirSync(folder);
  const examples = path.join(ROOT, "examples");
  if (existsSync(examples)) cpSync(examples, folder, { recursive: true });
  if (!corpus) return folder;
  for (const part of ["published", "examples", "recipes"]) {
    const from = path.join(CORPUS, part);
    if (existsSync(from)) copyAlloys(from, path.join(folder, "corpus", part));
  }
  return folder;
}

/** Contents only: the originals may be read-only, and tests change their copies. */
function copyAlloys(from, to) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (isFile(path.join(from, name)))
      writeFileSync(path.join(to, name), readFileSync(path.join(from, name)));
  }
}

/**
 * Prepares a run.
 * @param {{ dev?: boolean, vsix?: string, grep?: string }} options the working tree's extension, or a packaged one
 */
export async function createSession({ dev = false, vsix = VSIX, grep } = {}) {
  const dir = temporaryFolder("tests");
  // outside the project: VS Code runs tests in the host of the extension they lie in, and we want Node's host always
  const tests = await bundleTests({ outfile: path.join(dir, "tests/index.cjs") });
  const reportFile = path.join(dir, "report");
  writeFileSync(reportFile, "");
  if (!dev && !isFile(vsix)) throw new Failure(`${vsix} is not there: run \`npm run package\` first.`);
  return {
    dir,
    tests,
    vsix: dev ? undefined : path.resolve(vsix),
    /** VS Code tests an extension under development; beside an installed one that is an empty one. */
    development: dev ? ROOT : emptyExtension(path.join(dir, "empty")),
    extensionsDir: path.join(dir, "extensions"),
    workspace: createWorkspace(),
    env: { FORGE_ALLOY_TEST_REPORT: reportFile, ...(grep && { FORGE_ALLOY_TEST_GREP: grep }) },
    report: followReport(reportFile, sourcePlaces(tests)),
  };
}

function emptyExtension(folder) {
  mkdirSync(folder);
  const manifest = {
    name: "empty",
    publisher: "forge-alloy",
    version: "0.0.1",
    engines: { vscode: "^1.93.0" },
  };
  writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
  return folder;
}

/**
 * Shows the report while it grows. `finish` gives the totals, or nothing when the host died before the summary.
 * @param {string} file
 * @param {(text: string) => string} rewrite
 */
function followReport(file, rewrite) {
  let shown = 0;
  let totals;
  const show = (to) => {
    const text = readFileSync(file, "utf8");
    const fresh = text.slice(shown, to(text));
    shown += fresh.length;
    const summary = SUMMARY.exec(fresh);
    if (summary) totals = { passed: Number(summary[1]), failed: Number(summary[2]) };
    process.stdout.write(rewrite(fresh.replace(SUMMARY, "")));
  };
  // whole lines only, so that the summary is never seen in halves
  const timer = setInterval(() => show((text) => text.lastIndexOf("\n") + 1), 200);
  return {
    finish() {
      clearInterval(timer);
      show((text) => text.length);
      return totals;
    },
  };
}

/**
 * Turns places in the bundle into places in the test files and leaves Mocha's own frames out. Done here, since
 * the extension host formats stacks its own way and knows no source maps.
 */
function sourcePlaces(bundle) {
  const map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, "utf8")));
  const source = (place, line, column) => {
    const { originalSource, originalLine, originalColumn } = map.findEntry(line - 1, column - 1);
    if (!originalSource) return place;
    const file = path.relative(ROOT, path.resolve(path.dirname(bundle), originalSource));
    return `${file}:${originalLine + 1}:${originalColumn + 1}`;
  };
  return (text) =>
    text
      .replace(/[^\s(]*\bindex\.cjs:(\d+):(\d+)/g, source)
      .replace(/^\s+at .*node_modules[\\/]mocha.*\n/gm, "");
}

/**
 * The result of a run: its totals, and in words why it failed if it did.
 * VS Code ends with 0 also when the extension host crashed, so only a summary line counts as a result.
 * @param {{ passed: number, failed: number } | undefined} totals
 * @param {string | undefined} problem what went wrong outside the tests
 */
export function result(totals, problem) {
  if (!totals)
    return { passed: 0, failed: 1, problem: problem ?? "The extension host ended before the tests did." };
  if (totals.passed + totals.failed === 0) return { ...totals, problem: "No editor test ran." };
  if (problem && totals.failed === 0) return { ...totals, failed: 1, problem };
  return totals;
}

/** Prints the end of a run and sets the exit code. */
export function conclude({ passed, failed, problem }) {
  if (problem) console.error(problem);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || problem ? 1 : 0;
}
