import { figure, signed } from "../alloy/gate-words.js";
import { escapeMarkdown, markdownCode } from "../text/harmless.js";
import { t } from "../text/l10n.js";
import type { Fact, Scene } from "./scene.js";

const MARKS = { pass: "✓", fail: "✗", unmeasured: "?" };

/** The picture as Markdown, for a model card or a pull request. */
export function sceneMarkdown(scene: Scene): string {
  const { name, version, description, source, phases, gate, sizes, devices, trust, baselines } = scene;
  const blocks: string[] = [
    `# ${escapeMarkdown(name || t`(no name)`)}${version && ` ${escapeMarkdown(version)}`}`,
  ];
  if (description) blocks.push(escapeMarkdown(description));
  if (source)
    blocks.push(
      `**${escapeMarkdown(source.title)}**${source.facts.length > 0 ? ` — ${factWords(source.facts)}` : ""}`,
    );
  for (const { title, cycles, stages } of phases) {
    const rows = stages.map(({ number, type, parts, status }) => [
      String(number),
      markdownCode(type),
      [...parts.map(escapeMarkdown), status === "plain" ? "" : `*${status}*`].filter(Boolean).join(" · "),
    ]);
    blocks.push(
      `## ${escapeMarkdown(cycles === 1 ? title : t`${title}, ${cycles} cycles`)}`,
      table(["", t`stage`, ""], rows),
    );
  }
  if (gate) {
    const number = (value: number | undefined) => (value === undefined ? "" : figure(value));
    const rows = gate.bars.map(({ benchmark, verdict, measured, base, floor, change, allowed }) => [
      MARKS[verdict],
      escapeMarkdown(benchmark),
      number(measured),
      number(base),
      number(floor),
      change === undefined ? "" : signed(change),
      allowed === undefined ? "" : signed(allowed),
    ]);
    const head = ["", t`benchmark`, t`measured`, t`base`, t`floor`, t`change`, t`allowed`];
    blocks.push(`## ${t`Acceptance gate`}`, escapeMarkdown(gate.summary));
    if (rows.length > 0) blocks.push(table(head, rows));
    if (gate.checks.length > 0)
      blocks.push(
        gate.checks.map(({ verdict, words }) => `- ${MARKS[verdict]} ${escapeMarkdown(words)}`).join("\n"),
      );
  }
  if (sizes.length + devices.length > 0) {
    const rows = [
      ...sizes.map((size) => [
        escapeMarkdown(size.name),
        `${figure(size.gigabytes)} GB${size.note && ` · ${escapeMarkdown(size.note)}`}`,
      ]),
      ...devices.map((device) => [escapeMarkdown(device.name), factWords(device.facts)]),
    ];
    blocks.push(`## ${t`Sizes and devices`}`, table(["", ""], rows));
  }
  if (trust) {
    const hashes = trust.hashes.map((hash) => [escapeMarkdown(hash.name), markdownCode(hash.value)]);
    blocks.push(
      `## ${t`Trust`}`,
      t`Trust level: ${escapeMarkdown(trust.level)}`,
      table(["", "SHA-256"], hashes),
    );
    if (trust.publications.length > 0)
      blocks.push(
        trust.publications
          .map(({ target, url }) => `- ${escapeMarkdown(target)}: ${escapeMarkdown(url)}`)
          .join("\n"),
      );
  }
  if (baselines.length > 0) {
    const rows = baselines.map((one) => [
      escapeMarkdown(one.name),
      escapeMarkdown(one.metric),
      one.scores.map(({ benchmark, score }) => `${escapeMarkdown(benchmark)} ${figure(score)}`).join(", "),
      escapeMarkdown(one.outcome.replaceAll("_", " ")),
    ]);
    blocks.push(`## ${t`Earlier attempts`}`, table(["", t`metric`, t`scores`, t`outcome`], rows));
  }
  return `${blocks.join("\n\n")}\n`;
}

function factWords(facts: readonly Fact[]): string {
  return facts.map((fact) => `${escapeMarkdown(fact.name)} ${escapeMarkdown(fact.value)}`).join(" · ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
