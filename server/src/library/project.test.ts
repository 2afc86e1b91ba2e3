/** The library beyond the verdicts that have tests of their own: a project, and functions for one text. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import {
  check,
  diff,
  explain,
  fix,
  format,
  gate,
  hash,
  Project,
  parse,
  plan,
  schema,
  trust,
  verify,
} from "./index.js";

const ALLOY = `{
  "name": "a",
  "version": "1.0.0",
  "source": { "baseModel": "a/b", "architecture": "qwen2" },
  "stages": [{ "type": "prune", "strategy": "entropy", "level": 30 }]
}
`;
const SOUND = ALLOY.replace("30", "0.3");

suite("library", () => {
  suite("a project", () => {
    const configuration =
      '{"rules": {"schema/range": "off"}, "overrides": [{"files": ["old/**"], "rules": {"schema": "off", "stage": "off"}}]}';
    const lab = readFileSync("examples/.forge-alloy/domains/lab-batch.json", "utf8");

    test("reads configuration and domains once, for all that it is asked", () => {
      const project = new Project({ configuration, domains: [{ name: "lab.json", text: lab }] });
      const codes = (text: string, path?: string) =>
        project.check(text, path === undefined ? {} : { path }).map(({ code }) => code);
      assert.deepEqual(codes(ALLOY), codes(SOUND));
      assert.deepEqual(codes('{"name": 1}', "old/a.alloy.json"), []);
      const batch = readFileSync("examples/lab-batch.alloy.json", "utf8");
      assert.deepEqual(codes(batch), []);
      assert.ok(new Project().check(batch).length > 0);
      assert.ok("properties" in project.schema(["lab-batch"]));
    });

    test("says the same as the functions for one text", () => {
      const project = new Project({ configuration });
      assert.deepEqual(project.check(ALLOY), check(ALLOY, { configuration }));
      assert.deepEqual(project.fix(ALLOY), fix(ALLOY, { configuration }));
      assert.deepEqual(project.gate(ALLOY), gate(ALLOY, { configuration }));
      assert.deepEqual(project.plan(SOUND), plan(SOUND, { configuration }));
      assert.deepEqual(project.diff(ALLOY, SOUND), diff(ALLOY, SOUND, { configuration }));
      assert.deepEqual(project.schema(), schema());
    });

    test("a suppressed or silenced problem is not fixed", () => {
      const text = SOUND.replace('"name": "a"', '"name": "a",');
      assert.equal(new Project().fix(text.replace("]\n}", "],\n}")).fixes.length > 0, true);
      const silent = new Project({ configuration: '{"rules": {"json": "off"}}' });
      assert.deepEqual(silent.fix(SOUND.replace("]\n}", "],\n}")).fixes, []);
    });
  });

  test("parse: any text has a value as far as it can be read, and errors of syntax only", () => {
    assert.deepEqual(parse('[1, "a", null, true]'), { value: [1, "a", null, true], errors: [] });
    const { value, errors } = parse('{"a": 1, "b": ');
    assert.deepEqual(
      errors.map(({ code }) => code),
      ["json/syntax", "json/syntax"],
    );
    assert.equal((value as { a: number }).a, 1);
    assert.deepEqual(parse("").value, undefined);
    const codes = (text: string) => parse(text).errors.map(({ code, severity }) => `${code} ${severity}`);
    assert.deepEqual(codes('{"a": 1, "a": 2, "stages": [{"type": "trian"}]}'), []);
    assert.deepEqual(codes("[1,] // one"), ["json/trailing-comma error", "json/comment error"]);
    // What is not in the value is said.
    assert.deepEqual(codes(`${"[".repeat(300)}${"]".repeat(300)}`), ["json/too-deep warning"]);
    assert.equal(Object.getPrototypeOf(parse('{"__proto__": 1}').value), null);
  });

  test("parse: of JSON it is what JSON.parse says", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        const { value, errors } = parse(text);
        assert.equal(JSON.stringify(value), JSON.stringify(JSON.parse(text)));
        assert.deepEqual(errors, []);
      }),
    );
  });

  test("diff: what changed, and the verdicts", () => {
    const report = diff(SOUND, SOUND.replace("0.3", "0.5"), { names: { a: "old", b: "new" } });
    assert.equal(report.identical, false);
    assert.deepEqual([report.a, report.b], ["old", "new"]);
    assert.deepEqual(
      report.changes.map(({ from, to, pointerB }) => [from, to, pointerB]),
      [[0.3, 0.5, "/stages/0/level"]],
    );
    assert.deepEqual(report.verdict, { a: "no-criteria", b: "no-criteria" });
    assert.equal(diff(SOUND, JSON.stringify(JSON.parse(SOUND))).identical, true);
  });

  test("schema: both drafts, an ID, and no unknown domain", () => {
    assert.equal(schema().$schema, "https://json-schema.org/draft/2020-12/schema");
    const older = schema(["llm-forge"], { draft: "7", id: "https://example.org/alloy.json" });
    assert.equal(older.$schema, "http://json-schema.org/draft-07/schema#");
    assert.equal(older.$id, "https://example.org/alloy.json");
    assert.throws(() => schema(["nowhere"]), new RangeError('Unknown domain "nowhere".'));
    assert.throws(() => schema([], { draft: "4" as "7" }), RangeError);
  });

  test("explain: a rule, a group, and nothing else", () => {
    assert.match(explain("stage/phase-order") ?? "", /^# stage\/phase-order\n/);
    assert.match(explain("stage") ?? "", /stage\/phase-order/);
    assert.equal(explain("stage/nowhere"), undefined);
    assert.equal(explain("__proto__"), undefined);
  });

  test("what is no string is refused by its name", async () => {
    const wrong = 1 as unknown as string;
    const refusal = (name: string) => new TypeError(`${name} must be a string, but is number.`);
    for (const one of [parse, check, gate, fix, plan, hash, format, trust] as ((text: string) => unknown)[])
      assert.throws(() => one(wrong), refusal("text"), one.name);
    assert.throws(() => diff(SOUND, wrong), refusal("b"));
    assert.throws(() => explain(wrong), refusal("code"));
    assert.throws(() => new Project({ configuration: wrong }), refusal("configuration"));
    assert.throws(() => new Project({ domains: [{ name: "a", text: wrong }] }), refusal("domains[0].text"));
    assert.throws(
      () => new Project({ executors: [{ name: wrong, text: "" }] }),
      refusal("executors[0].name"),
    );
    await assert.rejects(verify(wrong), refusal("text"));
    assert.throws(() => plan("[]"), new SyntaxError("The text is not a JSON object."));
    assert.throws(() => diff("[]", SOUND), new SyntaxError('The text "a" is not a JSON object.'));
  });
});
