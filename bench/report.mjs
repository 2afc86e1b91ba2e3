// The results as Markdown.
import { short, summaryOf } from "./statistics.mjs";

/**
 * @typedef {object} Result one row, with the better peer found
 * @property {import("./measures.mjs").Row} row
 * @property {import("./statistics.mjs").Summary} [ours]
 * @property {import("./statistics.mjs").Summary} [floor]
 * @property {import("./statistics.mjs").Summary & { id: string }} [peer] the one with the smaller median
 * @property {number} [ratio] ours / peer, of the medians
 */

/** @returns {Result} */
export function resultOf(row, contenders) {
  const summaries = contenders
    .map(({ id, role }) => ({ id, role, ...summaryOf(row.samples.get(id) ?? []) }))
    .filter(({ p50 }) => p50 !== undefined)
    .sort((a, b) => a.p50 - b.p50);
  const best = (wanted) => summaries.find(({ role }) => role === wanted);
  const [ours, peer, floor] = [best("ours"), best("peer"), best("floor")];
  return { row, ours, peer, floor, ratio: ours && peer && ours.p50 / peer.p50 };
}

/**
 * Whether the times of both servers are within the noise of two processes that wake each other: each answers in less than
 * twice the time of the null server, so their ratio says nothing about their work.
 * @param {Result} result
 */
export function isNoise({ row: { unit }, ours, peer, floor }) {
  return unit === "ms" && [ours, peer].every((one) => one && floor && one.p50 < 2 * floor.p50);
}

/** @param {Result} result */
export function verdict(result) {
  const { row, ratio } = result;
  const { target } = row;
  if (target === undefined) return "";
  if (isNoise(result)) return "noise";
  if (ratio === undefined) return "n/a";
  return ratio <= target ? "pass" : "**fail**";
}

/**
 * @param {readonly Result[]} results
 * @param {{ machine: readonly [string, string][], command: string, peers: string, verified: number, minutes: number, date: Date }} run
 */
export function report(results, { machine, command, peers, verified, minutes, date }) {
  const verdicts = results.map(verdict);
  const count = (word) => verdicts.filter((one) => one === word).length;
  return `# Results

<!-- Written by \`npm run bench\`; changes by hand are lost. -->

${count("pass")} targets met, ${count("**fail**")} missed, ${count("n/a")} not measured, ${count("noise")} below the noise. [How to read this](README.md).

| | |
| --- | --- |
${machine.map(([what, value]) => `| ${what} | ${value} |`).join("\n")}
| Date | ${date.toISOString().slice(0, 10)} |
| Command | \`${command}\`, ${minutes.toFixed(1)} minutes |
| Peer | ${peers} |
| Checked | ${verified.toLocaleString("en")} answers for texts with a known mistake; all of them reported it |

Medians in milliseconds (memory: MB), in parentheses p95 / p99. *Ratio* is ours / best peer, *schema* the one with which the
peer did better, *floor* a server that answers with nothing.

| measure | document | ours | best peer | schema | floor | ratio | target | |
| --- | --- | ---: | ---: | --- | ---: | ---: | ---: | --- |
${results.map(line).join("\n")}

![Time from a keystroke to its diagnostics, by the number of stages](growth.svg)
`;
}

function line(result) {
  const { row, ours, peer, floor, ratio } = result;
  const cells = [
    row.unit === "MB" ? `${row.measure}, MB` : row.measure,
    row.document,
    figures(ours),
    figures(peer),
    peer?.id ?? "",
    short(floor?.p50),
    short(ratio),
    row.target === undefined || isNoise(result) ? "" : `≤ ${row.target.toFixed(2)}`,
    verdict(result),
  ];
  return `| ${cells.join(" | ")} |`;
}

function figures(summary) {
  if (!summary) return "n/a";
  const { p50, p95, p99, count } = summary;
  return count > 1 ? `${short(p50)} (${short(p95)} / ${short(p99)})` : short(p50);
}
