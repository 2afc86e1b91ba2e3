/** What verification adds to an alloy: hashes of files that are here, where none or the older form is stated. */
import type { Alloy } from "../model/alloy.js";
import { fieldMember, fieldValue } from "../model/coerced-fields.js";
import { modelHashOfFiles } from "../model/hashes.js";
import { type Edit, insertMembers, replaceNode } from "../syntax/edits.js";
import { findMember, type ObjectNode, pathOf, printPointer } from "../syntax/tree.js";
import { integrityOf, nonNull } from "./context.js";
import type { Verification } from "./verify.js";

/** Edits that add hashes, and JSON pointers to the fields that they set. */
interface HashEdits {
  readonly edits: readonly Edit[];
  readonly pointers: readonly string[];
}

/**
 * The hashes that an alloy lacks: `fileHashes` and the current form of `modelHash` if it states no hash of the weights or
 * only the older form, `resultHash` and `baseResultHash` of results whose samples are here. Nothing that was stated is
 * replaced, except null and a hash in the older form that the files have. Nothing at all if a check failed.
 */
export function hashEdits(
  alloy: Alloy,
  { checks, weights, modelHashForm, unhashed }: Verification,
): HashEdits {
  if (checks.some(({ outcome }) => outcome === "failed")) return { edits: [], pointers: [] };
  const changes = unhashed.map(({ result, field, hash }) => setFields(alloy, result, [[field, hash]]));
  if (weights && weights.length > 0) changes.unshift(weightEdits(alloy, weights, modelHashForm));
  return {
    edits: changes.flatMap(({ edits }) => edits),
    pointers: changes.flatMap(({ pointers }) => pointers),
  };
}

function weightEdits(
  alloy: Alloy,
  weights: NonNullable<Verification["weights"]>,
  form: Verification["modelHashForm"],
): HashEdits {
  const results = fieldValue(alloy.root, "results");
  const integrity = integrityOf(alloy.root);
  const isStated = fieldValue(integrity, "modelHash") !== undefined;
  // A hash that is stated and is not known to be that of the files stays.
  if (isStated && form === undefined) return { edits: [], pointers: [] };
  const modelHash = modelHashOfFiles(weights);
  const fileHashes = weights.map(({ filename, sha256, size }) => ({ filename, sha256, size }));
  const list = nonNull(findMember(integrity, "fileHashes")?.value);
  const isListed = list?.kind === "array" && list.items.length > 0;
  const fields: [string, unknown][] = [
    ...(form === "current" ? [] : [["modelHash", modelHash] as [string, unknown]]),
    ...(isListed ? [] : [["fileHashes", fileHashes] as [string, unknown]]),
  ];
  if (integrity?.kind === "object") return setFields(alloy, integrity, fields);
  // Only a run has weights: an alloy without results gets none from here.
  return results?.kind === "object"
    ? setFields(alloy, results, [["integrity", Object.fromEntries(fields)]])
    : { edits: [], pointers: [] };
}

/** Replaces the values of fields, and adds those that are not there at the end of an object. */
function setFields(
  { tree }: Alloy,
  object: ObjectNode,
  fields: readonly (readonly [name: string, value: unknown])[],
): HashEdits {
  const edits: Edit[] = [];
  const added: (readonly [string, unknown])[] = [];
  for (const [name, value] of fields) {
    const node = fieldMember(object, name)?.value;
    if (node) edits.push(replaceNode(node, value));
    else added.push([name, value]);
  }
  if (added.length > 0) edits.push(...insertMembers(tree, object, object.members.length, added));
  const path = pathOf(object);
  return { edits, pointers: fields.map(([name]) => printPointer([...path, name])) };
}
