import type { Alloy } from "../model/alloy.js";
import { stageLabel } from "../model/stage-label.js";
import { findMember, findValue, type Span, textIn, walk } from "../syntax/tree.js";

/** What an alloy is found by from anywhere in the workspace. */
interface AlloySummary {
  readonly name: string;
  readonly symbols: readonly WorkspaceSymbol[];
  /** By place in the vocabulary: values that may stand in other alloys too. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface WorkspaceSymbol extends Span {
  readonly name: string;
  readonly kind: "alloy" | "model" | "architecture" | "stage";
}

/** Its name, base model, architecture and stages. */
export function summaryOf(alloy: Alloy): AlloySummary {
  const { root } = alloy;
  const source = findValue(root, "source");
  const name = textIn(root, "name")?.value ?? "";
  const symbols: WorkspaceSymbol[] = [];
  const add = (kind: WorkspaceSymbol["kind"], text: string, span: Span | undefined) => {
    if (span && text !== "") symbols.push({ kind, name: text, start: span.start, end: span.end });
  };
  add("alloy", name, findMember(root, "name")?.value);
  for (const [kind, key] of [
    ["model", "baseModel"],
    ["architecture", "architecture"],
  ] as const) {
    const node = textIn(source, key);
    add(kind, node?.value ?? "", node);
  }
  for (const stage of alloy.stages) add("stage", stageLabel(stage), stage.typeNode ?? stage.node);
  return { name, symbols, values: recurringValues(alloy) };
}

function recurringValues(alloy: Alloy): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  walk(alloy.tree.root, (node) => {
    const place = node.kind === "string" && node.value !== "" ? alloy.placeOf(node) : undefined;
    if (node.kind !== "string" || !place?.schema.recurs) return;
    const known = values.get(place.id) ?? new Set();
    values.set(place.id, known.add(node.value));
  });
  return values;
}

/** Whether the letters of a query stand in a name in this order, as people abbreviate names. */
export function matches(query: string, name: string): boolean {
  const text = name.toLowerCase();
  let from = 0;
  for (const letter of query.toLowerCase()) {
    if (letter === " ") continue;
    from = text.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}
