/** When two JSON values are the same: layout, the order of keys, and the spelling of numbers and strings do not matter. */
import type { Member, ObjectNode, ValueNode } from "../syntax/tree.js";
import { readDecimal } from "../text/exact.js";

/** Whether two values are the same. Numbers are compared exactly: 8.0 is 8, and 0.1 is not 0.10000000000000001. */
export function isSameValue(a: ValueNode | undefined, b: ValueNode | undefined): boolean {
  if (!a || !b) return a === b;
  if (a.kind === "object" && b.kind === "object") return areSameMembers(a, b);
  if (a.kind === "array" && b.kind === "array")
    return a.items.length === b.items.length && a.items.every((item, i) => isSameValue(item, b.items[i]));
  if (a.kind === "number" && b.kind === "number")
    return a.text === b.text || numberKey(a.text) === numberKey(b.text);
  return a.kind === b.kind && "value" in a && "value" in b && a.value === b.value;
}

function areSameMembers(a: ObjectNode, b: ObjectNode): boolean {
  if (a.members.length !== b.members.length) return false;
  const others = membersByKey(b);
  for (const [key, { value }] of membersByKey(a)) {
    const other = others.get(key);
    if (!other || !isSameValue(value, other.value)) return false;
  }
  return true;
}

/**
 * The members of an object by their key. JSON parsers use the last member of a key; an earlier one stays visible under a
 * key of its own.
 */
export function membersByKey(object: ObjectNode): ReadonlyMap<string, Member> {
  const found = new Map<string, Member>();
  if (!object.hasEqualKeys) {
    for (const member of object.members) found.set(member.name, member);
    return found;
  }
  const counts = new Map<string, number>();
  for (const member of [...object.members].reverse()) {
    const count = counts.get(member.name) ?? 0;
    counts.set(member.name, count + 1);
    found.set(count === 0 ? member.name : `${member.name}\u0000${count}`, member);
  }
  return found;
}

/** A string that is equal for just those values that are the same. */
export function contentKey(node: ValueNode | undefined): string {
  switch (node?.kind) {
    case "object": {
      const parts = [...membersByKey(node)].map(
        ([key, { value }]) => `${JSON.stringify(key)}:${contentKey(value)}`,
      );
      return `{${parts.sort().join()}}`;
    }
    case "array":
      return `[${node.items.map(contentKey).join()}]`;
    case "string":
      return JSON.stringify(node.value);
    case "number":
      return numberKey(node.text);
    case "boolean":
    case "null":
      return String(node.value);
    default:
      return "";
  }
}

/** Equal for numbers of the same value. A number that is longer than any field needs is compared as it is written. */
function numberKey(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (!readDecimal(text)) return text;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${Number(exponent) - fraction.length + (digits.length - significant.length)}`;
}
