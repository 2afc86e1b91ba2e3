import assert from "node:assert/strict";
import { alloyOf } from "../testing/fixtures.js";
import { inlayHints } from "./inlay-hints.js";

const TEXT =
  '{"acceptanceCriteria": {"benchmarks": {"a": {"min": 0.5, "anchorDelta": -3}, "b": {"min": 0.5}}, "hardware": {"maxVramGb": 8}}, "hardware": {"minVramGb": 8}, "results": {"benchmarks": [{"name": "a", "score": 74.8, "baseScore": 80}]}}';

suite("inlay hints", () => {
  test("what was measured stands behind what is demanded", () => {
    const hints = inlayHints(alloyOf(TEXT), { start: 0, end: TEXT.length });
    assert.deepEqual(
      hints.map(({ offset, label }) => `${TEXT.slice(0, offset).split(" ").pop()} ${label}`),
      ["0.5 ✓ 74.8", "-3 ✗ −5.2", "8 ✓ 8 GB"],
    );
  });

  test("only inside the range that is asked for", () => {
    const at = TEXT.indexOf("-3");
    assert.deepEqual(
      inlayHints(alloyOf(TEXT), { start: at, end: at + 2 }).map(({ label }) => label),
      ["✗ −5.2"],
    );
  });
});
