import { type NumberNode, type ValueNode, walk } from "../syntax/tree.js";
import { readDecimal } from "../text/exact.js";

/** Why a value has no canonical form. */
export class NotCanonical extends Error {
  readonly kind: "number" | "duplicate" | "string" | "invalid";
  readonly text: string;

  constructor(kind: NotCanonical["kind"], text = "") {
    super(kind);
    this.kind = kind;
    this.text = text;
  }
}

/**
 * Canonical JSON (JCS, RFC 8785).
 * @throws {NotCanonical} for what I-JSON does not allow: equal keys, lone surrogates, numbers that are too large
 */
export function canonicalJson(node: ValueNode): string {
  switch (node.kind) {
    case "object": {
      if (node.hasEqualKeys) throw new NotCanonical("duplicate");
      const members = node.members.map(({ name, value }) => {
        if (!value) throw new NotCanonical("invalid");
        return [name, value] as const;
      });
      // UTF-16 code units, as the RFC has it.
      members.sort(([a], [b]) => (a < b ? -1 : 1));
      return `{${members.map(([name, value]) => `${canonicalString(name)}:${canonicalJson(value)}`).join(",")}}`;
    }
    case "array":
      return `[${node.items.map(canonicalJson).join(",")}]`;
    case "string":
      return canonicalString(node.value);
    case "number":
      return canonicalNumber(node);
    case "invalid":
      throw new NotCanonical("invalid");
    default:
      return JSON.stringify(node.value);
  }
}

/** The same for a string. */
export function canonicalString(text: string): string {
  if (/\p{Cs}/u.test(text)) throw new NotCanonical("string", text);
  return JSON.stringify(text);
}

function canonicalNumber({ value, text }: NumberNode): string {
  if (!Number.isFinite(value)) throw new NotCanonical("number", text);
  return JSON.stringify(value);
}

/**
 * The first number in a value with more digits than its canonical form keeps: another number would have the same form,
 * and the same signature. Undefined if there is none.
 */
export function inexactNumber(node: ValueNode): NumberNode | undefined {
  let found: NumberNode | undefined;
  walk(node, (inner) => {
    if (!found && inner.kind === "number" && !isExact(inner)) found = inner;
    return !found;
  });
  return found;
}

function isExact({ value, text }: NumberNode): boolean {
  const written = readDecimal(text)?.value;
  const kept = readDecimal(JSON.stringify(value))?.value;
  return written !== undefined && kept !== undefined && written.minus(kept).sign === 0;
}
