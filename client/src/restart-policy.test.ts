import assert from "node:assert/strict";
import { HEALTHY_LIFE, type Life, MAX_DEATHS, PAUSES, RestartPolicy } from "./restart-policy.js";

const STILLBORN: Life = { duration: 300, hasAnswered: false };
const USEFUL: Life = { duration: 300, hasAnswered: true };
const HEALTHY: Life = { duration: HEALTHY_LIFE, hasAnswered: true };

/** What the policy says to these lives, one after the other. */
function pauses(...lives: Life[]): (number | undefined)[] {
  const policy = new RestartPolicy();
  return lives.map((life) => policy.died(life));
}

const times = (count: number, life: Life) => Array.from({ length: count }, () => life);

suite("restart policy", () => {
  test("the first death is mended at once, each further one a little later, and then it is over", () => {
    assert.deepEqual(pauses(...times(PAUSES.length + 1, STILLBORN)), [...PAUSES, undefined]);
    assert.equal(PAUSES[0], 0);
    assert.deepEqual(
      PAUSES,
      PAUSES.toSorted((a, b) => a - b),
    );
  });

  test("an answer between makes the next pause the first one again", () => {
    assert.deepEqual(pauses(STILLBORN, STILLBORN, STILLBORN, USEFUL, STILLBORN), [
      ...PAUSES.slice(0, 3),
      ...PAUSES.slice(0, 2),
    ]);
  });

  test("twenty deaths with answers between are survived without a pause", () => {
    assert.deepEqual(
      pauses(...times(20, USEFUL)),
      times(20, USEFUL).map(() => PAUSES[0]),
    );
  });

  test("a server that answers and dies each time is left alone in the end", () => {
    assert.equal(pauses(...times(MAX_DEATHS - 1, USEFUL)).at(-1), PAUSES[0]);
    assert.equal(pauses(...times(MAX_DEATHS, USEFUL)).at(-1), undefined);
  });

  test("after a healthy life everything is forgotten", () => {
    const policy = new RestartPolicy();
    for (const life of times(MAX_DEATHS - 1, USEFUL)) policy.died(life);
    assert.equal(policy.deaths, MAX_DEATHS - 1);
    assert.equal(policy.died(HEALTHY), PAUSES[0]);
    assert.equal(policy.deaths, 1);
    assert.ok(pauses(...times(100, HEALTHY)).every((pause) => pause === PAUSES[0]));
    assert.equal(pauses(STILLBORN, STILLBORN, { ...HEALTHY, hasAnswered: false }).at(-1), PAUSES[0]);
  });
});
