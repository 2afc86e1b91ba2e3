/** Writes measured benchmarks into `results.benchmarks` of an alloy. */
import type { Alloy } from "../model/alloy.js";
import { benchmarkResults } from "../model/results.js";
import { benchmarkKey } from "../schema/names.js";
import { applyEdits, type Edit, insertItem, insertMembers, removeElement } from "../syntax/edits.js";
import { parseJson } from "../syntax/parser.js";
import { type ArrayNode, findMember, findValue, type JsonTree, type ObjectNode } from "../syntax/tree.js";
import { Exact } from "../text/exact.js";
import type { Measured } from "./measured.js";

/** A measured benchmark, with the score of the base model and where the samples are. */
export interface ImportedResult {
  readonly measured: Measured;
  readonly base: Measured | undefined;
  readonly samples: SampleFile | undefined;
  readonly baseSamples: SampleFile | undefined;
}

export interface SampleFile {
  /** Relative to the folder of the alloy, with `/`. */
  readonly path: string;
  /** `sha256:` and 64 hex digits. */
  readonly hash: string;
}

/** Fields that describe one measurement: those of the previous one must not stay beside a new score. */
const OF_THE_MEASUREMENT = [
  "metric",
  "score",
  "baseScore",
  "delta",
  "metrics",
  "samplesPath",
  "resultHash",
  "baseSamplesPath",
  "baseResultHash",
];

/** Stands for a number whose digits are written as they are. */
const NUMBER_MARK = "\u0000number:";

/**
 * The text of the alloy with the results in it.
 * @returns a sentence without a period for a benchmark that has several results, or for a value of the wrong type
 */
export function withResults(
  alloy: Alloy,
  results: readonly ImportedResult[],
): { readonly text: string } | { readonly refusal: string } {
  let text = alloy.tree.text.toString();
  const entries = benchmarkResults(alloy);
  for (const { measured } of results)
    if (entries.of(measured.benchmark).length > 1)
      return { refusal: `the alloy has several results for "${measured.benchmark}"` };
  for (const result of results) {
    const written = withResult(text, result);
    if (written === undefined)
      return { refusal: `"results" or "results.benchmarks" of the alloy has the wrong type` };
    text = written;
  }
  return { text };
}

function withResult(text: string, result: ImportedResult): string | undefined {
  const tree = parseJson(text);
  const root = tree.root;
  if (root?.kind !== "object") return undefined;
  const results = findValue(root, "results");
  const fields = fieldsOf(result);
  const { benchmark } = result.measured;
  const added = { name: benchmark, ...fields };
  if (!results || results.kind === "null") {
    const bare = results ? applyEdits(text, [removeElement(tree, root, indexOf(root, "results"))]) : text;
    return inserted(bare, (whole, object) =>
      insertMembers(whole, object, object.members.length, [["results", { benchmarks: [added] }]]),
    );
  }
  if (results.kind !== "object") return undefined;
  const list = findValue(results, "benchmarks");
  if (!list)
    return applyEdits(
      text,
      withDigits(insertMembers(tree, results, results.members.length, [["benchmarks", [added]]])),
    );
  if (list.kind !== "array") return undefined;
  const index = list.items.findIndex((item) => benchmarkKey(nameOf(item)) === benchmarkKey(benchmark));
  if (index < 0) return applyEdits(text, withDigits(insertItem(tree, list, list.items.length, added)));
  return replaced(text, list, index, fields);
}

function replaced(
  text: string,
  list: ArrayNode,
  index: number,
  fields: Record<string, unknown>,
): string | undefined {
  const entry = list.items[index];
  if (entry?.kind !== "object") return undefined;
  let current = text;
  for (const field of OF_THE_MEASUREMENT) {
    for (let at = entryAt(current, index); at && findMember(at.entry, field); at = entryAt(current, index))
      current = applyEdits(current, [removeElement(at.tree, at.entry, indexOf(at.entry, field))]);
  }
  const at = entryAt(current, index);
  if (!at) return undefined;
  const behindName = indexOf(at.entry, "name") + 1;
  return applyEdits(
    current,
    withDigits(insertMembers(at.tree, at.entry, behindName, Object.entries(fields))),
  );
}

function entryAt(
  text: string,
  index: number,
): { readonly tree: JsonTree; readonly entry: ObjectNode } | undefined {
  const tree = parseJson(text);
  const list = findValue(findValue(tree.root, "results"), "benchmarks");
  const entry = list?.kind === "array" ? list.items[index] : undefined;
  return entry?.kind === "object" ? { tree, entry } : undefined;
}

function inserted(
  text: string,
  edits: (tree: JsonTree, root: ObjectNode) => readonly Edit[],
): string | undefined {
  const tree = parseJson(text);
  return tree.root?.kind === "object" ? applyEdits(text, withDigits(edits(tree, tree.root))) : undefined;
}

function indexOf(object: ObjectNode, name: string): number {
  return object.members.findIndex((member) => member.name === name);
}

function nameOf(item: ArrayNode["items"][number]): string {
  const name = findValue(item, "name");
  return name?.kind === "string" ? name.value : "";
}

/** The fields of one measurement. Numbers keep their digits. */
function fieldsOf({ measured, base, samples, baseSamples }: ImportedResult): Record<string, unknown> {
  const { metric, score, counts } = measured;
  const delta = base && Exact.parse(score)?.minus(Exact.parse(base.score) ?? Exact.zero);
  return {
    metric,
    score: NUMBER_MARK + score,
    ...(base && { baseScore: NUMBER_MARK + base.score }),
    ...(delta && { delta: NUMBER_MARK + delta.toFixed(20) }),
    ...(samples && { samplesPath: samples.path, resultHash: samples.hash }),
    ...(baseSamples && { baseSamplesPath: baseSamples.path, baseResultHash: baseSamples.hash }),
    ...(counts && { metrics: counts }),
  };
}

/** Puts the digits of numbers in the place of their marks, in what is inserted. */
function withDigits(edits: readonly Edit[]): Edit[] {
  return edits.map((edit) => ({ ...edit, text: edit.text.replace(/"\\u0000number:(-?[\d.]+)"/g, "$1") }));
}
