// What action.yml runs, with Node's own modules only:
//   node scripts/action.mjs prepare    builds the command line in the action's own folder, unless it is there
//   node scripts/action.mjs run        checks and gates; inputs come from the environment (INPUT_…)
// No shell sees an input, and each is given to the command line as `--option=value` or after `--`.
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFileSync, closeSync, existsSync, openSync, realpathSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const OWN = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CLI = path.join(OWN, "server/bin/forge-alloy.js");
/** The build writes it last. */
const BUILT = path.join(OWN, "server/dist/THIRD-PARTY.txt");
/** As in `engines` of package.json. */
const OLDEST_NODE = "20.12";

/** GitHub drops a job summary above 1 MiB for each step. */
const MAX_SUMMARY = 1_000_000;

/** Exit codes of the command line, the worst first. */
const WORST = [2, 1, 3, 4, 0];
const VERDICTS = ["invalid", "rework", "unmeasured", "no-criteria", "ship"];

/** Ends the job with a sentence. */
class Failure extends Error {}

function prepare() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE.split(".").map(Number);
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor))
    throw new Failure(
      `This action needs Node.js ${OLDEST_NODE} or later, but this is ${process.versions.node}. Add a step that uses actions/setup-node before it.`,
    );
  if (existsSync(BUILT)) return;
  console.log("::group::Build forge-alloy");
  step(process.execPath, ["scripts/lockfile.mjs"]);
  const windows = process.platform === "win32";
  // No script of a package runs, and each package is what the lock file says by its checksum.
  const flags = ["--ignore-scripts", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
  step(windows ? "npm.cmd" : "npm", ["ci", ...flags], windows);
  step(process.execPath, ["scripts/build.mjs", "--dev"]);
  console.log("::endgroup::");
}

function step(program, args, shell = false) {
  const { status } = spawnSync(program, args, { cwd: OWN, stdio: "inherit", shell });
  if (status !== 0) throw new Failure(`Building forge-alloy failed: ${path.basename(program)} ${args[0]}.`);
}

async function run() {
  const codes = [];
  const options = checkOptions();
  const counts = { error: 0, warning: 0 };
  const count = (line) => {
    const [, level] = /^::(error|warning) /.exec(line) ?? [];
    if (level) counts[level]++;
    console.log(line);
  };
  codes.push(await cli(["check", "--format=github", ...options], count));
  await summarize("forge-alloy check", ["check", "--format=markdown", ...options]);

  const sarif = input("SARIF");
  for (const [format, file] of reports(sarif)) {
    const code = await writeReport(file, ["check", `--format=${format}`, ...options]);
    if (code > 1) codes.push(code);
  }

  const verdicts = [];
  const policy = lines("ALLOW").join(",");
  for (const file of lines("GATE")) {
    const rest = [...shared(), ...(policy ? [`--allow=${policy}`] : []), "--", place(file)];
    codes.push(await cli(["gate", "--format=github", ...rest], (line) => console.log(line)));
    await summarize("forge-alloy gate", ["gate", "--format=markdown", ...rest]);
    verdicts.push(await verdictOf(["gate", "--format=json", ...rest]));
  }

  output("verdict", VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? "");
  output("errors", String(counts.error));
  output("warnings", String(counts.warning));
  output("sarif", sarif === "" ? "" : place(sarif));
  process.exitCode = WORST.find((code) => codes.includes(code)) ?? 2;
}

function checkOptions() {
  const config = input("CONFIG");
  const limit = input("MAX_WARNINGS");
  return [
    ...shared(),
    ...(config ? [`--config=${place(config)}`] : []),
    ...(limit ? [`--max-warnings=${limit}`] : []),
    "--",
    ...lines("PATHS").map(place),
  ];
}

function shared() {
  return lines("DOMAIN").map((one) => `--domain=${place(one)}`);
}

function reports(sarif) {
  const others = lines("FORMATS").map((line) => {
    const [, format, file] = /^([a-z]+)=(.+)$/.exec(line) ?? [];
    if (!format) throw new Failure(`Each line of "formats" must be format=file, but one is "${line}".`);
    return [format, file];
  });
  return [...(sarif === "" ? [] : [["sarif", sarif]]), ...others];
}

function input(name) {
  return (process.env[`INPUT_${name}`] ?? "").trim();
}

function lines(name) {
  return (process.env[`INPUT_${name}`] ?? "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** A path in the working directory, as a path from the root of the checkout, which annotations are relative to. */
function place(given) {
  const joined = path.join(input("WORKING_DIRECTORY") || ".", given);
  const from = path.isAbsolute(given) ? given : joined;
  return from.startsWith("-") ? `./${from}` : from;
}

/** Runs our own command line. Resolves to its exit code. */
function cli(args, line) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY }).on("line", line);
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 2));
  });
}

let summaryBytes = 0;

async function summarize(title, args) {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  let left = 0;
  let text = `### ${title}\n\n`;
  await cli(args, (line) => {
    const bytes = Buffer.byteLength(text) + Buffer.byteLength(line);
    if (left > 0 || summaryBytes + bytes > MAX_SUMMARY) left++;
    else text += `${line}\n`;
  });
  if (left > 0) text += `\n${left} more lines are in the log.\n`;
  summaryBytes += Buffer.byteLength(text) + 1;
  appendFileSync(file, `${text}\n`);
}

/**
 * Writes a report into a new file in the place of an old one. The checkout may be of a stranger: nothing is written
 * through a link in it, or, by a relative path, out of it.
 */
async function writeReport(given, args) {
  const file = path.resolve(place(given));
  let descriptor;
  try {
    const folder = realpathSync(path.dirname(file));
    const below = path.relative(realpathSync("."), folder);
    if (!path.isAbsolute(given) && (path.isAbsolute(below) || below.split(path.sep)[0] === ".."))
      throw new Error("its folder is not in the checkout");
    rmSync(file, { force: true });
    descriptor = openSync(file, "wx");
  } catch (error) {
    throw new Failure(`The report "${given}" cannot be written: ${error.message}.`);
  }
  try {
    return await cli(args, (line) => writeSync(descriptor, `${line}\n`));
  } finally {
    closeSync(descriptor);
  }
}

async function verdictOf(args) {
  let text = "";
  await cli(args, (line) => {
    text += `${line}\n`;
  });
  try {
    const { verdict } = JSON.parse(text);
    return VERDICTS.includes(verdict) ? verdict : "invalid";
  } catch {
    return "invalid"; // a file that cannot be read
  }
}

function output(name, value) {
  const file = process.env.GITHUB_OUTPUT;
  const end = `end-${randomUUID()}`;
  if (file) appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}

/** The sentence may repeat an input. */
function annotation(sentence) {
  const text = sentence
    .replace(/[^\P{Cc}\n]|\p{Bidi_Control}/gu, "?")
    .replace(/%/g, "%25")
    .replace(/\n/g, "%0A");
  return `::error title=forge-alloy::${text}`;
}

try {
  await { prepare, run }[process.argv[2]]();
} catch (error) {
  console.log(annotation(error instanceof Failure ? error.message : `Unexpected error: ${error?.message}`));
  process.exitCode = 2;
}
