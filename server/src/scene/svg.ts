import { figure, signed } from "../alloy/gate-words.js";
import { t } from "../text/l10n.js";
import { type Markup, markup } from "./markup.js";
import type { Bar, Baseline, Place, ScenePhase, SceneStage } from "./scene.js";

/** All figures are so wide, in CSS pixels; a narrower page scales them down. */
const WIDTH = 600;

const NODE = { x: 1, width: 530, height: 46, gap: 14 };
const HEADING = 34;

/** What an element leads to in the text. */
export function target({ start, end }: Place): Markup {
  return markup`data-start="${start}" data-end="${end}"`;
}

/** The stages in the order of their phases, one below the other; those that run in cycles with a loop beside them. */
export function pipelineSvg(phases: readonly ScenePhase[]): Markup {
  const parts: Markup[] = [];
  let y = 0;
  phases.forEach((phase, index) => {
    if (index > 0) parts.push(arrow(y - NODE.gap, y));
    const times = phase.cycles === 1 ? "" : t`, ${phase.cycles} cycles`;
    parts.push(markup`<text class="phase" x="${NODE.x}" y="${y + 20}">${phase.title}${times}</text> `);
    y += HEADING;
    const top = y;
    phase.stages.forEach((stage, place) => {
      if (place > 0) parts.push(arrow(y - NODE.gap, y));
      parts.push(node(stage, phase, y));
      y += NODE.height + NODE.gap;
    });
    if (phase.cycles !== 1) parts.push(loop(top, y - NODE.gap, phase.cycles));
  });
  const height = Math.max(0, y - NODE.gap) + 4;
  return markup`<svg class="figure" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="group" aria-label="${t`Stages in the order in which they run`}">${parts}</svg>`;
}

const STATUS = {
  plain: () => "",
  skipped: () => t`skipped`,
  draft: () => t`draft`,
  unknown: () => t`unknown type`,
};

function node(stage: SceneStage, phase: ScenePhase, y: number): Markup {
  const { number, type, parts, status, notices } = stage;
  const word = STATUS[status]();
  const grave = notices.filter(({ severity }) => severity === "error" || severity === "warning");
  const worst = grave.some(({ severity }) => severity === "error") ? "error" : "warning";
  const count = grave.length === 1 ? t`1 problem` : t`${grave.length} problems`;
  // What is seen comes first and in the same order, for those who speak to their computer.
  const label = [
    `${number} ${type}`,
    ...parts,
    word,
    grave.length > 0 && count,
    phase.title,
    ...grave.map(({ message }) => message),
  ];
  const badge =
    word &&
    markup`<text class="badge" x="${NODE.x + NODE.width - 12}" y="${y + 19}" text-anchor="end">${word}</text> `;
  const mark =
    grave.length > 0 &&
    markup`<text class="${worst}" x="${NODE.x + NODE.width - 12}" y="${y + 37}" text-anchor="end">${worst === "error" ? "✗" : "⚠"} ${grave.length}</text> `;
  return markup`<g class="node ${status} ${phase.id}" role="button" tabindex="0" aria-label="${label.filter(Boolean).join(", ")}" ${target(stage)}><rect class="box" x="${NODE.x}" y="${y}" width="${NODE.width}" height="${NODE.height}" rx="5"/><rect class="stripe" x="${NODE.x}" y="${y}" width="5" height="${NODE.height}" rx="2"/><g aria-hidden="true"><text class="number" x="${NODE.x + 18}" y="${y + 19}">${number}</text> <text class="type" x="${NODE.x + 46}" y="${y + 19}">${cut(type, 50)}</text> <text class="parts" x="${NODE.x + 46}" y="${y + 37}">${cut(parts.join(" · "), 68)}</text> ${badge}${mark}</g></g>`;
}

function arrow(from: number, to: number): Markup {
  const x = NODE.x + 26;
  return markup`<path class="flow" d="M${x} ${from}V${to - 2}m-4 -5l4 5l4 -5"/>`;
}

function loop(top: number, bottom: number, cycles: number): Markup {
  const x = NODE.x + NODE.width;
  const [from, to] = [bottom - NODE.height / 2, top + NODE.height / 2];
  // Of a single stage, the loop begins and ends at different corners of it.
  const [start, end] = from > to ? [from, to] : [bottom - 10, top + 10];
  return markup`<g role="img" aria-label="${t`These stages run ${cycles} times`}"><path class="flow" d="M${x} ${start}h14a8 8 0 0 0 8 -8V${end + 8}a8 8 0 0 0 -8 -8h-12m5 -4l-5 4l5 4"/><text class="cycles" x="${x + 30}" y="${(start + end) / 2 + 4}">× ${cycles}</text> </g>`;
}

const BAR = { x: 150, width: 330, height: 14, row: 46 };

/** For each benchmark a bar with its score, the base as a line, the floor as a dashed one, and the drop that is allowed. */
export function gateSvg(bars: readonly Bar[]): Markup {
  const height = bars.length * BAR.row;
  return markup`<svg class="figure" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="group" aria-label="${t`Benchmarks of the acceptance gate`}">${bars.map(barRow)}</svg>`;
}

const MARKS = { pass: "✓", fail: "✗", unmeasured: "?" };

const VERDICTS = { pass: () => t`passes`, fail: () => t`fails`, unmeasured: () => t`not measured yet` };

function barRow(bar: Bar, index: number): Markup {
  const { benchmark, verdict, measured, base, floor, allowed, change } = bar;
  const y = index * BAR.row + 6;
  const x = (percent: number) => BAR.x + (Math.min(100, Math.max(0, percent)) / 100) * BAR.width;
  const line = (kind: string, percent: number | undefined) =>
    percent !== undefined &&
    markup`<path class="${kind}" d="M${round(x(percent))} ${y - 3}v${BAR.height + 6}"/>`;
  const lowest = base !== undefined && allowed !== undefined ? base + allowed : undefined;
  const zone =
    base !== undefined &&
    lowest !== undefined &&
    markup`<rect class="zone" x="${round(x(lowest))}" y="${y}" width="${round(Math.max(0, x(base) - x(lowest)))}" height="${BAR.height}"/>`;
  const filled =
    measured !== undefined &&
    markup`<rect class="measured ${verdict}" x="${BAR.x}" y="${y + 3}" width="${round(x(measured) - BAR.x)}" height="${BAR.height - 6}"/>`;
  const figures = [
    floor !== undefined && t`floor ${figure(floor)}`,
    base !== undefined && t`base ${figure(base)}`,
    change !== undefined && t`change ${signed(change)}`,
    allowed !== undefined && t`allowed ${signed(allowed)}`,
  ].filter(Boolean);
  const score = measured === undefined ? t`not measured` : figure(measured);
  const label = [benchmark, score, ...figures, VERDICTS[verdict]()].join(", ");
  return markup`<g class="bar" role="button" tabindex="0" aria-label="${label}" ${target(bar)}><rect class="hit" x="0" y="${y - 5}" width="${WIDTH}" height="${BAR.row - 4}"/><g aria-hidden="true"><text class="type" x="${NODE.x}" y="${y + 12}">${cut(benchmark, 20)}</text> <rect class="track" x="${BAR.x}" y="${y}" width="${BAR.width}" height="${BAR.height}"/>${zone}${filled}${line("floor", floor)}${line("base", base)}<text class="score" x="${BAR.x + BAR.width + 10}" y="${y + 12}">${score}</text> <text class="mark ${verdict}" x="${WIDTH - 12}" y="${y + 12}" text-anchor="end">${MARKS[verdict]}</text> <text class="parts" x="${BAR.x}" y="${y + 30}">${figures.join(" · ")}</text> </g></g>`;
}

const PLOT = { left: 40, right: 590, top: 12, height: 130 };

/** Scores against the metric by which something was chosen: a column a baseline, a dot a benchmark. */
export function baselinesSvg(baselines: readonly Baseline[]): Markup {
  const scores = baselines.flatMap((baseline) => baseline.scores.map(({ score }) => score));
  const [low, high] = scale(scores);
  const y = (score: number) => PLOT.top + PLOT.height * (1 - (score - low) / (high - low));
  const step = (PLOT.right - PLOT.left) / Math.max(1, baselines.length);
  const columns = baselines.map((baseline, i) => {
    const x = PLOT.left + step * (i + 0.5);
    const dots = baseline.scores.map(
      ({ score }) =>
        markup`<circle class="dot ${baseline.outcome === "shipped" ? "shipped" : ""}" cx="${round(x)}" cy="${round(y(score))}" r="5"/>`,
    );
    const label = [
      baseline.name,
      baseline.metric,
      baseline.outcome.replaceAll("_", " "),
      ...baseline.scores.map(({ benchmark, score }) => `${benchmark} ${figure(score)}`),
    ];
    const letters = Math.floor(step / 6.5);
    return markup`<g class="bar" role="button" tabindex="0" aria-label="${label.filter(Boolean).join(", ")}" ${target(baseline)}><rect class="hit" x="${round(x - step / 2)}" y="0" width="${round(step)}" height="${PLOT.top + PLOT.height + 40}"/><g aria-hidden="true">${dots}<text class="parts" x="${round(x)}" y="${PLOT.top + PLOT.height + 20}" text-anchor="middle">${cut(baseline.metric || baseline.name, letters)}</text> <text class="parts" x="${round(x)}" y="${PLOT.top + PLOT.height + 35}" text-anchor="middle">${cut(baseline.outcome.replaceAll("_", " "), letters)}</text> </g></g>`;
  });
  const lines = [low, (low + high) / 2, high].map(
    (score) =>
      markup`<path class="grid" d="M${PLOT.left} ${round(y(score))}H${PLOT.right}"/><text class="parts" x="${PLOT.left - 6}" y="${round(y(score) + 4)}" text-anchor="end">${figure(score)}</text> `,
  );
  const height = PLOT.top + PLOT.height + 42;
  return markup`<svg class="figure" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="group" aria-label="${t`Scores of earlier attempts`}">${lines}${columns}</svg>`;
}

/** Whole tens around the values, so that the lines of the grid have round figures. */
function scale(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 100];
  const low = Math.floor(Math.min(...values) / 10) * 10;
  const high = Math.ceil(Math.max(...values) / 10) * 10;
  return high > low ? [low, high] : [low - 10, low + 10];
}

function cut(text: string, length: number): string {
  const letters = [...text];
  return letters.length > length ? `${letters.slice(0, Math.max(0, length - 1)).join("")}…` : text;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
