import type { Alloy } from "../model/alloy.js";
import { type Member, nodeAt, type Span, type ValueNode } from "../syntax/tree.js";

/**
 * What "expand selection" selects, from the smallest to the whole text: the inside of a text, the value, its member,
 * the inside of the object, the object, the stage, the stages …
 */
export function selectionsAt(alloy: Alloy, offset: number): Span[] {
  const { tree } = alloy;
  const spans: Span[] = [];
  const add = (span: Span) => {
    const last = spans.at(-1);
    const isWider =
      !last ||
      (span.start <= last.start && span.end >= last.end && span.end - span.start > last.end - last.start);
    if (isWider) spans.push({ start: span.start, end: span.end });
  };
  let node: ValueNode | Member | undefined = nodeAt(tree, offset);
  if (node?.kind === "member" && offset <= node.key.end) {
    if (node.key.quoted && node.key.closed) add({ start: node.key.start + 1, end: node.key.end - 1 });
    add(node.key);
  }
  for (; node; node = node.parent) {
    if (node.kind === "string" && node.closed) add({ start: node.start + 1, end: node.end - 1 });
    if (node.kind === "object" || node.kind === "array") {
      const elements: readonly Span[] = node.kind === "object" ? node.members : node.items;
      const [first, last] = [elements[0], elements.at(-1)];
      if (first && last && first.start <= offset && offset <= last.end)
        add({ start: first.start, end: last.end });
    }
    add(node);
  }
  add({ start: 0, end: tree.source.length });
  return spans;
}
