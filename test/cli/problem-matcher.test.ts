/** The problem matcher of the extension reads what `forge-alloy check` prints. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../protocol/client.js";
import { run, WRONG, withFolder, write } from "./support.js";

suite("problem matcher", () => {
  withFolder();

  test("finds file, line, column, severity, message, and code", () => {
    const { contributes } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
    const [{ pattern }] = contributes.problemMatchers;
    write("models/a b.alloy.json", WRONG.replace('"stages"', '\n  "tags": null, "stages"'));
    const { out, err } = run(["check"]);
    const found = `${out}${err}`.split("\n").flatMap((line) => {
      const match = new RegExp(pattern.regexp).exec(line);
      return match ? [match] : [];
    });
    assert.deepEqual(
      found.map((match) =>
        [pattern.file, pattern.line, pattern.column, pattern.severity, pattern.code].map((i) => match[i]),
      ),
      [
        [path.join("models", "a b.alloy.json"), "2", "11", "error", "schema/null"],
        [path.join("models", "a b.alloy.json"), "2", "37", "error", "stage/unknown-type"],
      ],
    );
    assert.match(found[1]?.[pattern.message] ?? "", /^Unknown stage type "evl"/);
  });
});
