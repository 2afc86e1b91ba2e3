/** Values of alloys in a few words, on one line. */
import type { ValueNode } from "../syntax/tree.js";

/** Longer values are cut, in characters. */
const MAX_LENGTH = 60;

/** Characters that are shown before the first difference of two long strings. */
const LEAD = 12;

/** A value as JSON on one line, cut where it is too long. */
export function valueWords(node: ValueNode | undefined): string {
  const written = node ? printed(node, MAX_LENGTH + 1) : "";
  return cut(written);
}

/** Two values; long strings from shortly before their first difference. */
export function changedWords(a: ValueNode, b: ValueNode): readonly [string, string] {
  if (a.kind !== "string" || b.kind !== "string" || Math.max(a.value.length, b.value.length) <= MAX_LENGTH)
    return [valueWords(a), valueWords(b)];
  let same = 0;
  while (same < a.value.length && a.value[same] === b.value[same]) same++;
  const from = Math.max(0, same - LEAD);
  const part = (text: string) =>
    `${from > 0 ? "…" : ""}${cut(JSON.stringify(text.slice(from, from + MAX_LENGTH + 1)))}`;
  return [part(a.value), part(b.value)];
}

function cut(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}

/** At least the first `room` characters of the value, if it has so many. */
function printed(node: ValueNode, room: number): string {
  switch (node.kind) {
    case "string":
      return JSON.stringify(node.value.slice(0, room));
    case "number":
      return node.text;
    case "array": {
      let text = "[";
      for (const [i, item] of node.items.entries()) {
        if (text.length > room) break;
        text += `${i > 0 ? ", " : ""}${printed(item, room - text.length)}`;
      }
      return `${text}]`;
    }
    case "object": {
      let text = "{";
      for (const [i, { name, value }] of node.members.entries()) {
        if (text.length > room) break;
        text += `${i > 0 ? ", " : ""}${name}: ${value ? printed(value, room - text.length) : ""}`;
      }
      return `${text}}`;
    }
    default:
      return "value" in node ? String(node.value) : "";
  }
}
