// The figures in README.md, taken from bench/RESULTS.md.

/**
 * The sentences about speed for the README.
 * @param {string} results the text of bench/RESULTS.md
 * @returns {string}
 */
export function readmeFigures(results) {
  const keystroke = row(results, "keystroke to diagnostics", "3 MB");
  const start = row(results, "spawn to first diagnostics", "9 KB");
  const sooner = Math.round(100 * (1 - start.ratio));
  return (
    `In an alloy with 10,000 stages (3 MB), diagnostics arrive ${keystroke.ours} ms after a keystroke; VS Code's JSON ` +
    `language server takes ${keystroke.peer} ms. The first diagnostics after startup arrive ${sooner}% sooner ` +
    `(medians, ${dateOf(results)}).`
  );
}

/**
 * README.md with the figures of `results` between its two markers.
 * @param {string} readme
 * @param {string} results
 * @returns {string}
 */
export function withFigures(readme, results) {
  return readme.replace(
    /(<!-- figures -->\n)[\s\S]*?(<!-- \/figures -->)/,
    (_, start, end) => `${start}${readmeFigures(results)}\n${end}`,
  );
}

/** Medians in milliseconds of one row, and their ratio, ours / peer. */
function row(results, measure, document) {
  const line = results.split("\n").find((text) => text.startsWith(`| ${measure} | ${document} |`));
  if (line === undefined) throw new Error(`bench/RESULTS.md has no row "${measure}", "${document}".`);
  const [, , , ours, peer, , , ratio] = line.split("|").map((cell) => cell.trim());
  return { ours: ours.split(" ")[0], peer: peer.split(" ")[0], ratio: Number(ratio) };
}

function dateOf(results) {
  return /^\| Date \| (\S+) \|$/m.exec(results)?.[1] ?? "undated";
}
