import type { ValueNode } from "../syntax/tree.js";

/** Items that are alike down to this level are compared further down only by being there: they count as different. */
const MAX_DEPTH = 16;

/** Whether no two items of an array are equal, as JSON Schema compares them: `1` equals `1.0`, the order of keys does not matter. */
export function areUnique(items: readonly ValueNode[]): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    const form = canonical(item, 0);
    if (form === undefined) continue;
    if (seen.has(form)) return false;
    seen.add(form);
  }
  return true;
}

/** Equal values have one form; undefined for a value that is nested too deeply, or is not JSON. */
function canonical(node: ValueNode | undefined, depth: number): string | undefined {
  if (!node || node.kind === "invalid" || depth > MAX_DEPTH) return undefined;
  switch (node.kind) {
    case "array":
      return joined(
        "[",
        node.items.map((item) => canonical(item, depth + 1)),
      );
    case "object":
      return joined(
        "{",
        node.members
          .map(({ name, value }) => joined(JSON.stringify(name), [canonical(value, depth + 1)]))
          .sort(),
      );
    default:
      return JSON.stringify(node.value);
  }
}

function joined(head: string, parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : `${head}:${parts.join()}]`;
}
