import assert from "node:assert/strict";
import { diagnose } from "../../lint/lint.js";
import { readConfiguration } from "../../lint/read-configuration.js";
import { applyEdits } from "../../syntax/edits.js";
import { alloyOf } from "../../testing/fixtures.js";
import { suppress } from "./suppress.js";

/** Suppresses that the third tag is null; the configuration afterwards, with `|` where the reason goes. */
function after(configuration: string | undefined): string | undefined {
  const alloy = alloyOf('{"tags": ["a", "b", null]}');
  const problem = diagnose(alloy).problems.find(({ code }) => code === "schema/null");
  assert.ok(problem);
  const suppression = suppress(problem, alloy, "deep/a.alloy.json", configuration);
  if (!suppression) return undefined;
  const { edits, after, reason, title } = suppression;
  assert.equal(title, "Suppress schema/null here");
  assert.equal(applyEdits(configuration ?? "", edits), after);
  assert.equal(after.slice(reason.start, reason.end), '""');
  const entry = readConfiguration(after).suppressions.at(-1);
  assert.deepEqual(entry?.pointer, ["tags", "2"]);
  assert.ok(entry?.covers("deep/a.alloy.json"));
  return `${after.slice(0, reason.start + 1)}|${after.slice(reason.end - 1)}`;
}

suite("suppress a problem at its place", () => {
  test("in a new configuration, in an empty one, in a list or before there is one", () => {
    const made = after(undefined);
    assert.deepEqual(JSON.parse(made ?? ""), {
      suppressions: [{ code: "schema/null", files: ["deep/a.alloy.json"], pointer: "/tags/2", reason: "|" }],
    });
    assert.ok(made?.endsWith("}\n"));
    assert.equal(after(" \n"), made);
    const entry =
      '{"code": "schema/null", "files": ["deep/a.alloy.json"], "pointer": "/tags/2", "reason": "|"}';
    assert.equal(after('{"rules": {}}'), `{"rules": {}, "suppressions": [${entry}]}`);
    assert.equal(
      after('{"suppressions": [{"code": "a/b"}]}'),
      `{"suppressions": [{"code": "a/b"}, ${entry}]}`,
    );
  });

  test("not in what is no configuration", () => {
    for (const text of ["[]", '{"suppressions": null}', '{"suppressions": {}}', "nothing"])
      assert.equal(after(text), undefined, text);
  });
});
