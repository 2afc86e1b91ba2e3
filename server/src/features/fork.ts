/** A new recipe from an alloy that was run: what describes that run goes, and the source is named. */
import type { Alloy } from "../model/alloy.js";
import { sha256 } from "../model/hashes.js";
import { publishedRepositories } from "../model/publications.js";
import { applyEdits, insertMembers, removeElement, replaceNode } from "../syntax/edits.js";
import { parseJson } from "../syntax/parser.js";
import { findMember, type JsonTree, type ObjectNode, textIn } from "../syntax/tree.js";

/** Fields of the root about a run or its publication. `integrity` is where older alloys have it. */
const OF_THE_RUN = ["results", "receipt", "integrity", "forgedModelIds"];

/** What a fork is called. */
export interface ForkNames {
  readonly name: string;
  readonly version: string;
}

/** A forked alloy. */
export interface Fork {
  readonly text: string;
  /** The fields that were removed. */
  readonly removed: readonly string[];
}

/**
 * Makes a recipe of an alloy: removes the results and the receipt, and sets `derivedFrom`, `sourceAlloyId`, `name`, and
 * `version`. Everything else keeps its spelling and layout.
 * @param alloy must be valid JSON with an object at its root
 */
export function forkAlloy(alloy: Alloy, { name, version }: ForkNames): Fork {
  const source = alloy.tree.text.toString();
  const [repo] = publishedRepositories(alloy);
  const derivedFrom = {
    ...(repo !== undefined && { repo }),
    alloyHash: `sha256:${sha256(source)}`,
    kind: "fork",
  };
  const removed: string[] = [];
  let text = source;
  for (const field of OF_THE_RUN) {
    // A key may occur twice; no value of it may stay.
    for (let member = rootMember(text, field); member; member = rootMember(text, field)) {
      if (!removed.includes(field)) removed.push(field);
      text = applyEdits(text, [removeElement(member.tree, member.root, member.index)]);
    }
  }
  const fields: [string, unknown][] = [
    ["name", name],
    ["version", version],
    ["derivedFrom", derivedFrom],
    ["sourceAlloyId", repo ?? textIn(alloy.root, "name")?.value],
  ];
  for (const [field, value] of fields) if (value !== undefined) text = withField(text, field, value);
  return { text: text.endsWith("\n") ? text : `${text}\n`, removed };
}

/** Where a field of the root is. */
interface RootMember {
  readonly tree: JsonTree;
  readonly root: ObjectNode;
  readonly index: number;
}

function rootMember(text: string, field: string): RootMember | undefined {
  const tree = parseJson(text);
  if (tree.root?.kind !== "object") return undefined;
  const index = tree.root.members.findIndex(({ name }) => name === field);
  return index < 0 ? undefined : { tree, root: tree.root, index };
}

/** Fields that stand at the beginning of an alloy, in this order. */
const FIRST = ["name", "version", "derivedFrom", "sourceAlloyId"];

function withField(text: string, field: string, value: unknown): string {
  const tree = parseJson(text);
  const { root } = tree;
  if (root?.kind !== "object") return text;
  const found = findMember(root, field)?.value;
  if (found && (found.kind !== "object" || typeof value !== "object"))
    return applyEdits(text, [replaceNode(found, value)]);
  if (found) {
    const index = root.members.findIndex((member) => member.value === found);
    return withField(applyEdits(text, [removeElement(tree, root, index)]), field, value);
  }
  const before = FIRST.slice(0, FIRST.indexOf(field));
  const index = Math.max(
    0,
    ...before.map((name) => root.members.findIndex((member) => member.name === name) + 1),
  );
  return applyEdits(text, insertMembers(tree, root, index, [[field, value]]));
}
