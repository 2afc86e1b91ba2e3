import assert from "node:assert/strict";
import { camelCaseOf } from "./names.js";

suite("names", () => {
  test("in snake_case there is another spelling, unless they are far too long for a field", () => {
    assert.equal(camelCaseOf("base_model"), "baseModel");
    assert.equal(camelCaseOf("__base__model_2_"), "__baseModel2_");
    assert.equal(camelCaseOf("baseModel"), undefined);
    assert.equal(camelCaseOf("_x"), undefined);
    assert.equal(camelCaseOf("a_".repeat(500_000)), undefined);
  });
});
