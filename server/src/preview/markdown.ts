import { figure, fraction, percent, signedFigure } from "../model/gate-figures.js";
import { t } from "../text/l10n.js";
import { markdownCode as code, escapeMarkdown as safe } from "../text/sanitize.js";
import { type Fact, ratingWords, type Scene } from "./scene.js";

const MARKS = { pass: "✓", fail: "✗", unmeasured: "?", invalid: "!" };

/** The picture as Markdown, for a model card or a pull request. */
export function sceneMarkdown(scene: Scene): string {
  const { name, version, description, source, phases, gate, sizes, devices, trust, baselines, leftOut } =
    scene;
  const blocks: string[] = [`# ${safe(name || t`(no name)`)}${version && ` ${safe(version)}`}`];
  if (description) blocks.push(safe(description));
  if (leftOut) blocks.push(safe(leftOut));
  if (source)
    blocks.push(`**${safe(source.title)}**${source.facts.length > 0 ? ` — ${factWords(source.facts)}` : ""}`);
  for (const { title, cycles, stages } of phases) {
    const rows = stages.map(({ number, type, parts, status }) => [
      String(number),
      code(type),
      [...parts.map(safe), status === "plain" ? "" : `*${status}*`].filter(Boolean).join(" · "),
    ]);
    blocks.push(
      `## ${safe(cycles === 1 ? title : t`${title}, ${cycles} cycles`)}`,
      table(["", t`stage`, ""], rows),
    );
  }
  if (gate) {
    const share = (value: number | undefined) => (value === undefined ? "" : percent(figure(value)));
    const points = (value: number | undefined) => (value === undefined ? "" : `${signedFigure(value)} pp`);
    const rows = gate.bars.map(({ benchmark, verdict, measured, base, floor, change, allowed, note }) => [
      MARKS[verdict],
      safe(benchmark),
      share(measured),
      share(base),
      floor === undefined ? "" : `${fraction(floor)} (${share(floor)})`,
      points(change),
      points(allowed),
      safe(note),
    ]);
    const head = ["", t`benchmark`, t`measured`, t`base`, t`min`, t`change`, t`allowed`, ""];
    blocks.push(`## ${t`Acceptance gate`}`, safe(gate.summary));
    if (rows.length > 0) blocks.push(table(head, rows));
    if (gate.checks.length > 0)
      blocks.push(gate.checks.map(({ verdict, words }) => `- ${MARKS[verdict]} ${safe(words)}`).join("\n"));
  }
  if (sizes.length + devices.length > 0) {
    const rows = [
      ...sizes.map((size) => [
        safe(size.name),
        `${figure(size.gigabytes)} GB${size.note && ` · ${safe(size.note)}`}`,
      ]),
      ...devices.map((device) => [safe(device.name), factWords(device.facts)]),
    ];
    blocks.push(`## ${t`Sizes and devices`}`, table(["", ""], rows));
  }
  if (trust) {
    const hashes = trust.hashes.map((hash) => [safe(hash.name), code(hash.value)]);
    blocks.push(`## ${t`Trust`}`, t`Trust level: ${safe(trust.level)}`, table(["", "SHA-256"], hashes));
    const rating = trust.rating.map(({ row, label, raises }) => [row, label, safe(raises ?? "")]);
    blocks.push(`${ratingWords()}:`, table(["", t`rating`, t`raised by`], rating));
    if (trust.publications.length > 0)
      blocks.push(trust.publications.map(({ target, url }) => `- ${safe(target)}: ${safe(url)}`).join("\n"));
  }
  if (baselines.length > 0) {
    const rows = baselines.map((one) => [
      safe(one.name),
      safe(one.metric),
      one.scores.map(({ benchmark, score }) => `${safe(benchmark)} ${figure(score)}`).join(", "),
      safe(one.outcome.replaceAll("_", " ")),
    ]);
    blocks.push(`## ${t`Earlier attempts`}`, table(["", t`metric`, t`scores`, t`outcome`], rows));
  }
  return `${blocks.join("\n\n")}\n`;
}

function factWords(facts: readonly Fact[]): string {
  return facts.map((fact) => `${safe(fact.name)} ${safe(fact.value)}`).join(" · ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
