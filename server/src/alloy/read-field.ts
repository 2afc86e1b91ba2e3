import { findMember, type Member, type ValueNode } from "../text/tree.js";
import { snakeCaseOf } from "./names.js";

/** The member that the format's Python package reads as a field: its own spelling, else the one in snake_case. */
export function readField(node: ValueNode | undefined, field: string): Member | undefined {
  const own = findMember(node, field);
  if (own || node?.kind !== "object") return own;
  const snake = snakeCaseOf(field);
  return node.members.findLast(({ name }) => name === snake);
}
