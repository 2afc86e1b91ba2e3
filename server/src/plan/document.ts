/** The effective alloy as a document: JSON with comments that say where values come from. */
import { isOnOneLine } from "../syntax/style.js";
import { findMember, type ValueNode } from "../syntax/tree.js";
import { t, translate } from "../text/l10n.js";
import { printable } from "../text/sanitize.js";
import type { Origin, PlannedField } from "./notes.js";
import type { Plan, PlannedStage } from "./plan.js";
import { alignedLines, type Table, viewOf } from "./view.js";

const INDENT = "  ";

/** Longer values are written with one line for each of their parts, in UTF-16 code units. */
const WIDTH = 100;

/** A field of an object, with the comments about it. */
interface Part {
  readonly key: string | undefined;
  readonly write: (current: string) => string;
  /** Lines above it. */
  readonly above: readonly string[];
  /** After it, on its last line. */
  readonly after: string;
}

/**
 * Writes the effective alloy. Values that the alloy sets keep their spelling.
 * @param name what the first comment calls the alloy
 */
export function planDocument(plan: Plan, name: string): string {
  const { alloy, cycles, stages } = plan;
  const hasCycles = findMember(alloy.root, "cycles") !== undefined;
  const source = alloy.tree.text;
  const planned = stages.map((stage) => stagePart(stage, source));
  const parts = (alloy.root?.members ?? []).flatMap(({ name: key, value }): Part[] => {
    if (key !== "stages" || !alloy.stagesNode) {
      const after = key === "cycles" && cycles.origin ? t`derived: "target"` : "";
      return [{ ...part(key, value, source), after }];
    }
    const defaulted: Part = { ...NOTHING, key: "cycles", write: () => String(cycles.count) };
    const list: Part = { ...NOTHING, key, write: (at) => container("[]", planned, at) };
    return hasCycles ? [list] : [{ ...defaulted, after: ORIGINS.default() }, list];
  });
  return `${[...headLines(plan, name), container("{}", parts, "")].join("\n")}\n`;
}

const NOTHING = { key: undefined, above: [], after: "" } as const;

function part(key: string | undefined, value: ValueNode | undefined, source: string): Part {
  return { ...NOTHING, key, write: (at) => written(value, source, at) };
}

/** What the document is, then the facts about the run as a whole. */
function headLines(plan: Plan, name: string): string[] {
  const { facts, unmet, tables } = viewOf(plan);
  const lines = [
    t`Effective alloy of ${name}: stages in the order in which they run, with all values that apply.`,
    ...facts,
    ...unmet,
    ...tables.flatMap(tableLines),
  ];
  return lines.map(comment);
}

function tableLines(table: Table): string[] {
  const lines = [...alignedLines(table, printable), ...(table.note === "" ? [] : [table.note])];
  return [table.title, ...lines.map((line) => `${INDENT}${line}`)];
}

function comment(text: string): string {
  // A line break would end the comment.
  return `// ${printable(text)}`;
}

function stagePart(planned: PlannedStage, source: string): Part {
  const { position, phase, runs, outcome, from, stage, fields } = planned;
  const head = [
    `${position + 1}${phase ? ` ${translate(phase.title)}` : ""}${runs > 1 ? ` × ${runs}` : ""}`,
    ...(from === undefined ? [] : [t`derived: "target.${from}"`]),
    ...(outcome.reason === "" ? [] : [outcome.reason]),
  ].join(" · ");
  const write = (at: string) =>
    stage.node.kind === "object"
      ? container(
          "{}",
          fields.map((field) => fieldPart(field, source)),
          at,
        )
      : written(stage.node, source, at);
  return { ...NOTHING, write, above: [head] };
}

function fieldPart({ name, node, value, origin, notes, use }: PlannedField, source: string): Part {
  const remarks = origin === "executor" ? [] : notes.filter(({ from }) => from === "executor");
  const after = [
    ...(origin ? [ORIGINS[origin]()] : []),
    ...(use === "ignored"
      ? [t`not read`]
      : use === "logged"
        ? [t`only logged`]
        : remarks.map((one) => one.message)),
  ].join(" · ");
  const write = (at: string) =>
    node ? written(node, source, at) : JSON.stringify(value, undefined, 1).replace(/\s*\n\s*/g, " ");
  return { ...NOTHING, key: name, write, after };
}

const ORIGINS: Readonly<Record<Origin, () => string>> = {
  default: () => t`default`,
  adapter: () => t`family adapter`,
  derived: () => t`assumed`,
  placeholder: () => t`placeholder`,
  executor: () => t`executor`,
};

/** A value as the alloy spells it, on one line if it is short and is there, too. */
function written(node: ValueNode | undefined, source: string, at: string): string {
  if (!node) return "null";
  const isShort = node.end - node.start <= WIDTH && isOnOneLine(source, node);
  if (isShort || (node.kind !== "object" && node.kind !== "array")) return source.slice(node.start, node.end);
  return node.kind === "object"
    ? container(
        "{}",
        node.members.map(({ name, value }) => part(name, value, source)),
        at,
      )
    : container(
        "[]",
        node.items.map((item) => part(undefined, item, source)),
        at,
      );
}

function container(brackets: "{}" | "[]", parts: readonly Part[], at: string): string {
  if (parts.length === 0) return brackets;
  const inner = at + INDENT;
  const lines = parts.flatMap(({ key, above, after, write }, index) => {
    const comma = index < parts.length - 1 ? "," : "";
    const start = key === undefined ? "" : `${JSON.stringify(key)}: `;
    const line = `${start}${write(inner)}${comma}${after === "" ? "" : ` ${comment(after)}`}`;
    return [...above.map(comment), line].map((text) => inner + text);
  });
  return [brackets[0], ...lines, `${at}${brackets[1]}`].join("\n");
}
