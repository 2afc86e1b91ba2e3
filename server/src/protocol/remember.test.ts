import assert from "node:assert/strict";
import { remember } from "./remember.js";

suite("what is remembered by name", () => {
  test("is made once", async () => {
    const cache = new Map<string, Promise<object>>();
    const make = async () => ({});
    assert.equal(await remember(cache, "a", make), await remember(cache, "a", make));
  });

  test("does not grow with what a session sees", () => {
    const cache = new Map<string, Promise<number>>();
    for (let i = 0; i < 5000; i++) remember(cache, String(i), async () => i);
    assert.ok(cache.size <= 256);
    assert.ok(cache.has("4999"));
  });
});
