// Mocha's usual report, the files that took longest, and the totals in a file for `npm test`. CommonJS, since Mocha
// requires it.
const { writeFileSync } = require("node:fs");
const path = require("node:path");
const { reporters } = require("mocha");

/** So many files are named at the end. */
const SLOWEST = 15;

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.on("retry", (test, error) =>
      console.log(`      failed, tried again: ${test.title}: ${error?.message ?? error}`),
    );
    const times = new Map();
    for (const event of ["test end", "hook end"])
      runner.on(event, ({ file = "hooks of no file", duration = 0 }) => {
        times.set(file, (times.get(file) ?? 0) + duration);
      });
    runner.once("end", () => {
      const slowest = [...times].sort(([, a], [, b]) => b - a).slice(0, SLOWEST);
      console.log("  Seconds by file, the slowest:");
      for (const [file, time] of slowest)
        console.log(`  ${(time / 1000).toFixed(0).padStart(6)}  ${path.relative(".", file)}`);
      const { passes: passed, failures: failed, pending: skipped } = runner.stats;
      writeFileSync(process.env.FORGE_ALLOY_TEST_TOTALS, JSON.stringify({ passed, failed, skipped }));
    });
  }
};
