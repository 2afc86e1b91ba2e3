import { findValue, type ObjectNode, type ValueNode } from "../syntax/tree.js";

/** Keywords whose value is a schema, and those whose value maps names to schemas. */
const SINGLE = ["items", "additionalProperties", "if", "then"];
const LISTS = ["oneOf", "allOf"];
const MAPS = ["properties", "extras", "stages", "rootExtensions", "$defs"];

/** Every schema in a domain file, whole stages among them. */
export function fieldSchemasIn(root: ValueNode | undefined): ObjectNode[] {
  const schemas: ObjectNode[] = [];
  const open: ObjectNode[] = [];
  const add = (node: ValueNode | undefined) => {
    if (node?.kind !== "object") return;
    schemas.push(node);
    open.push(node);
  };
  const descend = (node: ValueNode | undefined) => {
    for (const key of MAPS) {
      const map = findValue(node, key);
      if (map?.kind === "object") for (const { value } of map.members) add(value);
    }
    for (const key of SINGLE) add(findValue(node, key));
    for (const key of LISTS) {
      const list = findValue(node, key);
      if (list?.kind === "array") for (const item of list.items) add(item);
    }
  };
  descend(root);
  add(findValue(root, "sourceSchema"));
  for (let node = open.pop(); node; node = open.pop()) descend(node);
  return schemas.sort((a, b) => a.start - b.start);
}
