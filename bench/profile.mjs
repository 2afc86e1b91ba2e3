// The cost of an executor profile in a warm check, measured in pairs: the same alloy under the built-in profile alone and
// with one more that extends it, in turns. node --import tsx bench/profile.mjs
import { readFileSync } from "node:fs";
import { diagnose } from "../server/src/lint/lint.ts";
import { withExecutors } from "../server/src/lint/load-executors.ts";
import { Alloy } from "../server/src/model/alloy.ts";
import { bundled } from "../server/src/schema/bundled.ts";

const ROUNDS = 400;
const CHECKS = 20;

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
const source = {
  uri: "file:///acme-forge.json",
  place: "acme-forge.json",
  text: read("examples/.forge-alloy/executors/acme-forge.json"),
};
const registries = [bundled, withExecutors(bundled, [source], { isTrusted: true })];
if (registries[1].executors.active.length !== 2) throw new Error("the profile was not loaded");

for (const name of ["dense-general", "moe-coder", "distilled-coder"]) {
  const text = read(`examples/${name}.alloy.json`);
  const check = (registry) => {
    const start = process.hrtime.bigint();
    for (let i = 0; i < CHECKS; i++) diagnose(Alloy.parse(text, registry));
    return Number(process.hrtime.bigint() - start) / CHECKS / 1e3;
  };
  for (let i = 0; i < 50; i++) registries.forEach(check);
  const ratios = [];
  const times = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    // Whichever comes first has the emptier heap.
    const order = i % 2 === 0 ? [0, 1] : [1, 0];
    const taken = [];
    for (const one of order) taken[one] = check(registries[one]);
    ratios.push(taken[1] / taken[0]);
    times[0].push(taken[0]);
    times[1].push(taken[1]);
  }
  const percent = (median(ratios) - 1) * 100;
  console.log(
    `${name}: ${median(times[0]).toFixed(0)} µs without, ${median(times[1]).toFixed(0)} µs with a profile; median of pairs ${percent.toFixed(1)}%`,
  );
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
