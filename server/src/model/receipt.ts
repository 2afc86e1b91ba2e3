import type { Member, ValueNode } from "../syntax/tree.js";
import type { Alloy } from "./alloy.js";

/** A receipt that lists publications. */
export interface Published {
  readonly receipt: Member;
  /** Number of publications; 1 if `publications` is not an array. */
  readonly count: number;
}

/**
 * Returns the receipt that shows that an alloy was published, or `undefined` if no receipt does. A field that is defined
 * more than once counts with each of its values, since JSON parsers disagree on which one to use. `publications` of an
 * unexpected type counts as one publication: only null and empty values prove that there is none.
 */
export function publicationsOf({ root }: Alloy): Published | undefined {
  for (const member of root?.members ?? []) {
    if (!isNamed(member, RECEIPT)) continue;
    const count = publicationsIn(member.value);
    if (count > 0) return { receipt: member, count };
  }
  return undefined;
}

/**
 * Whether an alloy was published, so that its text must not change unasked: publications refer to the hash of its bytes.
 * In a text with syntax errors, the receipt may have ended up anywhere in the tree, or nowhere. Anything in such a text
 * that looks like a receipt with publications counts.
 */
export function isPublished(alloy: Alloy): boolean {
  if (alloy.kind !== "alloy") return false;
  if (publicationsOf(alloy)) return true;
  const { problems, text } = alloy.tree;
  return problems.length > 0 && looksPublished(text.toString());
}

const RECEIPT = "receipt";
const PUBLICATIONS = "publications";

/** Compares a key in any case, with or without separators and invisible characters. */
function isNamed({ name }: Member, wanted: string): boolean {
  // Most keys are told apart by their length, without making another string of them.
  return name.length >= wanted.length && name.toLowerCase().replace(/[^a-z]/g, "") === wanted;
}

/** Returns the number of publications anywhere in a receipt. */
function publicationsIn(receipt: ValueNode | undefined): number {
  let count = 0;
  const open = receipt ? [receipt] : [];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === "array") for (const item of node.items) open.push(item);
    if (node.kind !== "object") continue;
    for (const member of node.members) {
      if (isNamed(member, PUBLICATIONS)) count += publicationCount(member.value);
      else if (member.value) open.push(member.value);
    }
  }
  return count;
}

function publicationCount(value: ValueNode | undefined): number {
  switch (value?.kind) {
    case undefined:
    case "null":
      return 0;
    case "array":
      return value.items.length;
    case "object":
      return value.members.length > 0 ? 1 : 0;
    case "string":
      return value.value.trim() === "" ? 0 : 1;
    default:
      return 1;
  }
}

const QUOTE = "[\"'`´“”„‘’‚«»]";
/** A key with at least one of its quotation marks, or with what separates it from its value. */
const KEY = new RegExp(`(?:${QUOTE}|^|[\\n\\r{,])[ \\t]*publications(?:\\s*${QUOTE}|(?=\\s*[:=：]))`, "gi");
const SEPARATOR = /\s*[:=：]?\s*/y;
/** No value, or an empty one. */
const EMPTY = /null\b|\[\s*(?:\]|$)|\{\s*(?:\}|$)|""|[,}\]]|$/y;

/** Looks for a key and its value in a text that is not valid JSON. Linear: each step starts where the one before ended. */
function looksPublished(text: string): boolean {
  if (!/receipt/i.test(text)) return false;
  for (const { index, 0: key } of text.matchAll(KEY)) {
    SEPARATOR.lastIndex = index + key.length;
    SEPARATOR.test(text);
    EMPTY.lastIndex = SEPARATOR.lastIndex;
    if (!EMPTY.test(text)) return true;
  }
  return false;
}
