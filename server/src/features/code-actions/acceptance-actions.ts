import { acceptanceOf } from "../../model/acceptance.js";
import type { Alloy } from "../../model/alloy.js";
import { measuredBenchmarks } from "../../model/evaluation.js";
import { evaluateChecks, type GateCheck } from "../../model/gate.js";
import { referencesTo } from "../../model/references.js";
import { rootIndex } from "../../model/root-index.js";
import { benchmarkKey } from "../../schema/names.js";
import { type Edit, insertMembers } from "../../syntax/edits.js";
import { contains, findMember, findValue, type Member, numberIn, type Span } from "../../syntax/tree.js";
import { Exact } from "../../text/exact.js";
import { t } from "../../text/l10n.js";
import type { Refactoring } from "../insert-stage.js";
import { withNumberStops } from "../tab-stops.js";

/** Changes of the acceptance criteria that a person may choose at an offset. */
export function acceptanceActions(alloy: Alloy, offset: number): Refactoring[] {
  const acceptance = acceptanceOf(alloy);
  if (!acceptance) return createCriteria(alloy);
  if (!acceptance.member || !contains(acceptance.member, offset)) return [];
  return [...tighten(alloy), ...lower(alloy, offset), ...addBenchmarks(alloy)];
}

/** A demand on one benchmark, as the file writes it. */
interface Demand {
  readonly min: number;
  readonly anchorDelta?: number;
}

/** `acceptanceCriteria` from the benchmarks of the eval stages, with the floors of the template that fits best. */
function createCriteria(alloy: Alloy): Refactoring[] {
  const { root, tree } = alloy;
  const names = evaluated(alloy);
  if (!root || names.length === 0 || findMember(root, "acceptanceCriteria")) return [];
  const demands = templateFor(alloy, names);
  const memory = numberIn(findValue(root, "hardware"), "minVramGb");
  const criteria = {
    benchmarks: Object.fromEntries(names.map((name) => [name, demands[benchmarkKey(name)] ?? { min: 0 }])),
    ...(memory && { hardware: { maxVramGb: memory.value } }),
    integrity: { modelHashRequired: true },
  };
  const index = rootIndex(alloy, root, "acceptanceCriteria");
  const edits = withNumberStops(
    insertMembers(tree, root, index, [["acceptanceCriteria", criteria]]),
    tree.text,
  );
  return [{ title: t`Create acceptance criteria (placeholder values)`, edits }];
}

/** One action for each evaluated benchmark that the gate does not demand yet. */
function addBenchmarks(alloy: Alloy): Refactoring[] {
  const benchmarks = findValue(findValue(alloy.root, "acceptanceCriteria"), "benchmarks");
  if (benchmarks?.kind !== "object") return [];
  const gated = new Set(benchmarks.members.map(({ key }) => benchmarkKey(key.value)));
  const names = evaluated(alloy).filter((name) => !gated.has(benchmarkKey(name)));
  const demands = templateFor(alloy, names);
  return names.map((name) => ({
    title: t`Add "${name}" to the gate (placeholder values)`,
    edits: withNumberStops(
      insertMembers(alloy.tree, benchmarks, benchmarks.members.length, [
        [name, demands[benchmarkKey(name)] ?? { min: 0 }],
      ]),
      alloy.tree.text,
    ),
  }));
}

/** A criterion that the results would meet if it were set to what was measured. */
interface Adjustment {
  readonly check: GateCheck;
  readonly edit: Edit;
  /** As the file will have it. */
  readonly text: string;
  readonly isTighter: boolean;
}

/** One change that raises every criterion which the results more than meet, and none that lowers one. */
function tighten(alloy: Alloy): Refactoring[] {
  const edits = adjustments(alloy)
    .filter(({ isTighter }) => isTighter)
    .map(({ edit }) => edit);
  return edits.length > 0 ? [{ title: t`Tighten the gate to the measured results`, edits }] : [];
}

/** For each failed criterion of the benchmark at the offset: a change that lowers it to what was measured. */
function lower(alloy: Alloy, offset: number): Refactoring[] {
  return adjustments(alloy).flatMap(({ check, edit, text, isTighter }) => {
    const entry = check.criterion.parent;
    const isHere = entry?.kind === "member" && contains(benchmarkAround(entry), offset);
    if (isTighter || check.state !== "fail" || !isHere) return [];
    const field = check.kind === "floor" ? "min" : "anchorDelta";
    return [{ title: t`Lower "${field}" of "${check.benchmark}" to ${text}`, edits: [edit] }];
  });
}

function benchmarkAround(field: Member): Span {
  return field.parent.parent?.kind === "member" ? field.parent.parent : field;
}

/** `min` is set to the measured score, `anchorDelta` to the measured change, each rounded down to two decimals. */
function adjustments(alloy: Alloy): Adjustment[] {
  return (evaluateChecks(alloy) ?? []).flatMap((check) => {
    const { kind, state, demanded, measured, change } = check;
    const isMeasured = state === "pass" || state === "fail";
    const found = kind === "floor" ? measured?.value.dividedBy(Exact.hundred) : change?.value;
    if (!isMeasured || !found || !demanded?.node) return [];
    const value = found.floor(2);
    const difference = value.compare(demanded.value);
    if (difference === 0) return [];
    const text = value.toFixed(2);
    const { start, end } = demanded.node;
    return [{ check, text, edit: { start, end, text }, isTighter: difference > 0 }];
  });
}

/** The benchmarks of the eval stages, each once, in the order of the file. */
function evaluated(alloy: Alloy): string[] {
  if (!measuredBenchmarks(alloy)) return [];
  const byKey = new Map<string, string>();
  for (const { name, isDeclaration } of referencesTo(alloy, "benchmark")) {
    if (isDeclaration && !byKey.has(benchmarkKey(name))) byKey.set(benchmarkKey(name), name);
  }
  return [...byKey.values()];
}

/** The demands of the vocabulary's template that has most of these benchmarks. */
function templateFor({ vocabulary }: Alloy, names: readonly string[]): Readonly<Record<string, Demand>> {
  const place = vocabulary.member(vocabulary.root, "acceptanceCriteria");
  const templates = place ? vocabulary.suggestions(place.schema, place.owner) : [];
  let best: Readonly<Record<string, Demand>> = {};
  let most = 0;
  for (const { value } of templates) {
    const { benchmarks = {} } = value as { benchmarks?: Readonly<Record<string, Demand>> };
    const count = names.filter((name) => Object.hasOwn(benchmarks, benchmarkKey(name))).length;
    if (count > most) [best, most] = [benchmarks, count];
  }
  return best;
}
