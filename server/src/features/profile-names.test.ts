import assert from "node:assert/strict";
import { afterEdits, expectCompletion, hoverText, withCursor } from "../testing/fixtures.js";
import { rename } from "./navigation.js";

const complete = (marked: string) => expectCompletion(marked, undefined, "executor");

suite("writing an executor profile", () => {
  test("its own fields are offered and explained", () => {
    complete('{"|"}').toOffer("id", "architectures", "extends", "runTime").notToOffer("stages2");
    complete('{"architectures": {"acme3": {"|"}}}').toOffer(
      "classNames",
      "moe",
      "stages",
      "layout",
      "adapter",
    );
    const hover = hoverText('{"architectures": {"acme3": {"class|Names": []}}}', "executor");
    assert.match(hover, /such as `Qwen2ForCausalLM`/);
    assert.match(hover, /_Executor profile_/);
  });

  test("stage types are those of its domain", () => {
    complete('{"architectures": {"acme3": {"stages": ["train", "|"]}}}')
      .toOffer("prune")
      .notToOffer("train", "issued");
    complete('{"stages": {"|"}}').toOffer("expert-prune", "lora");
    complete('{"domain": "ticketing", "skipped": ["|"]}').toBe("issued", "transferred", "scanned");
    complete('{"domain": "nowhere", "skipped": ["|"]}').toBe();
  });

  test("fields are those of the stage, the adapter, or the derivation that they are about", () => {
    complete('{"stages": {"train": {"reads": ["steps", "|"]}}}')
      .toOffer("learningRate")
      .notToOffer("rank", "steps");
    complete('{"stages": {"lora": {"variants": [{"with": "|"}]}}}').toOffer("teacher");
    complete('{"stages": {"lora": {"accepts": {"|"}}}}').toOffer("rank");
    complete('{"adapters": {"a": {"stages": ["quant"], "byName": [{"fills": {"|"}}]}}}')
      .toOffer("quantTypes")
      .notToOffer("steps");
    complete('{"derivation": {"stages": [{"from": "|", "stage": {"type": "prune"}}]}}').toOffer("pruneRatio");
    complete('{"derivation": {"stages": [{"from": "pruneRatio", "stage": {"type": "prune", "|"}}]}}').toOffer(
      "level",
    );
    complete('{"runTime": {"stages": {"eval": {"each": "|"}}}}').toOffer("benchmarks");
  });

  test("profiles, domains, adapters, and sets are those in reach, with those of the extended profile", () => {
    complete('{"id": "acme", "extends": "|"}').toBe("reference");
    complete('{"domain": "|"}').toOffer("llm-forge", "ticketing");
    complete(
      '{"extends": "reference", "adapters": {"mine": {"stages": []}}, "architectures": {"a": {"adapter": "|"}}}',
    ).toOffer("dense", "mine");
    complete('{"extends": "reference", "stages": {"train": {"accepts": {"domain": "|"}}}}').toBe(
      "trainingDomains",
    );
    complete('{"stages": {"train": {"accepts": {"domain": "|"}}}}').toBe();
  });

  test("an adapter is renamed with the architectures that name it", () => {
    const { alloy, text, offset } = withCursor(
      '{"architectures": {"a": {"adapter": "sm|all"}}, "adapters": {"small": {"stages": []}}}',
      "executor",
    );
    const renamed = rename(alloy, offset, "tiny");
    assert.ok(renamed && "edits" in renamed);
    assert.equal(afterEdits(text, renamed.edits), text.replaceAll("small", "tiny"));
  });

  test("benchmarks, devices, and quantization types are offered as in alloys", () => {
    complete('{"benchmarks": ["humaneval", "|"]}').toOffer("ifeval").notToOffer("humaneval");
    complete('{"devices": {"|"}}').toOffer("rtx4090");
    complete('{"quantization": {"|"}}').toOffer("Q4_K_M");
  });
});
