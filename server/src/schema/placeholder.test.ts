/** What is written where a field is missing: the quick fix "Add …" for a stage of somebody's own domain. */
import assert from "node:assert/strict";
import { diagnose } from "../lint/lint.js";
import { withDomains } from "../lint/load-domain.js";
import { Alloy } from "../model/alloy.js";
import { afterEdits } from "../testing/fixtures.js";
import { bundled } from "./bundled.js";

const DOMAIN = { id: "lab", version: "1.0.0", title: "Lab", description: "d", status: "stable" };

/** The stage after all that is missing was added. */
function filled(properties: object, more: object = {}): Record<string, unknown> {
  const mix = { phase: "transform", summary: "s", description: "d", type: "object", properties };
  const text = JSON.stringify({
    ...DOMAIN,
    stages: { mix: { ...mix, required: Object.keys(properties), ...more } },
  });
  const registry = withDomains(bundled, [{ uri: "lab", place: "lab.json", text }], true);
  const alloy = '{"domains": ["lab"], "stages": [{"type": "mix"}]}';
  const problem = diagnose(Alloy.parse(alloy, registry)).problems.find(
    ({ code, message }) => code === "schema/required" && message.includes(' in "mix": '),
  );
  const [fix] = problem?.fixes() ?? [];
  assert.ok(fix, "nothing is missing");
  const { type, ...stage } = JSON.parse(afterEdits(alloy, fix.edits)).stages[0];
  return stage;
}

suite("placeholders for missing fields", () => {
  test("the default, the first choice, else the emptiest value of the type", () => {
    assert.deepEqual(
      filled({
        standard: { type: "number", default: 7 },
        nothing: { type: ["string", "null"], default: null },
        choice: { type: ["string", "null"], enum: [null, "b", "c"] },
        number: { type: "number" },
        least: { type: "integer", minimum: 3 },
        flag: { type: "boolean" },
        list: { type: "array", items: { type: "string" } },
        text: { type: "string" },
        object: {
          type: "object",
          properties: { inner: { type: "integer" }, optional: { type: "string" } },
          required: ["inner"],
        },
      }),
      {
        standard: 7,
        nothing: "",
        choice: "b",
        number: 0,
        least: 3,
        flag: false,
        list: [],
        text: "",
        object: { inner: 0 },
      },
    );
  });

  test("what the stage's own example shows comes first", () => {
    const snippets = [{ label: "mix", description: "d", body: { type: "mix", grams: 5 } }];
    assert.deepEqual(
      filled(
        { grams: { type: "number", default: 1 }, other: { type: "number" } },
        { snippets: [{ ...snippets[0], body: { type: "mix", grams: 5, other: 6 } }] },
      ),
      { grams: 5, other: 6 },
    );
  });
});
