import * as z from "zod";
import { Alloy } from "../../model/alloy.js";
import { indexInOrder } from "../../syntax/edits.js";
import { PatchError, type PatchOperation, patchText } from "../../syntax/patch.js";
import type { ValueNode } from "../../syntax/tree.js";
import { Failure } from "../../workspace/failure.js";
import { answerChange, CHANGE, CHANGE_FROM_FILE, WRITE } from "../change.js";
import { SOURCE, sourceOf } from "../source.js";
import { type Call, tool } from "../tool.js";

/** UTF-16 code units that are read for all edits of one call: each edit reads the text anew. */
const MAX_READ = 100_000_000;

const MAX_EDITS = 200;

export const editAlloy = tool({
  name: "edit_alloy",
  title: "Edit an alloy",
  description:
    "Changes values by JSON pointer, in order, all or none. Layout, key order, and the spelling of everything else stay. Answers with the diff and the problems after it.",
  effect: "changes",
  input: z.strictObject({
    ...SOURCE,
    edits: z
      .array(
        z.strictObject({
          op: z.enum(["add", "replace", "remove", "move", "copy", "test"]).describe("As in JSON Patch."),
          pointer: z.string().describe('Such as /stages/0/steps; "-" is the end of an array.'),
          value: z.unknown().optional().describe("For add, replace, and test."),
          from: z.string().optional().describe("For move and copy."),
        }),
      )
      .min(1)
      .max(MAX_EDITS),
    ...WRITE,
  }),
  output: z.object(CHANGE),
  fromFile: CHANGE_FROM_FILE,
  async run({ edits, write, ...given }, call) {
    const source = await sourceOf(given, call.sandbox);
    const next = await edited(source.alloy, edits.map(operationOf), call);
    const summary =
      next === source.text ? "Nothing changes" : `${edits.length} ${edits.length === 1 ? "edit" : "edits"}`;
    return answerChange(source, next, { write, summary });
  },
});

type Edit = { op: PatchOperation["op"]; pointer: string; value?: unknown; from?: string | undefined };

function operationOf(edit: Edit, index: number): PatchOperation {
  const { op, pointer, from } = edit;
  const needs = (what: string) => new Failure(`edit ${index + 1}: ${op} needs ${what}`);
  if (op === "remove") return { op, pointer };
  if (op === "move" || op === "copy") {
    if (from === undefined) throw needs("from");
    return { op, pointer, from };
  }
  if (edit.value === undefined) throw needs("value");
  return { op, pointer, value: edit.value };
}

/**
 * The text after some operations.
 * @throws {Failure} if one of them cannot be applied
 */
export async function edited(
  original: Alloy,
  operations: readonly PatchOperation[],
  { step }: Pick<Call, "step">,
): Promise<string> {
  const { length } = original.tree.text;
  if (length * operations.length > MAX_READ)
    throw new Failure(`too many edits for a text of this size: at most ${Math.floor(MAX_READ / length)}`);
  let alloy = original;
  for (const [i, operation] of operations.entries()) {
    await step(i, operations.length);
    alloy = applied(alloy, operation, i);
  }
  return alloy.tree.text;
}

function applied(alloy: Alloy, operation: PatchOperation, index: number): Alloy {
  try {
    const text = patchText(alloy.tree, operation, (path, keys, key) => memberIndex(alloy, path, keys, key));
    const next = Alloy.parse(text, alloy.registry);
    if (next.tree.problems.length > 0) throw new PatchError("the result would not be valid JSON");
    return next;
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    const hint = alloy.tree.problems.length > 0 ? " (check_alloy shows where)" : "";
    throw new Failure(`edit ${index + 1}: ${error.message}${hint}`);
  }
}

/** After the last key that the schema lists earlier. */
function memberIndex(
  alloy: Alloy,
  path: readonly string[],
  keys: readonly string[],
  key: string,
): number | undefined {
  const node = nodeAt(alloy.root, path);
  const place = node && alloy.placeOf(node);
  if (!place) return undefined;
  const order = [...alloy.vocabulary.fields(place).keys()];
  return order.includes(key) ? indexInOrder(keys, order, key) : undefined;
}

function nodeAt(root: ValueNode | undefined, path: readonly string[]): ValueNode | undefined {
  let node = root;
  for (const step of path) {
    if (node?.kind === "object") node = node.member(step)?.value;
    else node = node?.kind === "array" ? node.items[Number(step)] : undefined;
  }
  return node;
}
