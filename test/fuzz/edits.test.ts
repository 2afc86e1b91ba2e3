/** An edited document is what it would be if it were opened as it is: at random, and where it once was not. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fuzz, noCounts } from "./fuzzer.js";
import { REGRESSIONS } from "./regressions.js";
import { replay, type Session } from "./replay.js";
import { EXAMPLE_TEXTS, Library } from "./texts.js";

suite("any edit", () => {
  test("leaves the document as it would be if it were opened anew", function () {
    this.timeout(300_000);
    const library = new Library(EXAMPLE_TEXTS);
    const counts = noCounts();
    const first = Number(process.env.FUZZ_SEED ?? 1);
    for (let seed = first; counts.edits < 4000; seed++)
      fuzz(seed, library, { watched: 0.1, whole: 0.05 }, counts);
  });

  for (const name of readdirSync(REGRESSIONS).filter((name) => name.endsWith(".json"))) {
    test(`what went wrong once: ${name}`, () => {
      replay(JSON.parse(readFileSync(path.join(REGRESSIONS, name), "utf8")) as Session);
    });
  }
});
