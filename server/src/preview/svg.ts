import { figure, fraction, percent, signedFigure } from "../model/gate-figures.js";
import { t } from "../text/l10n.js";
import { type Markup, markup } from "./markup.js";
import type { Bar, Baseline, Place, ScenePhase, SceneStage } from "./scene.js";

/** Maximum and default width of a figure, in CSS pixels. */
export const FULL_WIDTH = 640;
/** Narrower than this, a page scales the figures down. */
const LEAST_WIDTH = 220;

const NODE = { x: 1, height: 46, gap: 14 };
const HEADING = 34;
/** Width of a loop next to the stages, in CSS pixels: the line and the number of runs. */
const LOOP = 72;

/** The width of a figure in a page that has so much room. Letters keep their size: what is longer is cut. */
export function figureWidth(room: number): number {
  return Math.min(FULL_WIDTH, Math.max(LEAST_WIDTH, Math.floor(room)));
}

/**
 * What an element leads to in the text.
 * @param also other parts of the text that it stands for
 */
export function target({ start, end }: Place, also: readonly Place[] = []): Markup {
  const others = also.map((place) => `${place.start}-${place.end}`).join(" ");
  return markup`data-start="${start}" data-end="${end}"${others !== "" && markup` data-also="${others}"`}`;
}

/**
 * Draws the stages in the order of their phases, one below the other. Stages that run in cycles have a loop
 * next to them.
 * @param hasGaps whether there is a button before the first stage and after each, which inserts a stage there
 */
export function pipelineSvg(phases: readonly ScenePhase[], width: number, hasGaps = false): Markup {
  const parts: Markup[] = [];
  const nodeWidth = width - 2 * NODE.x - (phases.some(({ cycles }) => cycles !== 1) ? LOOP : 0);
  let y = 0;
  phases.forEach((phase, index) => {
    if (index > 0) parts.push(arrow(y - NODE.gap, y));
    const times = phase.cycles === 1 ? "" : t`, ${phase.cycles} cycles`;
    parts.push(markup`<text class="phase" x="${NODE.x}" y="${y + 20}">${phase.title}${times}</text> `);
    y += HEADING;
    const top = y;
    phase.stages.forEach((stage, place) => {
      const { number, type } = stage;
      const name = `${number} ${type}`;
      if (place > 0) parts.push(arrow(y - NODE.gap, y));
      else if (hasGaps && index === 0)
        parts.push(gap(number - 1, t`Insert a stage before ${name}`, y - NODE.gap, nodeWidth));
      parts.push(node(stage, phase, y, nodeWidth));
      y += NODE.height + NODE.gap;
      if (hasGaps) parts.push(gap(number, t`Insert a stage after ${name}`, y - NODE.gap, nodeWidth));
    });
    if (phase.cycles !== 1) parts.push(loop(top, y - NODE.gap, nodeWidth, phase.cycles));
  });
  const height = Math.max(0, hasGaps ? y : y - NODE.gap) + 4;
  return markup`<svg class="figure" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${t`Stages in the order in which they run`}">${parts}</svg>`;
}

/** A button between two stages, which appears when the pointer or the focus is there. */
function gap(index: number, label: string, y: number, width: number): Markup {
  const [x, middle] = [NODE.x + round(width / 2), y + NODE.gap / 2];
  return markup`<g class="gap" role="button" tabindex="0" aria-label="${label}" data-insert="${index}"><rect class="hit" x="${NODE.x}" y="${y}" width="${width}" height="${NODE.gap}"/><g class="plus" aria-hidden="true"><circle cx="${x}" cy="${middle}" r="7"/><path d="M${x - 4} ${middle}h8m-4 -4v8"/></g></g>`;
}

/** A sentence as a figure of its own. */
export function noteSvg(note: string, width: number): Markup {
  return markup`<svg class="figure" viewBox="0 0 ${width} 20" width="${width}" height="20"><text class="phase" x="${NODE.x}" y="14">${note}</text> </svg>`;
}

const STATUS = {
  plain: () => "",
  skipped: () => t`skipped`,
  draft: () => t`draft`,
  unknown: () => t`unknown type`,
};

function node(stage: SceneStage, phase: ScenePhase, y: number, width: number): Markup {
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
  const left = NODE.x + 46;
  const right = NODE.x + width - 12;
  const room = right - left;
  const badge =
    word && markup`<text class="badge" x="${right}" y="${y + 19}" text-anchor="end">${word}</text> `;
  const mark =
    grave.length > 0 &&
    markup`<text class="${worst}" x="${right}" y="${y + 37}" text-anchor="end">${worst === "error" ? "✗" : "⚠"} ${grave.length}</text> `;
  return markup`<g class="node ${status} ${phase.id}" role="button" tabindex="0" aria-label="${label.filter(Boolean).join(", ")}" ${target(stage)} data-index="${number - 1}" data-phase="${phase.id}"><rect class="box" x="${NODE.x}" y="${y}" width="${width}" height="${NODE.height}" rx="5"/><rect class="stripe" x="${NODE.x}" y="${y}" width="5" height="${NODE.height}" rx="2"/><g aria-hidden="true"><text class="number" x="${left - 10}" y="${y + 19}" text-anchor="end">${number}</text> <text class="type" x="${left}" y="${y + 19}">${cut(type, letters(room - (word ? 90 : 0)))}</text> <text class="parts" x="${left}" y="${y + 37}">${cut(parts.join(" · "), letters(room - (grave.length > 0 ? 40 : 0)))}</text> ${badge}${mark}</g></g>`;
}

function arrow(from: number, to: number): Markup {
  const x = NODE.x + 26;
  return markup`<path class="flow" d="M${x} ${from}V${to - 2}m-4 -5l4 5l4 -5"/>`;
}

function loop(top: number, bottom: number, nodeWidth: number, cycles: number): Markup {
  const x = NODE.x + nodeWidth;
  const [from, to] = [bottom - NODE.height / 2, top + NODE.height / 2];
  // Of a single stage, the loop begins and ends at different corners of it.
  const [start, end] = from > to ? [from, to] : [bottom - 10, top + 10];
  return markup`<g role="img" aria-label="${t`These stages run ${cycles} times`}"><path class="flow" d="M${x} ${start}h14a8 8 0 0 0 8 -8V${end + 8}a8 8 0 0 0 -8 -8h-12m5 -4l-5 4l5 4"/><text class="cycles" x="${x + 30}" y="${(start + end) / 2 + 4}">× ${cycles}</text> </g>`;
}

const BAR = { height: 14, row: 46, names: 150, scores: 84 };
/**
 * Minimum figure width, in CSS pixels, for names next to the bars; in narrower figures, the name of a
 * benchmark is above its bar.
 */
const ROOM_FOR_NAMES = 480;

/**
 * Draws for each benchmark a bar with its score, the base score as a line, the minimum as a dashed line, and
 * the allowed drop.
 */
export function gateSvg(bars: readonly Bar[], width: number): Markup {
  const row = BAR.row + (width < ROOM_FOR_NAMES ? 18 : 0);
  const height = bars.length * row;
  return markup`<svg class="figure" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${t`Benchmarks of the acceptance gate`}">${bars.map((bar, i) => barRow(bar, i * row, width))}</svg>`;
}

/** Maximum number of characters of a name per line of the column next to the bars. */
const NAME_LETTERS = 20;

/** A name on two lines, if it is too long for one; broken after a hyphen, an underscore, or a slash if there is one. */
function wrapped(name: string, y: number, length: number): Markup {
  const signs = [...name];
  if (signs.length <= length) return markup`<text class="type" x="${NODE.x}" y="${y}">${name}</text> `;
  const head = signs.slice(0, length).join("");
  const at = [...(/^.*[-_/ ]/s.exec(head)?.[0] ?? head)].length;
  const [first, rest] = [signs.slice(0, at).join(""), signs.slice(at).join("")];
  return markup`<text class="type" y="${y}"><tspan x="${NODE.x}">${first}</tspan><tspan x="${NODE.x}" dy="15">${cut(rest, length)}</tspan></text> `;
}

/** What the parts of the bars are, on as many lines as they take. */
export function legendSvg(width: number): Markup {
  let [x, y] = [0, 0];
  const entries = LEGEND.map(({ draw, words }) => {
    const text = words();
    const taken = LEGEND_SIGN + widthOf(text) + 14;
    if (x > 0 && x + taken > width) [x, y] = [0, y + 18];
    const entry = markup`<g transform="translate(${x} ${y})">${draw}<text class="parts" x="${LEGEND_SIGN}" y="12">${text}</text> </g>`;
    x += taken;
    return entry;
  });
  const height = y + 18;
  return markup`<svg class="figure legend" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${t`Legend of the bars`}">${entries}</svg>`;
}

/** What a sign of the legend takes, in CSS pixels. */
const LEGEND_SIGN = 26;

/** How wide a text in small print is, in CSS pixels. */
function widthOf(text: string): number {
  return Math.ceil(text.length * LETTER.figures);
}

const LEGEND = [
  { draw: markup`<rect class="measured pass" x="0" y="4" width="20" height="8"/>`, words: () => t`score` },
  { draw: markup`<path class="floor" d="M10 0v16"/>`, words: () => t`minimum` },
  { draw: markup`<path class="base" d="M10 0v16"/>`, words: () => t`base score` },
  { draw: markup`<rect class="zone" x="0" y="2" width="20" height="12"/>`, words: () => t`allowed drop` },
];

const MARKS = { pass: "✓", fail: "✗", unmeasured: "?", invalid: "!" };

const VERDICTS = {
  pass: () => t`passed`,
  fail: () => t`failed`,
  unmeasured: () => t`not measured`,
  invalid: () => t`invalid`,
};

/** Short enough to fit under a bar. */
function changeWords(change: number | undefined, allowed: number | undefined): string {
  if (change === undefined) return allowed === undefined ? "" : t`allowed ${signedFigure(allowed)} pp`;
  const measured = t`${signedFigure(change)} pp`;
  return allowed === undefined ? measured : t`${measured} (allowed ${signedFigure(allowed)})`;
}

function barRow(bar: Bar, top: number, width: number): Markup {
  const { benchmark, verdict, measured, base, floor, allowed, change, note } = bar;
  const isNarrow = width < ROOM_FOR_NAMES;
  const y = top + (isNarrow ? 24 : 6);
  const left = isNarrow ? NODE.x : BAR.names;
  const right = width - BAR.scores;
  const x = (percent: number) => left + (Math.min(100, Math.max(0, percent)) / 100) * (right - left);
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
    markup`<rect class="measured ${verdict}" x="${left}" y="${y + 3}" width="${round(x(measured) - left)}" height="${BAR.height - 6}"/>`;
  const figures = [
    note,
    floor !== undefined && t`min ${fraction(floor)} (${figure(floor)}%)`,
    base !== undefined && t`base ${figure(base)}%`,
    changeWords(change, allowed),
  ].filter(Boolean);
  const score = measured === undefined ? "–" : percent(figure(measured));
  const label = [benchmark, measured !== undefined && score, ...figures, VERDICTS[verdict]()]
    .filter(Boolean)
    .join(", ");
  const nameAt = isNarrow ? top + 14 : y + 12;
  return markup`<g class="bar" role="button" tabindex="0" aria-label="${label}" ${target(bar, bar.results)}><rect class="hit" x="0" y="${top + 1}" width="${width}" height="${isNarrow ? 60 : 42}"/><g aria-hidden="true">${wrapped(benchmark, nameAt, isNarrow ? letters(width) : NAME_LETTERS)}<rect class="track" x="${left}" y="${y}" width="${right - left}" height="${BAR.height}"/>${zone}${filled}${line("floor", floor)}${line("base", base)}<text class="mark ${verdict}" x="${right + 10}" y="${y + 12}">${MARKS[verdict]}</text> <text class="score" x="${width - NODE.x}" y="${y + 12}" text-anchor="end">${score}</text> <text class="parts" x="${left}" y="${y + 30}">${cut(figures.join(" · "), letters(width - left, LETTER.figures))}</text> </g></g>`;
}

const PLOT = { left: 40, top: 12, height: 150, dot: 5, line: 15 };

/**
 * Scores against the metric by which something was chosen: a column a baseline, a dot a benchmark, with its name and
 * score where there is room for them.
 */
export function baselinesSvg(baselines: readonly Baseline[], width: number): Markup {
  const right = width - NODE.x;
  const [low, high] = scale(baselines.flatMap(({ scores }) => scores.map(({ score }) => score)));
  const y = (score: number) => PLOT.top + PLOT.height * (1 - (score - low) / (high - low));
  const step = (right - PLOT.left) / Math.max(1, baselines.length);
  const columns = baselines.map((baseline, i) => column(baseline, PLOT.left + step * i, step, y));
  const lines = [low, (low + high) / 2, high].map(
    (score) =>
      markup`<path class="grid" d="M${PLOT.left} ${round(y(score))}H${right}"/><text class="parts" x="${PLOT.left - 6}" y="${round(y(score) + 4)}" text-anchor="end">${figure(score)}</text> `,
  );
  const height = PLOT.top + PLOT.height + 42;
  return markup`<svg class="figure" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${t`Scores of earlier attempts`}">${lines}${columns}</svg>`;
}

function column(baseline: Baseline, left: number, step: number, y: (score: number) => number): Markup {
  const { name, metric, outcome, scores } = baseline;
  const words = outcome.replaceAll("_", " ");
  const bottom = PLOT.top + PLOT.height;
  // With names the dots stand at the left of their column, so that the names have the rest.
  const room = letters(step - 4 * PLOT.dot - 8);
  const hasNames = room >= 12 && scores.length <= PLOT.height / PLOT.line;
  const x = round(hasNames ? left + 2 * PLOT.dot : left + step / 2);
  const anchor = hasNames ? "start" : "middle";
  const under = hasNames ? x - PLOT.dot : x;
  const dots = scores.map(
    ({ score }) =>
      markup`<circle class="dot ${outcome === "shipped" ? "shipped" : ""}" cx="${x}" cy="${round(y(score))}" r="${PLOT.dot}"/>`,
  );
  const ordered = [...scores].sort((a, b) => b.score - a.score);
  // What is seen comes first and in the same order.
  const label = [...ordered.map(scoreWords), metric, words, name];
  const places = apart(ordered.map(({ score }) => y(score)));
  const names = ordered.map(
    (one, i) =>
      markup`<text class="parts" x="${x + 2 * PLOT.dot}" y="${round((places[i] as number) + 4)}">${cutScore(one, room)}</text> `,
  );
  const below = (text: string, line: number) =>
    markup`<text class="parts" x="${under}" y="${bottom + 5 + line * PLOT.line}" text-anchor="${anchor}">${cut(text, letters(step - 6))}</text> `;
  return markup`<g class="bar" role="button" tabindex="0" aria-label="${label.filter(Boolean).join(", ")}" ${target(baseline)}><rect class="hit" x="${round(left)}" y="0" width="${round(step)}" height="${bottom + 40}"/><g aria-hidden="true">${dots}${hasNames && names}${below(metric || name, 1)}${below(words, 2)}</g></g>`;
}

function scoreWords({ benchmark, score }: Baseline["scores"][number]): string {
  return `${benchmark} ${figure(score)}`;
}

/** As `scoreWords`; what is too long is the name, never the score. */
function cutScore({ benchmark, score }: Baseline["scores"][number], length: number): string {
  const digits = figure(score);
  return `${cut(benchmark, length - digits.length - 1)} ${digits}`;
}

/** Moves places, from the top down, until a line of text fits between any two, and the last one is within the plot. */
function apart(places: readonly number[]): number[] {
  const moved: number[] = [];
  for (const place of places) moved.push(Math.max(place, (moved.at(-1) ?? 0) + PLOT.line));
  let limit = PLOT.top + PLOT.height;
  for (let i = moved.length - 1; i >= 0; i--) {
    moved[i] = Math.min(moved[i] as number, limit);
    limit = (moved[i] as number) - PLOT.line;
  }
  return moved;
}

/** Whole tens around the values, so that the lines of the grid have round figures. */
function scale(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 100];
  const low = Math.floor(values.reduce((a, b) => Math.min(a, b)) / 10) * 10;
  const high = Math.ceil(values.reduce((a, b) => Math.max(a, b)) / 10) * 10;
  return high > low ? [low, high] : [low - 10, low + 10];
}

/** How wide a letter is on average in a wide font, in pixels: in words, and in a line of figures in small print. */
const LETTER = { words: 7, figures: 6.3 };

/** How many letters fit into so many pixels. */
function letters(pixels: number, letter = LETTER.words): number {
  return Math.max(1, Math.floor(pixels / letter));
}

function cut(text: string, length: number): string {
  const signs = [...text];
  return signs.length > length ? `${signs.slice(0, Math.max(0, length - 1)).join("")}…` : text;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
