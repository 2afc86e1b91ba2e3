/**
 * Results of EvalPlus: `{"eval": {TASK: [{"base_status", "plus_status"}]}, "pass_at_k": {…}}`; older versions write
 * `{"eval": {TASK: {"base": [[STATUS, …]], "plus": [[STATUS, …]]}}}`.
 */
import { findValue, type ObjectNode, textIn, type ValueNode } from "../syntax/tree.js";
import { Exact } from "../text/exact.js";
import { listed, type Measured, type ReadResults, refuse } from "./measured.js";
import { EVALPLUS_BENCHMARKS as BENCHMARKS } from "./tasks.js";

export function isEvalPlusResults(root: ObjectNode): boolean {
  return findValue(root, "eval")?.kind === "object";
}

/** Whether the first sample of a task passes; `plus` is undefined if the tests beyond the base were not run. */
interface TaskOutcome {
  readonly base: boolean;
  readonly plus: boolean | undefined;
  readonly samples: number;
}

/**
 * Counts the tasks whose first sample passes: the base tests, and base and extra tests together.
 * @param fileName determines the name of the file with the samples
 */
export function readEvalPlus(root: ObjectNode, fileName: string): ReadResults {
  const tasks = findValue(root, "eval");
  if (tasks?.kind !== "object" || tasks.members.length === 0) return refuse(`"eval" has no tasks`);
  if (tasks.hasEqualKeys) return refuse(`a task occurs twice in "eval"`);
  const families = [...new Set(tasks.members.map(({ name }) => name.replace(/\/.*$/s, "")))];
  const unknown = families.filter((family) => !BENCHMARKS.has(family));
  if (unknown.length > 0)
    return refuse(`no benchmark is known for the tasks of ${listed(unknown)}`, knownFamilies());
  const [family = "", other] = families;
  if (other !== undefined) return refuse(`it has tasks of several benchmarks: ${listed(families)}`);
  const outcomes: TaskOutcome[] = [];
  for (const { name, value } of tasks.members) {
    const outcome = outcomeOf(value);
    if (!outcome) return refuse(`task "${name.slice(0, 80)}" has no sample with a status`);
    outcomes.push(outcome);
  }
  const names = BENCHMARKS.get(family) as { base: string; plus: string };
  const withPlus = outcomes.filter(({ plus }) => plus !== undefined).length;
  if (withPlus > 0 && withPlus < outcomes.length)
    return refuse("only some of its tasks have results of the extra tests");
  const total = outcomes.length;
  const counts: [field: "base" | "plus", benchmark: string, passing: number][] = [
    ["base", names.base, outcomes.filter(({ base }) => base).length],
  ];
  if (withPlus > 0)
    counts.push(["plus", names.plus, outcomes.filter(({ base, plus }) => base && plus).length]);
  const isSingle = outcomes.every(({ samples }) => samples === 1);
  for (const [field, benchmark, passing] of counts) {
    const stated = findValue(findValue(findValue(root, "pass_at_k"), field), "pass@1");
    // With several samples a task, pass@1 is the mean over all of them.
    if (isSingle && stated?.kind === "number" && Math.abs(stated.value - passing / total) > 1e-6)
      return refuse(
        `it states pass@1 ${stated.text} for "${benchmark}", but ${passing} of ${total} tasks pass`,
      );
  }
  const samples = /^(.+)_eval_results\.json$/.exec(fileName)?.[1];
  return {
    measured: counts.map(
      ([, benchmark, passing]): Measured => ({
        benchmark,
        metric: "pass@1",
        score: shareOf(passing, total),
        counts: { passing, total },
        ...(samples !== undefined && { samples: `${samples}.jsonl` }),
      }),
    ),
  };
}

const PASSED = new Set(["pass", "success"]);

function outcomeOf(task: ValueNode | undefined): TaskOutcome | undefined {
  if (task?.kind === "array") {
    const [first] = task.items;
    const base = textIn(first, "base_status")?.value;
    const plus = textIn(first, "plus_status")?.value;
    if (base === undefined) return undefined;
    return {
      base: PASSED.has(base),
      plus: plus === undefined ? undefined : PASSED.has(plus),
      samples: task.items.length,
    };
  }
  const [base, plus] = [statuses(findValue(task, "base")), statuses(findValue(task, "plus"))];
  const [first] = base;
  if (first === undefined) return undefined;
  return {
    base: PASSED.has(first),
    plus: plus[0] === undefined ? undefined : PASSED.has(plus[0]),
    samples: base.length,
  };
}

/** The status of each sample, in the older form: an array that begins with it. */
function statuses(node: ValueNode | undefined): string[] {
  if (node?.kind !== "array") return [];
  return node.items.flatMap((sample) => {
    const status = sample.kind === "array" ? sample.items[0] : sample;
    return status?.kind === "string" ? [status.value] : [];
  });
}

/** In percent, rounded to six decimals. */
function shareOf(passing: number, total: number): string {
  const share = Exact.scaled(BigInt(passing), 2).dividedBy(Exact.scaled(BigInt(total), 0)) ?? Exact.zero;
  return share.toFixed(6);
}

function knownFamilies(): string {
  return `known tasks: ${[...BENCHMARKS.keys()].map((family) => `${family}/…`).join(", ")}`;
}
