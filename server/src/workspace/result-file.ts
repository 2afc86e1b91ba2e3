import path from "node:path";
import type { Alloy } from "../model/alloy.js";
import { fieldValue } from "../model/coerced-fields.js";
import type { OtherIntegrity } from "../model/gate.js";
import { parseJson } from "../syntax/parser.js";
import { findValue, type ObjectNode, type ValueNode } from "../syntax/tree.js";
import { whyUnreadable } from "../syntax/unreadable.js";
import { readText, statOf } from "./files.js";

/** Ends of the names that a factory gives the result of `NAME.alloy.json`; the first that exists is used. */
const SUFFIXES = [".alloy.result.json", ".result.json"];

const ALLOY = /\.alloy\.json$/i;

/**
 * What a factory wrote about the weights, next to an alloy without `results.integrity`: `modelHash` and `fileHashes`, at
 * the root of the result file, or in `integrity` or `results.integrity` of it. Undefined if there is no such file.
 * @param failure told, in a sentence, why a result file cannot be used
 * @param isAllowed whether a file may be read
 */
export function integrityBeside(
  file: string,
  alloy: Alloy,
  failure: (reason: string) => void,
  isAllowed: (file: string) => boolean = () => true,
): OtherIntegrity | undefined {
  if (!ALLOY.test(file) || fieldValue(fieldValue(alloy.root, "results"), "integrity")) return undefined;
  const stem = file.replace(ALLOY, "");
  const found = SUFFIXES.map((suffix) => stem + suffix).find((name) => statOf(name) && isAllowed(name));
  if (found === undefined) return undefined;
  const read = readText(found);
  if ("reason" in read) {
    failure(read.reason);
    return undefined;
  }
  const tree = parseJson(read.text);
  const fault = whyUnreadable(tree) ?? (hasEqualKeys(tree.root) ? "has a key that occurs twice" : undefined);
  if (fault !== undefined) {
    failure(`cannot use ${found}: it ${fault}`);
    return undefined;
  }
  const node = [
    findValue(findValue(tree.root, "results"), "integrity"),
    findValue(tree.root, "integrity"),
    tree.root,
  ].find((one): one is ObjectNode => one?.kind === "object" && fieldValue(one, "modelHash") !== undefined);
  return node && { node, file: path.basename(found) };
}

/** JSON parsers disagree on which of two values counts. */
function hasEqualKeys(node: ValueNode | undefined): boolean {
  if (node?.kind === "array") return node.items.some(hasEqualKeys);
  if (node?.kind !== "object") return false;
  return node.hasEqualKeys || node.members.some(({ value }) => hasEqualKeys(value));
}
