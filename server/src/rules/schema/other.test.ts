/** The bundled vocabularies set no such conditions on alloys: they are those of somebody's own domain. */
import assert from "node:assert/strict";
import { diagnose } from "../../lint/lint.js";
import { withDomains } from "../../lint/load-domain.js";
import { Alloy } from "../../model/alloy.js";
import { bundled } from "../../schema/bundled.js";

const STAGE = {
  phase: "transform",
  summary: "s",
  description: "d",
  type: "object",
  properties: {
    pattern: { type: "string", pattern: "^a+$" },
    short: { type: "string", maxLength: 2 },
    long: { type: "string", minLength: 2 },
    few: { type: "array", items: { type: "string", pattern: "^b$" }, maxItems: 1 },
    many: { type: "array", items: { type: "string" }, minItems: 2 },
    above: { type: "number", exclusiveMinimum: 1 },
    below: { type: "number", exclusiveMaximum: 1 },
    fixed: { type: "string", const: "c" },
    chosen: { enum: ["a"] },
    free: { type: ["number", "string"] },
    any: { minimum: 1, exclusiveMinimum: 0, minLength: 2, pattern: "^a+$", minItems: 2 },
  },
};
const DOMAIN = { id: "lab", version: "1.0.0", title: "Lab", description: "d", status: "stable" };

/** What the schemas have to say about a stage, in an alloy that lacks what every alloy has. */
function messages(stage: object): string[] {
  const file = JSON.stringify({ ...DOMAIN, stages: { mix: STAGE } });
  const registry = withDomains(bundled, [{ uri: "lab", place: "lab.json", text: file }], true);
  const text = JSON.stringify({ domains: ["lab"], stages: [{ type: "mix", ...stage }] });
  return diagnose(Alloy.parse(text, registry))
    .problems.filter(({ code }) => /^schema\/(?!required)/.test(code))
    .map(({ message, start, end }) => `${text.slice(start, end)} ${message}`);
}

suite("conditions of somebody's own vocabulary", () => {
  test("each is said in words, at the key or at the item of an array", () => {
    const cases: [object, string][] = [
      [{ pattern: "b" }, '"pattern" "pattern" must match the pattern "^a+$".'],
      [{ short: "abc" }, '"short" "short" must have at most 2 characters.'],
      [{ long: "a" }, '"long" "long" must have at least 2 characters.'],
      [{ few: ["b", "b"] }, '"few" "few" must have at most 1 item.'],
      [{ few: ["c"] }, '"c" This item must match the pattern "^b$".'],
      [{ many: [] }, '"many" "many" must have at least 2 items.'],
      [{ above: 1 }, '"above" "above" must be greater than 1.'],
      [{ below: 1 }, '"below" "below" must be less than 1.'],
      [{ fixed: "d" }, '"fixed" "fixed" must be "c".'],
    ];
    for (const [stage, expected] of cases) assert.deepEqual(messages(stage), [expected]);
  });

  test("nothing is said where they are met, to the limit", () => {
    const met = {
      pattern: "a",
      short: "ab",
      long: "ab",
      few: ["b"],
      many: ["a", "b"],
      above: 1.1,
      below: 0.9,
      fixed: "c",
    };
    assert.deepEqual(messages(met), []);
  });

  test("types that no bundled vocabulary combines", () => {
    assert.deepEqual(messages({ chosen: null }), [
      'null "chosen" must be "a", but is null. Remove the field or set a value.',
    ]);
    assert.deepEqual(messages({ free: "5" }), []);
    for (const any of [null, true, {}, 1, "aa", [1, 2]]) assert.deepEqual(messages({ any }), []);
    assert.deepEqual(messages({ any: "a" }), ['"any" "any" must have at least 2 characters.']);
    assert.deepEqual(messages({ any: [1] }), ['"any" "any" must have at least 2 items.']);
  });
});
