// Mocha's usual report, and the totals in a file for `npm test`. CommonJS, since Mocha requires it.
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.on("retry", (test, error) =>
      console.log(`      failed, tried again: ${test.title}: ${error?.message ?? error}`),
    );
    runner.once("end", () => {
      const { passes: passed, failures: failed, pending: skipped } = runner.stats;
      writeFileSync(process.env.FORGE_ALLOY_TEST_TOTALS, JSON.stringify({ passed, failed, skipped }));
    });
  }
};
