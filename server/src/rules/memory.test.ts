/** What is left of documents that nobody needs any more, before everything is collected. */
import assert from "node:assert/strict";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Alloy } from "../alloy/alloy.js";
import { bundled } from "../alloy/bundled.js";
import { diagnose } from "./diagnose.js";

setFlagsFromString("--expose-gc");
// V8 may take what lived long for what will, and put all of its kind among the old.
setFlagsFromString("--no-allocation-site-pretenuring");
const collect = runInNewContext("gc") as (options: { type: "minor" | "major" }) => void;

/** Bytes of what has lived through two young collections. */
function oldBytes(): number {
  return getHeapSpaceStatistics().reduce(
    (sum, { space_name, space_used_size }) => sum + (space_name === "old_space" ? space_used_size : 0),
    0,
  );
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
function checkOne(number: number): void {
  const { problems } = diagnose(Alloy.parse(text(number), bundled));
  assert.ok(problems.length > 0);
}

suite("memory", () => {
  test("a checked document is gone with the next young collection", () => {
    const check = (number: number) => {
      checkOne(number);
      collect({ type: "minor" });
      collect({ type: "minor" });
    };
    for (let i = 0; i < 50; i++) check(i); // what is laid out once
    collect({ type: "major" });
    const before = oldBytes();
    for (let i = 50; i < 150; i++) check(i);
    const left = (oldBytes() - before) / 100; // some 4,000; a document has 145,000
    assert.ok(left < 70_000, `${Math.round(left)} bytes are left of each document`);
  });
});
