import { figure, fraction, percent, signedFigure } from "../model/gate-figures.js";
import { t } from "../text/l10n.js";
import type { Paint } from "../text/paint.js";
import { sanitizeForTerminal } from "../text/sanitize.js";
import { type Bar, ratingWords, type Scene, type ScenePhase, type SceneStage } from "./scene.js";

/** Columns of a bar. */
const BAR = 40;

/** Columns of the name and the label of a rating. */
const ROW = 10;
const LABEL = 13;

/** The picture for a terminal, in lines of about eighty columns. */
export function sceneText(scene: Scene, paint: Paint): string {
  const { name, version, domains, source, phases, gate, sizes, devices, trust, baselines, leftOut } =
    printable(scene);
  const marks = {
    pass: paint.good("✓"),
    fail: paint.bad("✗"),
    unmeasured: paint.dim("?"),
    invalid: paint.warn("!"),
  };
  const lines = [
    `${paint.bold(name || t`(no name)`)} ${paint.dim([version, domains.join(", ")].filter(Boolean).join(" · "))}`,
  ];
  if (leftOut) lines.push(paint.warn(leftOut));
  if (source) {
    lines.push("", source.title);
    lines.push(paint.dim(source.facts.map((fact) => `${fact.name} ${fact.value}`).join(" · ")));
  }
  for (const phase of phases) lines.push("", ...phaseLines(phase, paint));
  if (gate) {
    const verdict = {
      ship: paint.good,
      rework: paint.bad,
      unmeasured: paint.dim,
      invalid: paint.bad,
      "no-criteria": paint.dim,
    }[gate.verdict];
    lines.push("", `${paint.bold(t`Acceptance gate`)} ${verdict(gate.summary)}`);
    const width = Math.max(0, ...gate.bars.map(({ benchmark }) => benchmark.length));
    for (const bar of gate.bars)
      lines.push(`  ${marks[bar.verdict]} ${bar.benchmark.padEnd(width)} ${barLine(bar, paint)}`);
    for (const check of gate.checks) lines.push(`  ${marks[check.verdict]} ${check.words}`);
  }
  if (sizes.length + devices.length > 0) {
    lines.push("", paint.bold(t`Sizes and devices`));
    for (const size of sizes)
      lines.push(`  ${size.name} ${figure(size.gigabytes)} GB${size.note && ` ${paint.dim(size.note)}`}`);
    for (const device of devices)
      lines.push(
        `  ${device.name} ${paint.dim(device.facts.map((fact) => `${fact.name} ${fact.value}`).join(" · "))}`,
      );
  }
  if (trust) {
    lines.push("", paint.bold(t`Trust level: ${trust.level}`));
    for (const hash of trust.hashes) lines.push(`  ${hash.name} ${paint.dim(hash.value)}`);
    lines.push(`  ${paint.dim(ratingWords())}`);
    for (const { row, label, raises } of trust.rating)
      lines.push(
        `  ${row.padEnd(ROW)} ${label.padEnd(raises === undefined ? 0 : LABEL)}${raises === undefined ? "" : ` ${paint.dim(t`raised by ${raises}`)}`}`,
      );
    for (const { target, url } of trust.publications) lines.push(`  ${target} ${url}`);
  }
  if (baselines.length > 0) {
    lines.push("", paint.bold(t`Earlier attempts`));
    for (const { name: attempt, metric, outcome, scores } of baselines)
      lines.push(
        `  ${attempt} ${paint.dim([metric, outcome.replaceAll("_", " ")].filter(Boolean).join(" · "))} ${scores.map(({ benchmark, score }) => `${benchmark} ${figure(score)}`).join(", ")}`,
      );
  }
  return `${lines.join("\n")}\n`;
}

function phaseLines({ title, cycles, stages }: ScenePhase, paint: Paint): string[] {
  const isLoop = cycles !== 1;
  const heading = isLoop ? t`${title}, ${cycles} cycles` : title;
  return [
    paint.bold(heading),
    ...stages.map((stage, i) => {
      const edge = !isLoop
        ? ""
        : stages.length === 1
          ? "↻ "
          : i === 0
            ? "╭▸"
            : i === stages.length - 1
              ? "╰─"
              : "│ ";
      return `  ${paint.dim(edge)}${stageLine(stage, paint)}`;
    }),
  ];
}

function stageLine({ number, type, parts, status, notices }: SceneStage, paint: Paint): string {
  const errors = notices.filter(({ severity }) => severity === "error").length;
  const warnings = notices.filter(({ severity }) => severity === "warning").length;
  return [
    `${paint.dim(String(number).padStart(2))} ${status === "skipped" ? paint.dim(type) : type}`,
    parts.length > 0 && paint.dim(parts.join(" · ")),
    status !== "plain" && paint.warn(`(${status})`),
    errors > 0 && paint.bad(`✗ ${errors}`),
    warnings > 0 && paint.warn(`⚠ ${warnings}`),
  ]
    .filter(Boolean)
    .join(" ");
}

/** "████████│███···  81.7%  base 85.3% · minimum 75% · change −3.6 pp · allowed −3.6 pp" */
function barLine({ measured, base, floor, change, allowed, note }: Bar, paint: Paint): string {
  const column = (percent: number) => Math.round((Math.min(100, Math.max(0, percent)) / 100) * (BAR - 1));
  const cells = Array.from<unknown, string>({ length: BAR }, (_, i) =>
    measured !== undefined && i <= column(measured) ? "█" : "·",
  );
  if (floor !== undefined) cells[column(floor)] = "┊";
  if (base !== undefined) cells[column(base)] = "│";
  const figures = [
    base !== undefined && t`base ${figure(base)}%`,
    floor !== undefined && t`min ${fraction(floor)} (${figure(floor)}%)`,
    change !== undefined && t`change ${signedFigure(change)} pp`,
    allowed !== undefined && t`allowed ${signedFigure(allowed)} pp`,
    note,
  ].filter(Boolean);
  const score = measured === undefined ? t`not measured` : percent(figure(measured));
  return `${cells.join("")} ${paint.bold(score)} ${paint.dim(figures.join(" · "))}`;
}

/** The same with every text on one line, and with a question mark for what a terminal would obey. */
function printable<T>(value: T): T {
  if (typeof value === "string") return sanitizeForTerminal(value.replace(/\s+/g, " ")) as T;
  if (Array.isArray(value)) return value.map(printable) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, printable(inner)])) as T;
}
