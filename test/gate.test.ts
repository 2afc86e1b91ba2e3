/** The gate over real alloys and collected slips, and the form of its report. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { check, gate } from "../server/src/library/index.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CASES = path.join(ROOT, "../shared/cases/gate");
const FOLDERS = [
  "examples",
  ...["examples", "published", "recipes"].map((name) => `../shared/corpus/${name}`),
];

/** The right answer for each collected slip, as the folder's README tells it. */
const EXPECTED: Readonly<Record<string, string>> = {
  "unread-a": "invalid",
  "unread-b": "rework",
  "unread-c": "rework",
  "unread-d": "invalid",
  "gate-delta-contradicts": "invalid",
  "unread-frac": "unmeasured",
  "cli-open": "rework",
  "misspelled-demands": "unmeasured",
  "misspelled-demands-base": "rework",
  "gate-score-6220": "invalid",
  "gate-pass1-percent": "invalid",
  "gate-passing-over-total": "invalid",
  "gate-perplexity": "invalid",
  "gate-duplicate-results": "unmeasured",
  "gate-mixed-fractions": "rework",
  "gate-name-HumanEval": "ship",
};

function alloysIn(folder: string): string[] {
  const found = path.join(ROOT, folder);
  if (!existsSync(found)) return [];
  return readdirSync(found)
    .filter((name) => name.endsWith(".json"))
    .map((name) => path.join(found, name));
}

suite("gate on files", () => {
  test("each collected slip has the verdict that its README asks for", function () {
    if (!existsSync(CASES)) return this.skip();
    for (const file of alloysIn("../shared/cases/gate")) {
      const name = path.basename(file, ".alloy.json");
      if (name in EXPECTED) assert.equal(gate(readFileSync(file, "utf8")).verdict, EXPECTED[name], name);
    }
    const said = (name: string) =>
      check(readFileSync(path.join(CASES, `${name}.alloy.json`), "utf8")).map(
        ({ code, severity }) => `${severity} ${code}`,
      );
    assert.equal(
      said("misspelled-demands").filter((one) => one === "warning acceptance/unknown-criterion").length,
      2,
    );
    assert.ok(said("gate-mixed-fractions").includes("warning results/mixed-scale"));
    assert.ok(said("gate-name-HumanEval").some((one) => one.startsWith("hint ")));
  });

  test("every report has the form of its schema", () => {
    const schema = JSON.parse(readFileSync(path.join(ROOT, "schemas/output/gate.schema.json"), "utf8"));
    const validate = new Ajv({ strictTypes: false }).compile(schema);
    const files = [...FOLDERS.flatMap(alloysIn), ...alloysIn("../shared/cases/gate")];
    assert.ok(files.length > 5);
    for (const text of ["", "{", "[]", ...files.map((file) => readFileSync(file, "utf8"))])
      assert.ok(validate(gate(text)), JSON.stringify(validate.errors));
  });
});
