// The growth plot: keystroke time over the number of stages, both axes logarithmic, as a small SVG that is readable on
// light and on dark ground.
import { short } from "./statistics.mjs";

const FRAME = { left: 64, top: 20, right: 590, bottom: 300 };
const SIZE = { width: 720, height: 356 };
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #59636e; }
  .grid { stroke: #d1d9e0; }
  .ours { color: #b35900; } .peer { color: #0969da; } .floor { color: #818b98; }
  .series { fill: none; stroke: currentColor; stroke-width: 2.5; }
  .dot { fill: currentColor; } .name { fill: currentColor; font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1; } .grid { stroke: #3d444d; }
    .ours { color: #f0883e; } .peer { color: #58a6ff; } .name { fill: currentColor; }
  }`;

/**
 * @typedef {{ title: string, role: "ours" | "peer" | "floor", points: readonly [stages: number, ms: number][] }} Series
 * @param {readonly Series[]} series
 */
export function growthPlot(series) {
  const points = series.flatMap((one) => one.points);
  const values = (index) => points.map((point) => point[index]);
  const x = scale(values(0), FRAME.left, FRAME.right);
  const y = scale(values(1), FRAME.bottom, FRAME.top);
  const middle = { x: (FRAME.left + FRAME.right) / 2, y: (FRAME.top + FRAME.bottom) / 2 };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img">
<title>Time from a keystroke to its diagnostics, by the number of stages</title>
<style>${STYLE}
</style>
${y.decades.map((ms) => horizontal(ms, y.at(ms))).join("\n")}
${x.decades.map((stages) => vertical(stages, x.at(stages))).join("\n")}
<text x="${middle.x}" y="${SIZE.height - 8}" text-anchor="middle">stages in the alloy</text>
<text transform="translate(16 ${middle.y}) rotate(-90)" text-anchor="middle">keystroke to diagnostics, ms</text>
${named(series, y)
  .map((one) => drawn(one, x, y))
  .join("\n")}
</svg>
`;
}

/** A logarithmic axis over whole decades. */
function scale(values, from, to) {
  const low = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9));
  return {
    at: (value) => round(from + ((Math.log10(value) - low) / (high - low)) * (to - from)),
    decades: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  };
}

function horizontal(ms, at) {
  const label = Number(ms.toPrecision(1)).toLocaleString("en");
  return `<path class="grid" d="M${FRAME.left} ${at}H${FRAME.right}"/><text x="${FRAME.left - 8}" y="${round(at + 4)}" text-anchor="end">${label}</text>`;
}

function vertical(stages, at) {
  return `<path class="grid" d="M${at} ${FRAME.top}V${FRAME.bottom}"/><text x="${at}" y="${FRAME.bottom + 20}" text-anchor="middle">${stages.toLocaleString("en")}</text>`;
}

/** The name of a line stands at its end, two lines of text high; names that would overlap move apart. */
function named(series, y) {
  const height = 38;
  let free = FRAME.top;
  return series
    .map((one) => ({ ...one, name: y.at(one.points[one.points.length - 1][1]) }))
    .sort((a, b) => a.name - b.name)
    .map((one) => {
      const name = Math.max(one.name, free);
      free = name + height;
      return { ...one, name };
    });
}

function drawn({ title, role, points, name }, x, y) {
  const places = points.map(([stages, ms]) => [x.at(stages), y.at(ms)]);
  const last = points[points.length - 1][1];
  const text = (at, content) =>
    `<text class="name" x="${FRAME.right + 12}" y="${round(at)}">${content}</text>`;
  return `<g class="${role}">
<polyline class="series" points="${places.map((place) => place.join(",")).join(" ")}"/>
${places.map(([cx, cy]) => `<circle class="dot" cx="${cx}" cy="${cy}" r="4"/>`).join("")}
${text(name - 2, title)}${text(name + 15, `${short(last)} ms`)}
</g>`;
}

function round(value) {
  return Math.round(value * 10) / 10;
}
