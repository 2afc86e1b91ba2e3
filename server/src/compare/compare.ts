/** Compares two alloys: what a release engineer looks for in the difference of two texts. */
import type { Alloy, Stage } from "../model/alloy.js";
import { stageLabel } from "../model/stage-label.js";
import { findMember, findValue, type Member, type ValueNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { type ChangeKind, changesBetween, shownKey, type ValueChange } from "./changes.js";
import { type CriterionChange, compareCriteria } from "./criteria.js";
import { type CheckChange, compareGates, type GateChanges, regressionsOf } from "./gate-changes.js";
import { pairItems } from "./pairing.js";
import { isSameValue, membersByKey } from "./same-value.js";
import { compareScores, type ScoreChange } from "./scores.js";

/** The part of an alloy that a change is in. */
export type Part =
  | "document"
  | "source"
  | "stages"
  | "hardware"
  | "criteria"
  | "results"
  | "integrity"
  | "lineage";

/** A change beyond criteria and scores. */
export interface Change {
  readonly part: Part;
  readonly kind: ChangeKind;
  /** The stage or field, such as `2 train · steps`. */
  readonly label: string;
  readonly a: ValueNode | undefined;
  readonly b: ValueNode | undefined;
  /** Unit of the field, as the schema states it. */
  readonly unit: string | undefined;
  /** Of a stage that moved: its positions, counted from 1. */
  readonly positions?: { readonly a: number; readonly b: number };
}

/** The differences of two alloys. */
export interface Comparison {
  /** The alloys have the same content. Layout, the order of keys, and the spelling of numbers do not matter. */
  readonly isIdentical: boolean;
  /** The texts are the same, character by character. */
  readonly isSameText: boolean;
  readonly changes: readonly Change[];
  /** The loosened and removed ones first. */
  readonly criteria: readonly CriterionChange[];
  readonly scores: readonly ScoreChange[];
  readonly verdict: GateChanges["verdict"];
  readonly checks: readonly CheckChange[];
  /** What is worse than before, one sentence each. */
  readonly regressions: readonly string[];
}

/** Compares two alloys, each of which must be whole: what is lost to a syntax error would look removed. */
export function compareAlloys(a: Alloy, b: Alloy): Comparison {
  const criteria = [...compareCriteria(a, b)].sort((x, y) => RANK[x.effect] - RANK[y.effect]);
  const scores = compareScores(a, b);
  const gates = compareGates(a, b);
  const told = new Set<ValueNode>([
    ...criteria.flatMap((change) => [change.a, change.b].flatMap((node) => node ?? [])),
    ...scores.flatMap(({ nodes }) => nodes),
  ]);
  return {
    isIdentical: isSameValue(a.tree.root, b.tree.root),
    isSameText: a.tree.text.toString() === b.tree.text.toString(),
    changes: [...fieldChanges(a, b, told), ...stageChanges(a, b)],
    criteria,
    scores,
    verdict: gates.verdict,
    checks: gates.checks,
    regressions: regressionsOf([a, b], criteria, gates),
  };
}

const RANK: Readonly<Record<CriterionChange["effect"], number>> = {
  loosened: 0,
  removed: 1,
  tightened: 2,
  added: 3,
};

const STAGES = "stages";
const CRITERIA = "acceptanceCriteria";

/** The part that each root field belongs to. Fields that are not listed belong to the document itself. */
const PARTS: Readonly<Record<string, Part>> = {
  source: "source",
  target: "stages",
  cycles: "stages",
  domains: "stages",
  hardware: "hardware",
  [CRITERIA]: "criteria",
  results: "results",
  integrity: "integrity",
  receipt: "integrity",
  derivedFrom: "lineage",
  sourceAlloyId: "lineage",
  forgedModelIds: "lineage",
};

function partOf([root = "", second, third]: readonly string[]): Part {
  if (root === "results" && second === "integrity")
    return third === "parentAlloyHash" ? "lineage" : "integrity";
  return Object.hasOwn(PARTS, root) ? (PARTS[root] as Part) : "document";
}

/** @param told values that criteria or scores report already */
function fieldChanges(a: Alloy, b: Alloy, told: ReadonlySet<ValueNode>): Change[] {
  const [before, after] = [a, b].map(({ root }) => (root ? membersByKey(root) : new Map<string, Member>()));
  const keys = new Set([...(after?.keys() ?? []), ...(before?.keys() ?? [])]);
  // Stages that are not an array are a field like any other.
  if (stagesIn(a) && stagesIn(b)) keys.delete(STAGES);
  return [...keys].flatMap((key) => {
    const name = shownKey(key);
    const changes = changesBetween(before?.get(key)?.value, after?.get(key)?.value, [name]);
    const single = name === CRITERIA ? changes.flatMap(leavesOf) : changes;
    return single.filter((change) => !isTold(change, told)).map((change) => changeOf(change, [a, b]));
  });
}

function isTold({ a, b }: ValueChange, told: ReadonlySet<ValueNode>): boolean {
  return [a, b].some((node) => {
    for (let at = node; at; at = at.parent?.kind === "member" ? at.parent.parent : at.parent)
      if (told.has(at)) return true;
    return false;
  });
}

/** The fields of an object that was added or removed, each on its own. */
function leavesOf(change: ValueChange): ValueChange[] {
  const { kind, path, a, b } = change;
  const node = a ?? b;
  if ((a && b) || node?.kind !== "object" || node.members.length === 0) return [change];
  return node.members.flatMap(({ name, value }) =>
    leavesOf({ kind, path: [...path, name], a: a && value, b: b && value }),
  );
}

function changeOf(
  change: ValueChange,
  alloys: readonly [Alloy, Alloy],
  prefix: readonly string[] = [],
): Change {
  const { kind, path, a, b } = change;
  return {
    part: prefix.length > 0 ? "stages" : partOf(path),
    kind,
    label: [...prefix, ...path].join(" · "),
    a,
    b,
    unit: unitOf(b, alloys[1]) ?? unitOf(a, alloys[0]),
  };
}

function unitOf(node: ValueNode | undefined, alloy: Alloy): string | undefined {
  return node?.kind === "number" ? alloy.placeOf(node)?.schema.unit : undefined;
}

/** The stages of an alloy, none if it has no such field; undefined if the field is not an array. */
function stagesIn(alloy: Alloy): readonly ValueNode[] | undefined {
  return alloy.stagesNode?.items ?? (findMember(alloy.root, STAGES) ? undefined : []);
}

function stageChanges(a: Alloy, b: Alloy): Change[] {
  const [before, after] = [stagesIn(a), stagesIn(b)];
  if (!before || !after) return [];
  const stage = (alloy: Alloy, index: number) => alloy.stages[index] as Stage;
  const { pairs, removed, added } = pairItems(before, after, (node) => {
    const type = findValue(node, "type");
    return type?.kind === "string" ? type.value : "";
  });
  const whole = (kind: "added" | "removed", alloy: Alloy, index: number): Change => {
    const { node } = stage(alloy, index);
    const side = kind === "added" ? { a: undefined, b: node } : { a: node, b: undefined };
    return { part: "stages", kind, label: stageLabel(stage(alloy, index)), ...side, unit: undefined };
  };
  const found = [
    ...removed.map((index) => ({ index, changes: [whole("removed", a, index)] })),
    ...added.map((index) => ({ index, changes: [whole("added", b, index)] })),
    ...pairs.map((pair) => {
      const [earlier, later] = [stage(a, pair.a), stage(b, pair.b)];
      const title = `${pair.b + 1} ${later.typeNode?.value || t`(no type)`}`;
      const changes = changesBetween(earlier.node, later.node).map((change) =>
        changeOf(change, [a, b], [title]),
      );
      const positions = { a: pair.a + 1, b: pair.b + 1 };
      const moved: Change = {
        part: "stages",
        kind: "moved",
        label: title,
        a: earlier.node,
        b: later.node,
        unit: undefined,
        positions,
      };
      return { index: pair.b, changes: pair.isMoved ? [moved, ...changes] : changes };
    }),
  ];
  return found.sort((x, y) => x.index - y.index).flatMap(({ changes }) => changes);
}
