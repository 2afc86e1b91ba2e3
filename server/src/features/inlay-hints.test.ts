import assert from "node:assert/strict";
import { alloyOf } from "../testing/fixtures.js";
import { type HintKind, inlayHints } from "./inlay-hints.js";

const TEXT =
  '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.5, "anchorDelta": -3}, "b": {"min": 0.5}}, "hardware": {"maxVramGb": 8}}, "hardware": {"minVramGb": 8}, "results": {"benchmarks": [{"name": "a", "score": 74.8, "baseScore": 80}]}}';

suite("inlay hints", () => {
  test("what was measured stands behind what is demanded", () => {
    const hints = inlayHints(alloyOf(TEXT), { start: 0, end: TEXT.length }, (kind) => kind === "gate");
    assert.deepEqual(
      hints.map(({ offset, label }) => `${TEXT.slice(0, offset).split(" ").pop()} ${label}`),
      ["0.5 ✓ 74.8%", "-3 ✗ −5.2 pp", "8 ✓ 8 GB"],
    );
  });

  test("only inside the range that is asked for", () => {
    const at = TEXT.indexOf("-3");
    assert.deepEqual(
      inlayHints(alloyOf(TEXT), { start: at, end: at + 2 }, () => true).map(({ label }) => label),
      ["pp", "✗ −5.2 pp"],
    );
  });

  const labels = (text: string, only: HintKind) =>
    inlayHints(alloyOf(text), { start: 0, end: text.length }, (kind) => kind === only).map(
      ({ label, offset, tooltip }) => {
        assert.ok(tooltip().length > 0);
        return `${text
          .slice(0, offset)
          .split(/[\s{[]/)
          .pop()} ${label}`;
      },
    );
  const coder =
    '"source": {"baseModel": "Qwen/Qwen2.5-Coder-7B", "architecture": "qwen2", "totalParamsB": 7.6}';

  test("what the family adapter fills in stands behind an intent-only train stage", () => {
    assert.deepEqual(labels(`{${coder}, "stages": [{"type": "train", "method": "lora"}]}`, "adapter"), [
      '"train" adapter: code · 200 steps · 5e-5',
    ]);
    assert.deepEqual(labels(`{${coder}, "stages": [{"type": "train", "domain": "x"}]}`, "adapter"), [
      '"train" adapter: 200 steps · 5e-5',
    ]);
    assert.deepEqual(labels(`{${coder}, "stages": [{"type": "train", "steps": 5}]}`, "adapter"), [
      '"train" adapter: code · 5e-5',
    ]);
    const whole = '"domain": "x", "steps": 5, "learningRate": "1e-4"';
    assert.deepEqual(labels(`{${coder}, "stages": [{"type": "train", ${whole}}]}`, "adapter"), []);
    assert.deepEqual(labels('{"stages": [{"type": "train", "method": "lora"}]}', "adapter"), []);
  });

  test("defaults of fields that are left out", () => {
    assert.deepEqual(labels('{"stages": [{"type": "lora", "epochs": 2}, {"type": "train"}]}', "defaults"), [
      '"lora" default rank 32, learningRate 1e-4',
    ]);
  });

  test("sizes from the number of parameters, an upper bound where pruning comes first", () => {
    const quant = '{"type": "quant", "format": "gguf", "quantTypes": ["Q4_K_M", "odd", 5]}';
    assert.deepEqual(labels(`{${coder}, "stages": [${quant}]}`, "sizes"), ['"Q4_K_M" ≈ 4.6 GB']);
    assert.deepEqual(labels(`{${coder}, "stages": [{"type": "prune"}, ${quant}]}`, "sizes"), [
      '"Q4_K_M" ≤ 4.6 GB',
    ]);
    assert.deepEqual(labels(`{"stages": [${quant}]}`, "sizes"), []);
    // Half of the experts, which are 28 of the 30 billion parameters: as `forge-alloy plan` says.
    const experts = '{"type": "expert-prune", "keepExpertsPerLayer": 64, "originalExpertsPerLayer": 128}';
    const moe =
      '"domains": ["llm-forge"], "source": {"architecture": "qwen3moe", "totalParamsB": 30, "activeParamsB": 3.75, "numActivatedExperts": 8, "totalExperts": 128}';
    assert.deepEqual(labels(`{${moe}, "stages": [${experts}, ${quant}]}`, "sizes"), ['"Q4_K_M" ≈ 9.8 GB']);
  });

  test("units where they are mixed up", () => {
    assert.deepEqual(
      labels(
        '{"stages": [{"type": "prune", "level": 0.3}], "acceptanceCriteria": {"benchmarks": {"a": {"min": 0.8, "anchorDelta": -3}}}, "results": {"benchmarks": [{"name": "a", "score": 80}]}}',
        "units",
      ),
      ["0.3 = 30%", "0.8 = 80%", "-3 pp"],
    );
  });

  test("broken text has hints too", () => {
    assert.deepEqual(labels(`{${coder}, "stages": [{"type": "train", "method": "lo`, "adapter").length, 1);
  });

  test("what is not measured, has no size or no family, has no hint", () => {
    const criteria =
      '"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.5, "anchorDelta": -3}}, "hardware": {"maxVramGb": 8}, "integrity": {"modelHashRequired": true}}';
    assert.deepEqual(labels(`{${criteria}}`, "gate"), []);
    assert.deepEqual(labels(`{${criteria}, "results": {"integrity": {"modelHash": "x"}}}`, "gate"), []);
    assert.deepEqual(labels('{"stages": [{"type": "train"}]}', "adapter"), []);
    const quant = (more: string) =>
      labels(`{"stages": [{"type": "quant", "quantTypes": ["Q4_K_M"]}]${more}}`, "sizes");
    assert.deepEqual(quant(""), []);
    assert.deepEqual(quant(', "source": {"totalParamsB": 0}'), []);
    assert.equal(quant(', "source": {"totalParamsB": 7}').length, 1);
    assert.deepEqual(
      quant(', "source": {"totalParamsB": 7}, "results": {"forgedParamsB": 14}'),
      quant(', "source": {"totalParamsB": 14}'),
    );
    assert.deepEqual(
      labels(
        '{"source": {"totalParamsB": 7}, "stages": [{"type": "quant", "quantTypes": ["none", 5]}]}',
        "sizes",
      ),
      [],
    );
  });

  test("shares of a hundred, but not the fractions of older alloys", () => {
    assert.deepEqual(labels('{"stages": [{"type": "expert-prune", "prunePct": 37.5}]}', "units"), ["37.5 %"]);
    assert.deepEqual(labels('{"stages": [{"type": "expert-prune", "prunePct": 0.375}]}', "units"), []);
    assert.deepEqual(
      labels('{"stages": [{"type": "quant", "deviceTargets": [{"vramGb": 8}]}]}', "units"),
      [],
    );
  });
});
