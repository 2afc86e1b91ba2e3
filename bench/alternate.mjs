// Takes samples from several contenders in turn, so that background load on the machine affects all of them.

/**
 * @typedef {object} Plan
 * @property {number} turns how often the turn goes round
 * @property {number} budget ms for the samples of one contender; a slow one has fewer
 * @property {number} [least] samples of each, whatever the budget says
 * @property {number} [most]
 * @property {number} [warmUp] samples of each that do not count; fewer where they take half the budget
 */

/**
 * @template T
 * @param {readonly T[]} subjects
 * @param {Plan} plan
 * @param {(subject: T) => Promise<number>} sample measures once and returns ms
 * @param {{ before?: (subject: T) => void, after?: (subject: T, samples: number) => Promise<void> }} [turn]
 * @returns {Promise<Map<T, number[]>>}
 */
export async function alternate(
  subjects,
  { turns, budget, least = turns, most = 1000, warmUp = 3 },
  sample,
  turn = {},
) {
  const samples = new Map(subjects.map((subject) => [subject, []]));
  for (const subject of subjects) {
    const start = performance.now();
    for (let i = 0; i < warmUp && performance.now() - start < budget / 2; i++) await sample(subject);
  }
  for (let number = 0; number < turns; number++) {
    for (const subject of rotated(subjects, number)) {
      const list = samples.get(subject);
      const before = list.length;
      turn.before?.(subject);
      const start = performance.now();
      const taken = () => list.length - before;
      const isTime = () => performance.now() - start < budget / turns;
      while (taken() < least / turns || (taken() < most / turns && isTime()))
        list.push(await sample(subject));
      await turn.after?.(subject, taken());
    }
  }
  return samples;
}

/** Returns the list rotated by `by` items, so that no contender always goes first. */
function rotated(list, by) {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
