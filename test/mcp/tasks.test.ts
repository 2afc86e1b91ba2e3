/** The tasks of the benchmark: each ends in the alloy that was asked for, at a small price. */
import assert from "node:assert/strict";
import { MAX_MEDIAN, median, runTasks, TASKS } from "../../bench/agents/run.mjs";

suite("mcp tasks", () => {
  test("40 tasks end in the alloy that was asked for, and answers stay short", async function () {
    this.timeout(300_000);
    assert.equal(TASKS.length, 40);
    const results = await runTasks(TASKS);
    for (const { title, error } of results) assert.equal(error, undefined, `${title}: ${error}`);
    const answers = results.flatMap((result) => result.answers);
    assert.ok(median(answers) < MAX_MEDIAN);
    assert.ok(Math.max(...answers) < 10_000);
  });
});
