/** Results of lm-evaluation-harness: `{"results": {TASK: {METRIC: number}}, "n-samples": {…}, …}`. */
import { findMember, findValue, type Member, type ObjectNode } from "../syntax/tree.js";
import { scaled } from "../text/decimal.js";
import { Exact } from "../text/exact.js";
import { listed, type Measured, type ReadResults, type ResultScale, refuse } from "./measured.js";
import { HARNESS_TASKS as TASKS } from "./tasks.js";

export function isHarnessResults(root: ObjectNode): boolean {
  return findValue(root, "results")?.kind === "object";
}

/**
 * Reads the tasks that have a benchmark. Tasks of a group are part of its score. All other tasks are rejected
 * by name, unless `skipUnknown` is set.
 * @param fileName determines the names of the sample files
 */
export function readHarness(
  root: ObjectNode,
  fileName: string,
  { scale, skipUnknown }: { readonly scale: ResultScale | undefined; readonly skipUnknown: boolean },
): ReadResults {
  const tasks = membersOf(root, "results");
  // The score of a group may be in "groups" alone.
  const groups = membersOf(root, "groups").filter(
    ({ name }) => TASKS.has(name) && !tasks.some((task) => task.name === name),
  );
  const all = [...tasks, ...groups];
  const mapped = all.filter(({ name }) => TASKS.has(name));
  const names = tasks.map(({ name }) => name);
  if (mapped.length === 0)
    return refuse(
      `it has no task of a known benchmark, but ${names.length === 0 ? "none at all" : listed(names)}`,
      knownTasks(),
    );
  const explained = explainedTasks(root, mapped);
  const unknown = names.filter((name) => !explained.has(name));
  if (unknown.length > 0 && !skipUnknown)
    return refuse(
      `no benchmark is known for ${listed(unknown)}`,
      knownTasks(),
      "--skip-unknown imports the others",
    );
  const measured: Measured[] = [];
  for (const task of mapped) {
    const read = readTask(root, task, scale);
    if ("refusal" in read) return read;
    const samples = sampleFile(fileName, task.name);
    measured.push({ ...read.ok, ...(samples !== undefined && { samples }) });
  }
  return { measured };
}

function readTask(
  root: ObjectNode,
  { name, value }: Member,
  scale: ResultScale | undefined,
): { readonly ok: Measured } | ReturnType<typeof refuse> {
  const { benchmark, metric } = TASKS.get(name) as { benchmark: string; metric: string };
  const number = findValue(value, metric);
  if (number?.kind !== "number") {
    const metrics = (value?.kind === "object" ? value.members : []).flatMap((one) =>
      one.value?.kind === "number" ? [one.name] : [],
    );
    return refuse(
      number ? `"${metric}" of "${name}" is not a number` : `"${name}" has no "${metric}"`,
      metrics.length > 0 ? `its metrics are ${listed(metrics)}` : "it has no metrics",
    );
  }
  const limited = limitOf(root, name);
  if (limited !== undefined)
    return refuse(`"${name}" ran on ${limited} samples, so its score is not that of the benchmark`);
  const score = percentOf(number.text, scale);
  if (score === undefined)
    return refuse(
      `"${metric}" of "${name}" is ${number.text}, which may be a percentage or not a score at all`,
      "--scale percent or --scale fraction says what it is",
    );
  if (!isScore(score))
    return refuse(`"${metric}" of "${name}" is ${number.text}, which is not a ${scale ?? "fraction"}`);
  return { ok: { benchmark, metric: metric.replace(/,.*$/, ""), score } };
}

/** The score in percent, every digit kept; undefined for a number above 1 of unknown scale. */
function percentOf(text: string, scale: ResultScale | undefined): string | undefined {
  const value = Exact.parse(text);
  if (!value || (scale === undefined && value.isAbove(ONE))) return undefined;
  return scale === "percent" ? scaled(text, 1) : scaled(text, 100);
}

const ONE = Exact.scaled(1n, 0);

function isScore(percent: string): boolean {
  const value = Exact.parse(percent);
  return value !== undefined && value.sign >= 0 && !value.isAbove(Exact.hundred);
}

/** `50 of 541`, if the run was limited. */
function limitOf(root: ObjectNode, task: string): string | undefined {
  const samples = findValue(findValue(root, "n-samples"), task);
  const [original, effective] = [findValue(samples, "original"), findValue(samples, "effective")];
  const isLimited =
    original?.kind === "number" && effective?.kind === "number" && effective.value < original.value;
  return isLimited ? `${effective.text} of ${original.text}` : undefined;
}

/** The mapped tasks, the groups that hold them, and what is in a mapped group. */
function explainedTasks(root: ObjectNode, mapped: readonly Member[]): ReadonlySet<string> {
  const explained = new Set(mapped.map(({ name }) => name));
  const groups = new Map<string, readonly string[]>();
  for (const { name, value } of membersOf(root, "group_subtasks"))
    groups.set(
      name,
      value?.kind === "array"
        ? value.items.flatMap((item) => (item.kind === "string" ? [item.value] : []))
        : [],
    );
  const open = [...explained];
  for (let name = open.pop(); name !== undefined; name = open.pop())
    for (const part of groups.get(name) ?? [])
      if (!explained.has(part)) {
        explained.add(part);
        open.push(part);
      }
  for (const [name, parts] of groups) if (parts.some((part) => TASKS.has(part))) explained.add(name);
  return explained;
}

function knownTasks(): string {
  return `known tasks: ${[...TASKS.keys()].join(", ")}`;
}

/** `results_DATE.json` is written next to `samples_TASK_DATE.jsonl`. */
function sampleFile(fileName: string, task: string): string | undefined {
  const [, date] = /^results_(.+)\.json$/.exec(fileName) ?? [];
  return date === undefined ? undefined : `samples_${task}_${date}.jsonl`;
}

/** The members of an object, each key once. */
function membersOf(root: ObjectNode, name: string): Member[] {
  const value = findValue(root, name);
  if (value?.kind !== "object") return [];
  return value.members.filter((member) => findMember(value, member.name) === member);
}
