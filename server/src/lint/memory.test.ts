/** Memory that unreferenced documents still use after V8 has collected the young generation. */
import assert from "node:assert/strict";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Alloy } from "../model/alloy.js";
import { bundled } from "../schema/bundled.js";
import { diagnose } from "./lint.js";

setFlagsFromString("--expose-gc");
// Otherwise, V8 may allocate objects in the old generation if earlier ones from the same site survived.
setFlagsFromString("--no-allocation-site-pretenuring");
const collect = runInNewContext("gc") as (options: { type: "minor" }) => void;

function usedBytes(): number {
  collect({ type: "minor" });
  return getHeapStatistics().used_heap_size;
}

function text(number: number): string {
  const stages = Array.from({ length: 50 }, (_, i) => ({
    type: "eval",
    benchmarks: [{ name: `b${number}-${i}`, score: i }],
  }));
  const criteria = { benchmarks: { "b0-0": { min: 1 } } };
  return JSON.stringify({ name: `n${number}`, version: "1.0.0", stages, acceptanceCriteria: criteria });
}

/** A function of its own, so that nothing of it is left on the stack. */
function check(number: number): void {
  const { problems } = diagnose(Alloy.parse(text(number), bundled));
  assert.ok(problems.length > 0);
}

suite("memory", () => {
  test("a checked document is gone with the next young collection", () => {
    const COUNT = 50;
    for (let i = 0; i < COUNT; i++) check(i); // one-time allocations
    let left = 0;
    for (let i = 0; i < COUNT; i++) {
      check(COUNT + i);
      left += usedBytes() - usedBytes();
    }
    left /= COUNT;
    assert.ok(left < 30_000, `${Math.round(left)} bytes are left of each document`);
  });
});
