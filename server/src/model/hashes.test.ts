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
    const text = String.raw`{"name": "é😀\u007f\n", "n": [1, -0, 1.0, 1e-4, 1e-5, 0.00012345, 88.40, 1e15, 1e16, 1.5e16, 123456789012345678, 1e22, -2.5E-7, 0.1, 1e999, -1e999, -0.0], "a": 1, "o": {}, "l": [], "t": [true, null], "a": {"b": "/"}, "receipt": {"alloyHash": "x"}}`;
    const { root } = alloyOf(text);
    assert.equal(
      root && alloyHashBeforeReceipt(root),
      "sha256:1e0e0715bea18f164d0ad4acb5197dfc764b6f7e43cc4c56612a702d69f8b439",
    );
  });

  test("the model hash sorts file names as Python does", () => {
    // Made with: json.dumps(sorted(files, key=lambda file: file["filename"]), separators=(",", ":")), without sizes
    const names = ["b.gguf", "a\u{1F600}", "a\uFF5E", "ab", "a", "é"];
    const { root } = alloyOf(
      JSON.stringify({ files: names.map((filename) => ({ filename, sha256: "00", size: 1 })) }),
    );
    assert.equal(
      modelHashOf(root?.members[0]?.value),
      "sha256:b428814809f8ec5a9ff23869267397813b0c13e42a6cb55c94e8bb04b0af933c",
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
