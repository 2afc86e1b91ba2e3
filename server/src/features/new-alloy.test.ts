import assert from "node:assert/strict";
import { evaluateGate } from "../lint/gate-evaluation.js";
import { diagnose } from "../lint/lint.js";
import { Alloy } from "../model/alloy.js";
import { bundled } from "../schema/bundled.js";
import { domainFrom, starterDomain } from "../schema/domain-file.js";
import { alloyNameFor, newAlloy, templatesOf } from "./new-alloy.js";

suite("new alloy", () => {
  const registry = bundled.with([domainFrom(starterDomain("lab-batch"))], []);
  for (const template of templatesOf(registry)) {
    test(`${template.label}: no mistake in it`, () => {
      const text = newAlloy(template, "my-own");
      const alloy = Alloy.parse(text, registry);
      const { problems } = diagnose(alloy);
      const grave = problems.filter(({ severity }) => severity === "error" || severity === "warning");
      // Of the empty one, the stages are what is left to do.
      assert.deepEqual(
        grave.map(({ code }) => code),
        template.label === "empty" ? ["stage/none"] : [],
        text,
      );
      assert.equal(JSON.parse(text).name, "my-own");
      if (template.domain !== undefined)
        assert.deepEqual(
          alloy.declaredDomains.map(({ id }) => id),
          [template.domain],
        );
    });
  }

  test("names are unique, and the executed report ships", () => {
    const templates = templatesOf(registry);
    assert.equal(new Set(templates.map(({ label }) => label)).size, templates.length);
    const report = templates.find(({ label }) => label === "executed-report");
    assert.ok(report);
    assert.equal(evaluateGate(Alloy.parse(newAlloy(report, "a"), bundled))?.verdict, "ship");
  });

  test("the name comes from the file", () => {
    assert.equal(alloyNameFor("a-b.alloy.json"), "a-b");
    assert.equal(alloyNameFor("forge-alloy.json"), "forge-alloy");
  });
});
