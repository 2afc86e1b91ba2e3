import type { Alloy, Stage } from "../model/alloy.js";
import { stageLabel } from "../model/stage-label.js";
import { show } from "../schema/words.js";
import {
  findMember,
  findValue,
  type Member,
  type ObjectNode,
  type Span,
  type ValueNode,
} from "../syntax/tree.js";
import { t } from "../text/l10n.js";

/** An entry of the outline and of the breadcrumbs. */
export interface OutlineEntry extends Span {
  readonly name: string;
  readonly detail: string;
  /** `input` … are phases of stages; `benchmark` is a measurement or a demand on one. */
  readonly kind:
    | "field"
    | "section"
    | "list"
    | "entry"
    | "stage"
    | "benchmark"
    | "input"
    | "transform"
    | "delivery";
  /** What the cursor goes to. */
  readonly selection: Span;
  readonly children: readonly OutlineEntry[];
}

/** Deeper than this an outline hides more than it shows. */
const MAX_DEPTH = 4;
/** Maximum number of entries; an editor cannot show more in a tree. */
const MAX_ENTRIES = 20_000;

/**
 * Returns the outline of a document: a stage is one entry; the fields of other objects are entries below
 * their object. If the outline gets too long, the items of an array take precedence over their children.
 */
export function outline(alloy: Alloy): OutlineEntry[] {
  const { root } = alloy.tree;
  return root ? childrenOf(alloy, root, 0, { left: MAX_ENTRIES }) : [];
}

/** Number of entries that can still be added. */
interface Room {
  left: number;
}

function childrenOf(alloy: Alloy, node: ValueNode, depth: number, room: Room): OutlineEntry[] {
  if (depth >= MAX_DEPTH) return [];
  const fitting = <T>(all: readonly T[]): readonly T[] => {
    const some = all.length > room.left ? all.slice(0, room.left) : all;
    room.left -= some.length;
    return some;
  };
  if (node.kind === "object")
    return fitting(node.members).map((member) => entryOf(alloy, member, depth, room));
  if (node.kind !== "array") return [];
  if (node === alloy.stagesNode) return fitting(alloy.stages).map((stage) => stageEntry(stage));
  return fitting(node.items).flatMap((item, index) =>
    item.kind === "object" ? [itemEntry(alloy, item, index, depth, room)] : [],
  );
}

function entryOf(alloy: Alloy, member: Member, depth: number, room: Room): OutlineEntry {
  const { key, value } = member;
  return {
    start: member.start,
    end: member.end,
    name: cut(key.value, MAX_NAME) || '""',
    detail: value ? detailOf(value) : "",
    kind: kindOf(alloy, member),
    selection: key,
    children: value ? childrenOf(alloy, value, depth + 1, room) : [],
  };
}

function kindOf(alloy: Alloy, { parent, value }: Member): OutlineEntry["kind"] {
  const place = alloy.placeOf(parent);
  const keys = place && alloy.vocabulary.keys(place);
  if (keys?.names === "benchmark") return "benchmark";
  if (value?.kind === "object") return "section";
  return value?.kind === "array" ? "list" : "field";
}

function stageEntry(stage: Stage): OutlineEntry {
  const { node, typeNode, type } = stage;
  const { start, end } = node;
  const phase = type?.phase.id;
  const isKnown = phase === "input" || phase === "transform" || phase === "delivery";
  return {
    start,
    end,
    name: stageLabel(stage),
    detail: phase ?? "",
    kind: isKnown ? phase : "stage",
    selection: typeNode ?? { start, end: Math.min(start + 1, end) },
    children: [],
  };
}

/** An entry of a list, named by what names it: its own name, id, code, or address. */
function itemEntry(alloy: Alloy, node: ObjectNode, index: number, depth: number, room: Room): OutlineEntry {
  const naming = namingMember(alloy, node);
  const { start, end } = node;
  const isBenchmark = naming && isNameOf(alloy, naming, "benchmark");
  return {
    start,
    end,
    name: (naming?.value?.kind === "string" && cut(naming.value.value, MAX_NAME)) || String(index),
    detail: isBenchmark ? scores(node) : "",
    kind: isBenchmark ? "benchmark" : "entry",
    selection: naming?.value ?? { start, end: Math.min(start + 1, end) },
    children: isBenchmark ? [] : childrenOf(alloy, node, depth + 1, room),
  };
}

function namingMember(alloy: Alloy, node: ObjectNode): Member | undefined {
  const declared = node.members.find(({ value }) => {
    const schema = value?.kind === "string" ? alloy.placeOf(value)?.schema : undefined;
    return schema?.declares !== undefined || schema?.names !== undefined;
  });
  return (
    declared ??
    ["name", "id", "code", "title", "url", "device", "filename", "type"].flatMap((key) => {
      const member = findMember(node, key);
      return member?.value?.kind === "string" ? [member] : [];
    })[0]
  );
}

function isNameOf(alloy: Alloy, { value }: Member, kind: string): boolean {
  const schema = value && alloy.placeOf(value)?.schema;
  return schema?.declares === kind || schema?.names === kind;
}

/** "88.4 · base 92.1" */
function scores(node: ObjectNode): string {
  const score = findValue(node, "score");
  const base = findValue(node, "baseScore");
  return [score?.kind === "number" ? score.text : "", base?.kind === "number" ? t`base ${base.text}` : ""]
    .filter(Boolean)
    .join(" · ");
}

/** A name longer than this is no name. */
const MAX_NAME = 200;
/** What is in a value with more elements does not fit behind its key. */
const MAX_TOLD = 100;

/** A value that fits behind its key. */
function detailOf(value: ValueNode): string {
  switch (value.kind) {
    case "object": {
      const parts = value.members
        .slice(0, MAX_TOLD)
        .flatMap(({ key, value: inner }) =>
          inner?.kind === "number"
            ? [`${key.value} ${inner.text}`]
            : inner?.kind === "string"
              ? [inner.value]
              : [],
        );
      return cut(parts.slice(0, 2).join(" · "));
    }
    case "array": {
      const isPlain =
        value.items.length <= MAX_TOLD &&
        value.items.every((item) => item.kind === "string" || item.kind === "number");
      return isPlain
        ? cut(value.items.map((item) => ("value" in item ? String(item.value) : "")).join(", "))
        : String(value.items.length);
    }
    case "invalid":
      return "";
    case "string":
      return cut(value.value);
    default:
      return show(value.value);
  }
}

function cut(text: string, length = 60): string {
  // A text may have megabytes.
  const line = text.slice(0, 4 * length).replace(/\s+/g, " ");
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
