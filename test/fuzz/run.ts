// npm run fuzz: edits alloys at random, and compares with what they would be if they were opened as they are.
//   npm run fuzz -- --edits 1000000   how many edits (20,000 unless told)
//   npm run fuzz -- --minutes 10      or how long; what comes first counts
//   npm run fuzz -- --seed 7          where to begin: each session has the next number
// What goes wrong is made as short as can be and stored in test/fuzz/regressions/, which `npm test` plays again.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Counts, Found, fuzz, noCounts } from "./fuzzer.js";
import { REGRESSIONS } from "./regressions.js";
import { shrink } from "./shrink.js";
import { corpusTexts, EXAMPLE_TEXTS, Library } from "./texts.js";

/** Comparing takes about half of the time. */
const EFFORT = { watched: 0.08, whole: 0.05 };
/** After so many failures there is enough to look at. */
const MOST_FAILURES = 5;
const REPORT_EVERY = 15_000;

const { values } = parseArgs({
  options: {
    edits: { type: "string", default: "20000" },
    minutes: { type: "string", default: "Infinity" },
    seed: { type: "string", default: "1" },
  },
});
const most = Number(values.edits);
const end = Date.now() + Number(values.minutes) * 60_000;
const first = Number(values.seed);
if (![most, end, first].every((value) => value >= 0))
  throw new Error("--edits, --minutes and --seed are numbers.");

const library = new Library([...EXAMPLE_TEXTS, ...corpusTexts()]);
const counts = noCounts();
const failures: string[] = [];
const start = Date.now();
let reported = start;
for (let seed = first; counts.edits < most && Date.now() < end && failures.length < MOST_FAILURES; seed++) {
  try {
    fuzz(seed, library, EFFORT, counts);
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    failures.push(`seed ${seed}: ${error.message}`);
    console.error(`\n${failures.at(-1)}\nMaking it shorter …`);
    const file = path.join(REGRESSIONS, `seed-${seed}.json`);
    mkdirSync(REGRESSIONS, { recursive: true });
    writeFileSync(file, `${JSON.stringify(shrink(error.session), null, 2)}\n`);
    console.error(`It is stored in ${path.relative(process.cwd(), file)}.`);
  }
  if (Date.now() - reported < REPORT_EVERY) continue;
  reported = Date.now();
  console.log(`${counts.edits} edits, seed ${seed}, ${Math.round((reported - start) / 1000)} s`);
}
console.log(summary(counts, failures.length, (Date.now() - start) / 1000));
process.exitCode = failures.length > 0 ? 1 : 0;

function summary(counts: Counts, failures: number, seconds: number): string {
  const { deeds, ...figures } = counts;
  const rows = Object.entries({ ...figures, failures, seconds: Math.round(seconds) });
  const done = Object.entries(deeds).map(([name, count]) => `${name} ${count}`);
  return [...rows.map(([name, count]) => `${name.padEnd(14)}${count}`), "", done.join(", ")].join("\n");
}
