import { findMember, findValue, type Member } from "../text/tree.js";
import type { Alloy } from "./alloy.js";

/** The receipt of an alloy that was published, and how often it was; undefined for one that was not. */
export function publicationsOf({ root }: Alloy): { receipt: Member; count: number } | undefined {
  const receipt = findMember(root, "receipt");
  const publications = findValue(receipt?.value, "publications");
  if (!receipt || publications?.kind !== "array" || publications.items.length === 0) return undefined;
  return { receipt, count: publications.items.length };
}
