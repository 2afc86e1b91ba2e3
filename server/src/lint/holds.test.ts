/** What a vocabulary says of strings and numbers is checked in the domains of users, too. */
import assert from "node:assert/strict";
import { Alloy } from "../model/alloy.js";
import { bundled } from "../schema/bundled.js";
import { diagnose } from "./lint.js";
import { withDomains } from "./load-domain.js";

const DOMAIN = {
  id: "bakery",
  version: "1.0.0",
  status: "stable",
  title: "Bakery",
  description: "Bread.",
  stages: {
    bake: {
      phase: "transform",
      summary: "Bake",
      description: "Bakes.",
      type: "object",
      properties: {
        oven: { type: "string", description: "Oven.", holds: "model-id" },
        recipes: { type: "array", description: "Recipes.", items: { type: "string", holds: "dataset-id" } },
        label: { type: "string", description: "Label.", holds: "repo-name", placeholders: ["flour"] },
        heat: { type: "string", description: "Heat.", holds: "learning-rate" },
        size: { type: "number", description: "Size.", unit: "GB", plausibleMaximum: 100 },
        weight: { type: "number", description: "Weight.", unit: "kg", plausibleMaximum: 100 },
      },
      extras: { baker: { type: "string", description: "Baker.", holds: "organization" } },
    },
  },
};

function problemsIn(stage: object): string[] {
  const domain = { uri: "file:///bakery.json", place: "bakery.json", text: JSON.stringify(DOMAIN) };
  const text = JSON.stringify({ domains: ["bakery"], stages: [{ type: "bake", ...stage }] });
  return diagnose(Alloy.parse(text, withDomains(bundled, [domain], true)))
    .problems.filter(({ code }) => !/required|stage\/nothing/.test(code))
    .map(({ code, start, end }) => `${code} ${text.slice(start, end)}`);
}

suite("what a string holds, in the domain of a user", () => {
  test("is checked", () => {
    assert.deepEqual(
      problemsIn({
        oven: "a b",
        recipes: ["a/b", "a/b/c"],
        label: "{flour}-{salt}",
        heat: "hot",
        size: 8192,
        weight: 8192,
        baker: "a/b",
      }),
      [
        'reference/repository "a b"',
        'reference/repository "a/b/c"',
        'reference/placeholder "{flour}-{salt}"',
        'stage/learning-rate "hot"',
        "schema/implausible-number 8192",
        "schema/implausible-number 8192",
        'reference/repository "a/b"',
      ],
    );
  });

  test("and right as it is", () => {
    const right = { oven: "./oven", recipes: ["a/b"], label: "{flour}-1", heat: "1e-4", size: 8, weight: 8 };
    assert.deepEqual(problemsIn({ ...right, baker: "a" }), []);
  });
});
