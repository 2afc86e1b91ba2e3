/** `forge-alloy plan`: its report, exit codes, and input that is broken or hostile. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { ROOT } from "../protocol/client.js";
import { GOOD, run, WRONG, withFolder, write } from "./support.js";

const schema = JSON.parse(readFileSync(path.join(ROOT, "schemas/output/plan.schema.json"), "utf8"));
const isReport = new Ajv({ strict: true, strictTypes: false }).compile(schema);

/** A recipe with a target and no stages. */
const WISH = JSON.stringify({
  name: "a",
  version: "1.0.0",
  source: { baseModel: "a/b", architecture: "qwen2", totalParamsB: 7 },
  target: { domain: "code", outputFormats: ["gguf"], modalities: ["video"], publish: true },
});

// biome-ignore lint/suspicious/noExplicitAny: tests read what the report has
function report(args: readonly string[], input = ""): any {
  const { out, err } = run(["plan", "--json", ...args], { input });
  const parsed = JSON.parse(out);
  isReport(parsed);
  assert.deepEqual(isReport.errors, null);
  assert.equal(err, "");
  return parsed;
}

suite("forge-alloy plan", () => {
  withFolder();

  test("the report has the described form, for every example", () => {
    for (const name of ["moe-coder", "dense-general", "executed-ships", "ticketing", "vision-language"]) {
      const { file, stages, alloy } = report([path.join(ROOT, `examples/${name}.alloy.json`)]);
      assert.match(file, /\.alloy\.json$/);
      assert.equal(stages.length, alloy.stages.length);
    }
    write("a.alloy.json", WISH);
    const { alloy, leftOut, minutes, cycles } = report(["a.alloy.json"]);
    assert.deepEqual(
      alloy.stages.map(({ type }: { type: string }) => type),
      ["train", "quant", "publish"],
    );
    assert.deepEqual([leftOut.length, cycles, minutes], [1, 3, 3 * 40 + 5 + 1]);
    assert.deepEqual(report(["-"], WISH).alloy, alloy);
    const json = run(["plan", "a.alloy.json", "--format", "json"]).out;
    assert.equal(json, run(["plan", "a.alloy.json", "--json"]).out);
  });

  test("on a terminal and as Markdown", () => {
    write("a.alloy.json", WISH);
    const { out, err, code } = run(["plan", "a.alloy.json"]);
    assert.deepEqual([err, code], ["", 0]);
    assert.match(out, /^a 1\.0\.0\nExecutor: the reference executor, for "qwen2"\n/);
    assert.match(out, /\n {2}✓ 1 train · code \(Transform × 3, 2 h 0 min\)\n/);
    assert.match(out, /\n {6}family adapter: steps 200, learningRate "5e-5"\n/);
    assert.match(out, /\n {2}gguf Q4_K_M {2}≈ 4\.3 GB {2}✓/);
    const markdown = run(["plan", "a.alloy.json", "-f", "markdown"]).out;
    assert.match(markdown, /^### a 1\.0\.0\n\n- Executor: /);
    assert.match(markdown, /\n\| ✓ \| 1 train · code \| Transform × 3 \| 2 h 0 min \| /);
  });

  test("--margin changes what fits", () => {
    write("a.alloy.json", WISH);
    const fits = (margin: string) =>
      report(["a.alloy.json", "--margin", margin]).fits.filter((fit: { fits: boolean }) => fit.fits).length;
    assert.deepEqual(["0", "10", "50", "95.5"].map(fits), [7, 7, 6, 0]);
    for (const margin of ["100", "-1", "ten", "1e1", ""])
      assert.equal(run(["plan", "a.alloy.json", `--margin=${margin}`]).code, 2, margin);
  });

  test("exit codes", () => {
    write("a.alloy.json", WISH);
    write("good.alloy.json", GOOD);
    assert.equal(run(["plan", "a.alloy.json"]).code, 0);
    assert.equal(run(["plan", "a.alloy.json", "--exit-code"]).code, 1);
    assert.equal(run(["plan", "good.alloy.json", "--exit-code"]).code, 0);
    assert.equal(run(["plan"]).code, 2);
  });

  test("what is broken is said, with a way on", () => {
    write("broken.alloy.json", GOOD.slice(0, 60));
    write("array.alloy.json", "[]");
    write("wrong.alloy.json", WRONG);
    const hint = "hint: forge-alloy check shows the problems\n";
    assert.deepEqual(run(["plan", "broken.alloy.json"]), {
      code: 2,
      out: "",
      err: `error: cannot plan broken.alloy.json: it is not valid JSON\n${hint}`,
    });
    assert.equal(
      run(["plan", "array.alloy.json"]).err,
      `error: cannot plan array.alloy.json: it is not a JSON object\n${hint}`,
    );
    assert.match(run(["plan", "none.alloy.json"]).err, /^error: .*none\.alloy\.json/);
    const { err, out, code } = run(["plan", "wrong.alloy.json"]);
    assert.equal(
      err,
      `warning: wrong.alloy.json has an error, so the forge-alloy packages reject it\n${hint}`,
    );
    assert.match(out, /No declared domain defines the stage type "evl"\./);
    assert.equal(code, 0);
  });

  test("hostile values fill neither the screen nor the time", () => {
    const hostile = {
      name: "\u001b[2J\u202e",
      version: "1",
      cycles: 1e9,
      source: {
        baseModel: "a/b",
        architecture: "mixtral",
        totalParamsB: 141,
        activeParamsB: 39,
        numExpertsPerLayer: 1e15,
        numActivatedExperts: 2,
      },
      stages: [
        { type: "expert-prune", keepExperts: 1e14 },
        ...Array.from({ length: 3000 }, () => ({ type: "train\u001b[31m\n", a: "\u0007" })),
        { type: "quant", format: "gguf", quantTypes: Array.from({ length: 5000 }, () => "Q4_K_M") },
      ],
    };
    write("h.alloy.json", JSON.stringify(hostile));
    const { out } = run(["plan", "h.alloy.json"]);
    assert.doesNotMatch(out, /[^\n\P{Cc}]|\u202e/u);
    assert.match(out, /and 2802 more/);
    assert.match(out, /Cycles: 1000000000/);
    assert.equal(run(["plan", "h.alloy.json", "--json"]).code, 0);
  });

  test("an own executor profile, and an unknown architecture", () => {
    const profile = {
      id: "acme",
      title: "Acme",
      architectures: { acme1: { stages: ["train"] } },
      derivation: {
        stages: [{ from: "domain", stage: { type: "train", domain: "{value}" }, fallback: { steps: 7 } }],
      },
    };
    write(".forge-alloy/executors/acme.json", JSON.stringify(profile));
    write("a.alloy.json", WISH.replace("qwen2", "acme1"));
    const { alloy, executor } = report(["a.alloy.json"]);
    assert.deepEqual([executor, alloy.stages[0].steps, alloy.stages.length], ["acme", 7, 1]);
    write("b.alloy.json", WISH.replace("qwen2", "zz"));
    const unknown = report(["b.alloy.json"]);
    assert.equal(unknown.executor, undefined);
    assert.ok(
      unknown.stages.every(({ outcome }: { outcome: string }) => outcome === "unknown"),
      "all unknown",
    );
  });
});
