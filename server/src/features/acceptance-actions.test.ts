import assert from "node:assert/strict";
import { evaluateGate } from "../alloy/gate.js";
import { afterEdits, alloyOf, withCursor } from "../testing/fixtures.js";
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
      ["Add humaneval to the gate", "Add mine to the gate"],
    );
    assert.deepEqual(JSON.parse(found[0]?.after ?? "").acceptanceCriteria.benchmarks.humaneval, { min: 0.5 });
  });

  test("locks the gate to what was measured, and then it ships", () => {
    const results =
      '"results": {"benchmarks": [{"name": "a", "score": 88.47, "baseScore": 92.1}, {"name": "b"}]}';
    const gate = '"acceptanceCriteria": {|"benchmarks": {"a": {"min": 0.95, "anchorDelta": -1}}}';
    const [lock] = actions(`{${gate}, ${results}}`);
    assert.equal(lock?.title, "Lock the gate to the measured results");
    assert.deepEqual(JSON.parse(lock?.after ?? "").acceptanceCriteria.benchmarks.a, {
      min: 0.88,
      anchorDelta: -3.63,
    });
    assert.equal(evaluateGate(alloyOf(lock?.after ?? ""))?.verdict, "ship");
    assert.deepEqual(actions(`{${gate.replace("0.95", "0.88").replace("-1", "-3.63")}, ${results}}`), []);
  });
});
