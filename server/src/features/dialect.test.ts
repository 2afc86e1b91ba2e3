/** What an editor offers for the keywords of the dialect that depend on values. */
import assert from "node:assert/strict";
import { diagnose } from "../lint/lint.js";
import { withDomains } from "../lint/load-domain.js";
import { Alloy } from "../model/alloy.js";
import { bundled } from "../schema/bundled.js";
import { afterEdits } from "../testing/fixtures.js";
import { completionsAt } from "./completion/completion.js";
import { domainPage } from "./domain-docs.js";
import { hoverAt } from "./hover.js";

const STUDIO = {
  id: "studio",
  version: "1.0.0",
  title: "Studio",
  description: "Draws pictures.",
  status: "stable",
  stages: {
    distill: {
      phase: "transform",
      summary: "Distills steps",
      description: "Distills the number of steps.",
      type: "object",
      properties: {
        method: { type: "string", enum: ["lcm", "add"], default: "lcm", description: "Method." },
        guidance: { type: "number", description: "Scale.", minimum: 1 },
        from: { type: "integer", default: 50, description: "Steps before." },
        to: { type: "integer", description: "Steps after.", lessThan: "from" },
        seed: { type: "string", description: "Seed.", deprecated: true, replacement: "Use `guidance`." },
        scale: { type: "number", description: "Scale.", renamedTo: "guidance" },
        note: { type: "string", pattern: "^S-", patternMessage: "Begin with S-.", description: "Note." },
        kept: { type: "array", uniqueItems: true, items: { type: "string" }, description: "Kept." },
        sampler: {
          type: "object",
          description: "Sampler.",
          oneOf: [
            {
              description: "A fixed schedule.",
              required: ["steps"],
              properties: {
                kind: { const: "fixed" },
                steps: { type: "integer", description: "Steps of the sampler.", multipleOf: 2 },
              },
            },
            {
              description: "An adaptive one.",
              properties: {
                kind: { const: "adaptive" },
                tolerance: { type: "number", description: "Tolerance." },
              },
            },
          ],
        },
      },
      if: { properties: { method: { const: "add" } } },
      // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's own
      then: {
        required: ["guidance"],
        properties: { guidance: { minimum: 3, description: "Scale of ADD." } },
      },
      snippets: [],
    },
  },
};

const registry = withDomains(
  bundled,
  [{ uri: "file:///studio.json", place: "studio.json", text: JSON.stringify(STUDIO) }],
  true,
);

/** The text around a stage, in which `|` may be the cursor. */
function within(stage: string): { alloy: Alloy; text: string; offset: number } {
  const marked = `{"name": "a", "version": "1.0.0", "domains": ["studio"], "source": {"baseModel": "a/b", "architecture": "c"}, "stages": [${stage}]}`;
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  return { alloy: Alloy.parse(text, registry), text, offset };
}

function offered(stage: string): string[] {
  const { alloy, offset } = within(stage);
  return completionsAt(alloy, offset, { snippets: false, retriggers: false }).map(({ label }) => label);
}

function found(stage: string): string[] {
  const { alloy, text } = within(stage);
  return diagnose(alloy).problems.map(
    ({ code, start, end, message }) => `${code} ${text.slice(start, end)}: ${message}`,
  );
}

suite("what depends on the values of fields", () => {
  test("the domain is without problems", () => assert.ok(registry.domain("studio")));

  test("a condition requires and narrows; a default counts for a field that is omitted", () => {
    assert.deepEqual(found('{"type": "distill"}'), []);
    assert.deepEqual(found('{"type": "distill", "method": "add"}'), [
      'schema/required "distill": Missing required field "guidance" in "distill": a number of at least 3. Required because "method" is "add".',
    ]);
    assert.deepEqual(found('{"type": "distill", "method": "add", "guidance": 2}'), [
      'schema/range 2: "guidance" must be a number of at least 3, but is 2.',
    ]);
    assert.deepEqual(found('{"type": "distill", "guidance": 2}'), []);
    assert.equal(offered('{"type": "distill", "method": "add", |}')[0], "guidance");
    assert.notEqual(offered('{"type": "distill", |}')[0], "guidance");
  });

  test("hover explains a field as it applies here", () => {
    const { alloy, offset } = within('{"type": "distill", "method": "add", "guid|ance": 4}');
    assert.match(hoverAt(alloy, offset)?.markdown ?? "", /required[\s\S]*Scale of ADD[\s\S]*at least 3/);
    const { alloy: other, offset: at } = within('{"type": "distill", "guid|ance": 4}');
    assert.match(hoverAt(other, at)?.markdown ?? "", /optional[\s\S]*at least 1/);
  });

  test("one field selects a branch, which then has its fields", () => {
    const sampler = (inner: string) => `{"type": "distill", "sampler": {${inner}}}`;
    assert.deepEqual(found(sampler("")), [
      'schema/required "sampler": Missing required field "kind" in "sampler": one of "fixed", "adaptive".',
    ]);
    assert.deepEqual(found(sampler('"kind": "fixd"')), [
      'schema/enum "fixd": Invalid "kind": "fixd". Expected one of: "fixed", "adaptive". Did you mean "fixed"?',
    ]);
    assert.deepEqual(found(sampler('"kind": "fixed"')), [
      'schema/required "sampler": Missing required field "steps" in "sampler": an integer. Required because "kind" is "fixed".',
    ]);
    assert.deepEqual(found(sampler('"kind": "fixed", "steps": 3')), [
      'schema/other "steps": "steps" must be a multiple of 2.',
    ]);
    assert.deepEqual(found(sampler('"kind": "adaptive", "tolerance": 0.1')), []);
    assert.deepEqual(offered(sampler("|")), ["kind"]);
    assert.deepEqual(offered(sampler('"kind": "|"')), ["fixed", "adaptive"]);
    assert.deepEqual(offered(sampler('"kind": "fixed", |')), ["steps"]);
    assert.deepEqual(offered(sampler('"kind": "adaptive", |')), ["tolerance"]);
    const { alloy, offset } = within(sampler('"kind": "adap|tive"'));
    assert.match(hoverAt(alloy, offset)?.markdown ?? "", /An adaptive one/);
  });

  test("the order of two numbers is checked, a default among them", () => {
    assert.deepEqual(found('{"type": "distill", "to": 50}'), [
      'schema/order 50: "to" must be less than "from" (50, its default), but is 50.',
    ]);
    assert.deepEqual(found('{"type": "distill", "to": 50, "from": 51}'), []);
    assert.deepEqual(found('{"type": "distill", "from": "4", "to": 5}').length, 2);
  });

  test("messages are those of the domain, and equal items are found", () => {
    assert.deepEqual(found('{"type": "distill", "note": "x"}'), [
      'schema/other "note": "note": Begin with S-.',
    ]);
    assert.deepEqual(found('{"type": "distill", "kept": ["a", "b", "a"]}'), [
      'schema/other "kept": "kept" must not contain the same item twice.',
    ]);
  });

  test("the reference page has what applies sometimes", () => {
    assert.match(domainPage(registry, "studio") ?? "", /### guidance \(if method is "add"\)/);
  });
});

suite("fields that a domain has given up", () => {
  test("a deprecated one is hinted at, with its replacement", () => {
    assert.deepEqual(found('{"type": "distill", "seed": "x"}'), [
      'field/deprecated "seed": "seed" is deprecated. Use `guidance`.',
    ]);
  });

  const renaming = (stage: string, more = "") => {
    const { text } = within(stage);
    const whole = text.replace('"stages"', `${more}"stages"`);
    const problem = diagnose(Alloy.parse(whole, registry)).problems.find(
      ({ code }) => code === "field/renamed",
    );
    const [fix] = problem?.fixes() ?? [];
    return { fix, after: fix && afterEdits(whole, fix.edits) };
  };

  test("a renamed one is renamed unasked only if nothing can be lost", () => {
    const { fix, after } = renaming('{"type": "distill", "scale": 2.50}');
    assert.equal(fix?.safe, true);
    assert.match(after ?? "", /"guidance": 2\.50/);
    // The new field is there already: only the author knows which one counts.
    assert.equal(renaming('{"type": "distill", "scale": 2, "guidance": 3}').fix, undefined);
    // The new field does not accept the value.
    assert.equal(renaming('{"type": "distill", "scale": 0}').fix?.safe, false);
    assert.equal(renaming('{"type": "distill", "scale": "2"}').fix?.safe, false);
    // The old name is in the text twice.
    assert.equal(renaming('{"type": "distill", "scale": 2, "scale": 2}').fix?.safe, false);
    // The record of a run keeps what the run read.
    assert.equal(renaming('{"type": "distill", "scale": 2}', '"results": {}, ').fix?.safe, false);
  });

  test("it is not offered any more", () => {
    assert.ok(!offered('{"type": "distill", |}').includes("scale"));
  });
});
