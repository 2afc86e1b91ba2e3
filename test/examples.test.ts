import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { evaluateGate } from "../server/src/lint/gate-evaluation.js";
import { diagnose } from "../server/src/lint/lint.js";
import { withDomains } from "../server/src/lint/load-domain.js";
import { withExecutors } from "../server/src/lint/load-executors.js";
import { Alloy } from "../server/src/model/alloy.js";
import { bundled } from "../server/src/schema/bundled.js";
import { alloyOf, problemsOf } from "../server/src/testing/fixtures.js";

const EXAMPLES = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), "examples");

function read(name: string): string {
  return readFileSync(path.join(EXAMPLES, `${name}.alloy.json`), "utf8");
}

function sourcesIn(folder: string) {
  const full = path.join(EXAMPLES, ".forge-alloy", folder);
  return readdirSync(full).map((place) => ({
    uri: place,
    place,
    text: readFileSync(path.join(full, place), "utf8"),
  }));
}

const domains = sourcesIn("domains");
const registry = withExecutors(withDomains(bundled, domains, true), sourcesIn("executors"), {
  isTrusted: true,
});

suite("examples", () => {
  test("one ships, one must be reworked, recipes are unmeasured", () => {
    const verdict = (name: string) => evaluateGate(alloyOf(read(name)))?.verdict;
    assert.equal(verdict("executed-ships"), "ship");
    assert.equal(verdict("executed-rework"), "rework");
    for (const name of ["moe-coder", "dense-general", "vision-language"])
      assert.equal(verdict(name), "unmeasured");
  });

  test("nothing in them is an error, and what warns is what they are there to show", () => {
    const shows: Record<string, RegExp> = {
      "executed-rework": /^acceptance\/gate-failed$/,
      "distilled-coder": /^executor\/stage-skipped$/,
    };
    for (const file of readdirSync(EXAMPLES).filter((name) => name.endsWith(".alloy.json"))) {
      const name = file.replace(".alloy.json", "");
      if (name === "playground-mistakes") continue;
      const found = diagnose(Alloy.parse(read(name), registry)).problems.filter(
        ({ severity }) => severity === "error" || severity === "warning",
      );
      for (const { code, message } of found) assert.match(code, shows[name] ?? /^$/, `${name}: ${message}`);
    }
  });

  test("the model family of the profile is known, and nothing is to be said about its alloy and the profile", () => {
    assert.deepEqual(diagnose(Alloy.parse(read("nova-coder"), registry)).problems, []);
    for (const { text } of sourcesIn("executors")) assert.deepEqual(problemsOf(text, "executor"), []);
  });

  test("what the receipt of the one that ships states is true", () => {
    const codes = problemsOf(read("executed-ships")).map(({ code }) => code);
    assert.ok(!codes.some((code) => code.startsWith("attestation/")), codes.join(" "));
  });

  test("the playground has mistakes of many kinds", () => {
    const codes = new Set(problemsOf(read("playground-mistakes")).map(({ code }) => code));
    assert.ok(codes.size >= 15, [...codes].join(" "));
  });
});
