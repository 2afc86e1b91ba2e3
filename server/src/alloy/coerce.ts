import {
  findMember,
  type Member,
  type NumberNode,
  type ObjectNode,
  type StringNode,
  type ValueNode,
} from "../text/tree.js";
import { camelCaseOf } from "./names.js";
import { isOfType } from "./schema.js";
import type { Field, Place, Vocabulary } from "./vocabulary.js";

/** A spelling that the reference model accepts and other implementations drop or refuse. */
export type Laxity =
  | {
      readonly kind: "number-as-text";
      readonly node: StringNode;
      readonly value: number;
      readonly place: Place;
    }
  | { readonly kind: "whole-float"; readonly node: NumberNode; readonly place: Place }
  | { readonly kind: "snake-case"; readonly member: Member; readonly name: string; readonly place: Place };

export interface Coerced {
  /** The value for a validator; only what the vocabulary knows, and objects have no prototype, so any key is safe. */
  readonly value: unknown;
  readonly laxities: readonly Laxity[];
  readonly strangers: readonly Stranger[];
  readonly absences: readonly Absence[];
  /** Members that have the very value which counts where they are left out. */
  readonly defaults: readonly Member[];
}

/** A member whose key the vocabulary does not know. */
export interface Stranger {
  readonly member: Member;
  readonly place: Place;
}

/** A field that should be there, although readers do without it. */
export interface Absence {
  readonly object: ObjectNode;
  readonly place: Place;
  readonly field: Field;
}

/**
 * Reads a value as the format's reference model does: keys in snake_case count, texts that hold a number count as
 * numbers. Each such kindness is noted. Members for which `isSeparate` holds are validated elsewhere and left out, and so
 * are the items of such a list.
 */
export function coerce(
  vocabulary: Vocabulary,
  node: ValueNode,
  place: Place,
  isSeparate: (part: Member | ValueNode) => boolean,
): Coerced {
  const laxities: Laxity[] = [];
  const strangers: Stranger[] = [];
  const absences: Absence[] = [];
  const defaults: Member[] = [];
  return { value: read(node, place), laxities, strangers, absences, defaults };

  function read(node: ValueNode, at: Place | undefined): unknown {
    switch (node.kind) {
      case "object":
        return readObject(node, at);
      case "array":
        return isSeparate(node) ? [] : node.items.map((item) => readItem(item, at));
      case "string":
        return at ? readString(node, at) : node.value;
      case "number":
        if (at) noteWholeFloat(node, at);
        return node.value;
      case "invalid":
        return undefined;
      default:
        return node.value;
    }
  }

  function readItem(item: ValueNode, at: Place | undefined): unknown {
    const inner = at && vocabulary.item(at);
    return read(item, inner);
  }

  function readObject(object: ObjectNode, at: Place | undefined): Record<string, unknown> {
    const { members } = object;
    const result: Record<string, unknown> = Object.create(null);
    if (!at) return result;
    const fields = vocabulary.fields(at);
    const isMap = at.layers.some(({ schema }) => schema.additionalProperties);
    for (const member of members) {
      if (isSeparate(member)) continue;
      const name = nameOf(member, fields, at);
      const field = fields.get(name);
      if (field?.status === "extra") continue;
      if (field || isMap) result[name] = valueIn(member, field?.place ?? vocabulary.member(at, name));
      else if (fields.size > 0) strangers.push({ member, place: at });
    }
    for (const field of fields.values()) {
      if (field.status === "expected" && !(field.name in result)) absences.push({ object, place: at, field });
    }
    return result;
  }

  function valueIn(member: Member, at: Place | undefined): unknown {
    const { value } = member;
    if (!value || value.kind === "invalid") return UNREADABLE;
    const standard = at?.schema.default;
    if (standard !== undefined && standard !== null && "value" in value && value.value === standard)
      defaults.push(member);
    return read(value, at);
  }

  function nameOf(member: Member, fields: ReadonlyMap<string, { status: string }>, at: Place): string {
    const written = member.name;
    if (fields.has(written)) return written;
    const name = camelCaseOf(written);
    if (name === undefined || !fields.has(name) || fields.get(name)?.status === "extra") return written;
    laxities.push({ kind: "snake-case", member, name, place: at });
    return findMember(member.parent, name) ? written : name;
  }

  function readString(node: StringNode, at: Place): unknown {
    const { schema } = at;
    if (isOfType(schema, "string") || !(isOfType(schema, "number") || isOfType(schema, "integer")))
      return node.value;
    const value = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(node.value)
      ? Number(node.value)
      : Number.NaN;
    if (!Number.isFinite(value) || (!isOfType(schema, "number") && !Number.isInteger(value)))
      return node.value;
    laxities.push({ kind: "number-as-text", node, value, place: at });
    return value;
  }

  function noteWholeFloat(node: NumberNode, at: Place): void {
    const { schema } = at;
    if (!isOfType(schema, "integer") || isOfType(schema, "number") || !Number.isInteger(node.value)) return;
    if (/[.eE]/.test(node.text)) laxities.push({ kind: "whole-float", node, place: at });
  }
}

/** Stands for a value that could not be read, so that its field does not count as missing. */
const UNREADABLE = Symbol("unreadable");
