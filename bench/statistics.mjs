// Statistics over samples. Each percentile is one of the samples: none is interpolated, and none is omitted.

/** @typedef {{ p50: number, p95: number, p99: number, count: number }} Summary */

/**
 * @param {readonly number[]} samples
 * @returns {Summary | undefined} undefined if there are no samples
 */
export function summaryOf(samples) {
  if (samples.length === 0) return undefined;
  const sorted = [...samples].sort((a, b) => a - b);
  const percentile = (percent) => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  return { p50: percentile(50), p95: percentile(95), p99: percentile(99), count: sorted.length };
}

/** Formats a number with its significant digits only; `n/a` if it is undefined. */
export function short(value) {
  if (value === undefined) return "n/a";
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value >= 0.995 || value === 0 ? value.toFixed(2) : value.toPrecision(2);
}
