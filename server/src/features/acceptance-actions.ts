import { acceptanceOf, type BenchmarkGate } from "../alloy/acceptance.js";
import type { Alloy } from "../alloy/alloy.js";
import { measuredBenchmarks } from "../alloy/evaluation.js";
import { round } from "../alloy/gate.js";
import { benchmarkKey } from "../alloy/names.js";
import { referencesTo } from "../alloy/references.js";
import { benchmarkResults } from "../alloy/results.js";
import { type Edit, insertMembers, replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { contains, findMember, findValue, type NumberNode, numberIn } from "../text/tree.js";
import type { Refactoring } from "./insert-stage.js";

/** Changes of the acceptance criteria that a person may choose at an offset. */
export function acceptanceActions(alloy: Alloy, offset: number): Refactoring[] {
  const acceptance = acceptanceOf(alloy);
  if (!acceptance) return createCriteria(alloy);
  if (!contains(acceptance.member, offset)) return [];
  return [...lockToResults(alloy, acceptance.benchmarks), ...addBenchmarks(alloy)];
}

/** A demand on one benchmark, as the file writes it. */
interface Demand {
  readonly min: number;
  readonly anchorDelta?: number;
}

/** `acceptanceCriteria` from the benchmarks of the eval stages, with the floors of the template that fits best. */
function createCriteria(alloy: Alloy): Refactoring[] {
  const { root, tree, vocabulary } = alloy;
  const names = evaluated(alloy);
  if (!root || names.length === 0 || findMember(root, "acceptanceCriteria")) return [];
  const demands = templateFor(alloy, names);
  const memory = numberIn(findValue(root, "hardware"), "minVramGb");
  const criteria = {
    benchmarks: Object.fromEntries(names.map((name) => [name, demands[benchmarkKey(name)] ?? { min: 0 }])),
    ...(memory && { hardware: { maxVramGb: memory.value } }),
    integrity: { modelHashRequired: true },
  };
  const order = [...vocabulary.fields(vocabulary.root).keys()];
  const rank = order.indexOf("acceptanceCriteria");
  const before = root.members.findLastIndex(
    ({ key }) => order.includes(key.value) && order.indexOf(key.value) < rank,
  );
  const edits = insertMembers(tree, root, before + 1, [["acceptanceCriteria", criteria]]);
  return [{ title: t`Create acceptanceCriteria from the eval benchmarks`, edits }];
}

/** One action for each evaluated benchmark that the gate does not demand yet. */
function addBenchmarks(alloy: Alloy): Refactoring[] {
  const benchmarks = findValue(findValue(alloy.root, "acceptanceCriteria"), "benchmarks");
  if (benchmarks?.kind !== "object") return [];
  const gated = new Set(benchmarks.members.map(({ key }) => benchmarkKey(key.value)));
  const names = evaluated(alloy).filter((name) => !gated.has(benchmarkKey(name)));
  const demands = templateFor(alloy, names);
  return names.map((name) => ({
    title: t`Add ${name} to the gate`,
    edits: insertMembers(alloy.tree, benchmarks, benchmarks.members.length, [
      [name, demands[benchmarkKey(name)] ?? { min: 0 }],
    ]),
  }));
}

/** `min` from the measured score, rounded down to two decimals, and `anchorDelta` from the measured change. */
function lockToResults(alloy: Alloy, gates: readonly BenchmarkGate[]): Refactoring[] {
  const results = benchmarkResults(alloy);
  const edits = gates.flatMap((gate) => {
    const { score, delta, baseScore } = results.find(gate.name) ?? {};
    if (!score) return [];
    const change = gate.anchorBenchmark
      ? undefined
      : (delta?.value ?? (baseScore && score.value - baseScore.value));
    return [
      ...lock(gate.min, Math.floor(round(score.value)) / 100),
      ...(change === undefined ? [] : lock(gate.anchorDelta, round(change))),
    ];
  });
  return edits.length > 0 ? [{ title: t`Lock the gate to the measured results`, edits }] : [];
}

function lock(node: NumberNode | undefined, value: number): Edit[] {
  return node && node.value !== value ? [replaceNode(node, value)] : [];
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
