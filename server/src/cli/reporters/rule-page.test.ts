import assert from "node:assert/strict";
import { rulePage } from "./rule-page.js";

suite("pages of rules in reports", () => {
  test("come with the package, or are on the published site", () => {
    assert.match(rulePage("stage/phase-order", undefined), /^(file|https):.*stage.phase-order/);
    assert.equal(
      rulePage("stage/phase-order", "https://example.org/alloy/"),
      "https://example.org/alloy/rules/stage/phase-order/",
    );
  });
});
