// Numbers out of samples. Percentiles are samples themselves: nothing is interpolated or left out.

/** @typedef {{ p50: number, p95: number, p99: number, count: number }} Summary */

/**
 * @param {readonly number[]} samples
 * @returns {Summary | undefined} undefined where nothing was measured
 */
export function summaryOf(samples) {
  if (samples.length === 0) return undefined;
  const sorted = [...samples].sort((a, b) => a - b);
  const percentile = (percent) => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  return { p50: percentile(50), p95: percentile(95), p99: percentile(99), count: sorted.length };
}

/** A number with the digits that count, as a person would write it. */
export function short(value) {
  if (value === undefined) return "n/a";
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value >= 0.995 || value === 0 ? value.toFixed(2) : value.toPrecision(2);
}
