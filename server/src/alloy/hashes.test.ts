import assert from "node:assert/strict";
import { alloyOf } from "../testing/fixtures.js";
import { alloyHashBeforeReceipt, modelHashOf, sha256 } from "./hashes.js";

suite("hashes", () => {
  test("SHA-256 of UTF-8", () => {
    assert.equal(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert.equal(sha256("é"), "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
  });

  test("the alloy hash, as Python makes it: escapes, floats, equal keys, empty containers", () => {
    // Made with: json.dumps({k: v for k, v in json.loads(text).items() if k != "receipt"}, indent=2)
    const text = String.raw`{"name": "é😀\u007f\n", "n": [1, -0, 1.0, 1e-4, 1e-5, 0.00012345, 88.40, 1e15, 1e16, 1.5e16, 123456789012345678, 1e22, -2.5E-7, 0.1, 1e999], "a": 1, "o": {}, "l": [], "t": [true, null], "a": {"b": "/"}, "receipt": {"alloyHash": "x"}}`;
    const { root } = alloyOf(text);
    assert.equal(
      root && alloyHashBeforeReceipt(root),
      "sha256:3c1ed4b00339f4d206423bcaadc173d34d553aa13145b178daea53a006f89bc3",
    );
  });

  test("the model hash needs every file's name and hash", () => {
    const { root } = alloyOf('{"a": [{"filename": "x"}], "b": [], "c": 1}');
    assert.deepEqual(
      root?.members.map(({ value }) => modelHashOf(value)),
      [undefined, undefined, undefined],
    );
  });
});
