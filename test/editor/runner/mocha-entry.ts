// Runs the editor tests inside the extension host; bundle-tests.mjs wraps it into what VS Code wants as
// `extensionTestsPath`. The host's console is mixed with the editor's own log, so the results go to a file
// that the runner reads.
import { appendFileSync } from "node:fs";
import { format } from "node:util";
import Mocha from "mocha";

/**
 * @param load evaluates the test files; it is called when `suite` and `test` exist
 * @throws when a test failed or none ran: VS Code then ends with a failure
 */
export async function runMocha(load: () => void): Promise<void> {
  const { FORGE_ALLOY_TEST_REPORT: reportFile, FORGE_ALLOY_TEST_GREP: grep } = process.env;
  if (!reportFile)
    throw new Error("FORGE_ALLOY_TEST_REPORT is not set: start the tests with test/editor/runner.");
  const print = (...args: unknown[]) => appendFileSync(reportFile, `${format(...args)}\n`);

  Mocha.reporters.Base.consoleLog = print;
  const mocha = new Mocha({ ui: "tdd", timeout: 120_000, color: false, ...(grep && { grep }) });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  try {
    load();
  } catch (error) {
    print(error);
    throw error;
  }

  const { passes, failures } = await new Promise<Mocha.Stats>((resolve, reject) => {
    const runner = mocha.run(() =>
      runner.stats ? resolve(runner.stats) : reject(new Error("Mocha gave no totals.")),
    );
  });
  print(`${passes} passed, ${failures} failed`);
  if (failures > 0) throw new Error("Editor tests failed.");
  if (passes === 0) throw new Error("No editor test ran.");
}
