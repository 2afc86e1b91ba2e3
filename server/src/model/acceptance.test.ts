import assert from "node:assert/strict";
import { bundled } from "../schema/bundled.js";
import { closest } from "../schema/names.js";
import { acceptanceOf } from "./acceptance.js";
import { Alloy } from "./alloy.js";

const NAME = "acceptanceCriteria";

suite("acceptance criteria", () => {
  test("are recognized in each name that lacks so few letters that it is near", () => {
    for (let letters = 1; letters <= 5; letters++) {
      for (let at = 0; at + letters <= NAME.length; at++) {
        const name = NAME.slice(0, at) + NAME.slice(at + letters);
        const alloy = Alloy.parse(JSON.stringify({ [name]: { benchmarks: {} } }), bundled);
        const isNear = closest(name, [NAME]) === NAME;
        assert.equal(acceptanceOf(alloy)?.unknown[0]?.meant, isNear ? NAME : undefined, name);
      }
    }
  });
});
