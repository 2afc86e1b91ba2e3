import assert from "node:assert/strict";
import { afterEdits, withCursor } from "../../testing/fixtures.js";
import { acceptanceActions } from "./acceptance-actions.js";

function actions(marked: string): { title: string; after: string }[] {
  const { alloy, text, offset } = withCursor(marked);
  return acceptanceActions(alloy, offset).map(({ title, edits }) => ({
    title,
    after: afterEdits(text, edits),
  }));
}

const EVAL =
  '"stages": [{"type": "eval", "benchmarks": [{"name": "humaneval"}, {"name": "humaneval+"}, {"name": "mine"}]}]';

suite("refactorings of the acceptance gate", () => {
  test("criteria from the eval benchmarks, with the template that fits", () => {
    const [create, ...rest] = actions(`{|${EVAL}, "hardware": {"minVramGb": 12}}`);
    assert.deepEqual(rest, []);
    assert.deepEqual(JSON.parse(create?.after ?? "").acceptanceCriteria, {
      benchmarks: { humaneval: { min: 0.5 }, "humaneval+": { min: 0.45, anchorDelta: -3 }, mine: { min: 0 } },
      hardware: { maxVramGb: 12 },
      integrity: { modelHashRequired: true },
    });
    assert.deepEqual(actions('{|"stages": [{"type": "prune"}]}'), []);
    assert.deepEqual(actions(`{|${EVAL}, "acceptanceCriteria": null}`), []);
  });

  test("adds a benchmark that is evaluated and not gated", () => {
    const found = actions(
      `{${EVAL}, "acceptanceCriteria": {|"benchmarks": {"humaneval_plus": {"min": 0.4}}}}`,
    );
    assert.deepEqual(
      found.map(({ title }) => title),
      ['Add "humaneval" to the gate (placeholder values)', 'Add "mine" to the gate (placeholder values)'],
    );
    assert.deepEqual(JSON.parse(found[0]?.after ?? "").acceptanceCriteria.benchmarks.humaneval, { min: 0.5 });
  });

  const RESULTS =
    '"results": {"benchmarks": [{"name": "a", "score": 88.47, "baseScore": 92.1}, {"name": "b"}]}';
  const gate = (min: string, delta: string) =>
    `"acceptanceCriteria": {"benchmarks": {"a": {|"min": ${min}, "anchorDelta": ${delta}}, "b": {"min": 0.1}}}`;

  test("tightening raises what the results more than meet, and lowers nothing", () => {
    const [tighten, ...rest] = actions(`{${gate("0.5", "-9")}, ${RESULTS}}`);
    assert.deepEqual([tighten?.title, rest], ["Tighten the gate to the measured results", []]);
    const { a, b } = JSON.parse(tighten?.after ?? "").acceptanceCriteria.benchmarks;
    assert.deepEqual([a, b], [{ min: 0.88, anchorDelta: -3.63 }, { min: 0.1 }]);
    assert.deepEqual(actions(`{${gate("0.88", "-3.63")}, ${RESULTS}}`), []);
    const [mixed] = actions(`{${gate("0.95", "-9")}, ${RESULTS}}`);
    assert.equal(JSON.parse(mixed?.after ?? "").acceptanceCriteria.benchmarks.a.min, 0.95);
  });

  test("lowering is an action of its own for each criterion, and says what it lowers", () => {
    const found = actions(`{${gate("0.95", "-1")}, ${RESULTS}}`);
    assert.deepEqual(
      found.map(({ title }) => title),
      ['Lower "min" of "a" to 0.88', 'Lower "anchorDelta" of "a" to -3.63'],
    );
    const elsewhere = gate("0.95", "-1").replace("|", "").replace('"b": {', '"b": {|');
    assert.deepEqual(actions(`{${elsewhere}, ${RESULTS}}`), []);
  });

  test("what cannot be read is not adjusted", () => {
    assert.deepEqual(actions(`{${gate("0.06", "-1")}, ${RESULTS.replace("88.47", "900")}}`), []);
    const fractions = RESULTS.replace("88.47", "0.8847").replace("92.1", "0.921");
    assert.deepEqual(actions(`{${gate("0.06", "-1")}, ${fractions}}`), []);
  });
});

suite("placeholder values", () => {
  test("each number is a tab stop, in a text that is otherwise as it will be inserted", () => {
    const names = '{"name": "a$1}2"}, {"name": "humaneval+"}';
    const marked = `{\n  |"stages": [{"type": "eval", "benchmarks": [${names}]}],\n  "hardware": {"minVramGb": 12}\n}`;
    const { alloy, text, offset } = withCursor(marked);
    const [create] = acceptanceActions(alloy, offset);
    const [edit] = create?.edits ?? [];
    assert.ok(edit?.snippet);
    const stops = [...edit.snippet.matchAll(/\$\{(\d+):(-?[\d.]+)\}/g)].map(([, stop, number]) => [
      stop,
      number,
    ]);
    assert.deepEqual(stops, [
      ["1", "0"],
      ["2", "0.45"],
      ["3", "-3"],
      ["4", "12"],
    ]);
    assert.match(edit.snippet, /"a\\\$1\\}2": /);
    // A client indents every line of a snippet like the first one.
    const plain = edit.snippet.replace(/\$\{\d+:([^}]*)\}/g, "$1").replace(/\\([\\$}])/g, "$1");
    assert.equal(plain.replaceAll("\n", "\n  "), edit.text);
    assert.doesNotThrow(() => JSON.parse(afterEdits(text, [edit])));
  });
});
