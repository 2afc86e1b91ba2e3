import assert from "node:assert/strict";
import { getOrCompute } from "./get-or-compute.js";

suite("what is remembered by name", () => {
  test("is made once", async () => {
    const cache = new Map<string, Promise<object>>();
    const make = async () => ({});
    assert.equal(await getOrCompute(cache, "a", make), await getOrCompute(cache, "a", make));
  });

  test("does not grow with what a session sees", () => {
    const cache = new Map<string, Promise<number>>();
    for (let i = 0; i < 5000; i++) getOrCompute(cache, String(i), async () => i);
    assert.ok(cache.size <= 256);
    assert.ok(cache.has("4999"));
  });
});
