/** Fields as the format's Python package reads them: under either spelling of the key, coerced to the type of the field. */

import { booleanFromNumber, booleanFromString, numberFromString } from "../schema/coercion.js";
import { snakeCaseOf } from "../schema/names.js";
import { findMember, type Member, type ObjectNode, type ValueNode } from "../syntax/tree.js";
import { type Decimal, readDecimal } from "../text/exact.js";

/** A field with a value that the package reads. */
interface ReadField<Value> {
  readonly value: Value;
  readonly node: ValueNode;
  readonly member: Member;
}

/** A field with a value that the package rejects, or that is not a number that can be compared. */
interface UnreadField {
  readonly value: undefined;
  readonly node: ValueNode;
  readonly member: Member;
}

/** Undefined if the field is absent or null. */
export type Field<Value> = ReadField<Value> | UnreadField | undefined;

/** The member that holds a field: its camelCase key takes precedence over the snake_case one. */
export function fieldMember(object: ValueNode | undefined, name: string): Member | undefined {
  return findMember(object, name) ?? findMember(object, snakeCaseOf(name));
}

/** The value of a field; undefined if it is absent or null. */
export function fieldValue(object: ValueNode | undefined, name: string): ValueNode | undefined {
  const value = fieldMember(object, name)?.value;
  return value?.kind === "null" ? undefined : value;
}

/** A field of type number: strings that hold a number count, and `true` is 1. */
export function numberField(object: ValueNode | undefined, name: string): Field<Decimal> {
  return readField(object, name, numberOf);
}

/** A field of type boolean: 1, 0, and words such as "yes" and "off" count. */
export function booleanField(object: ValueNode | undefined, name: string): Field<boolean> {
  return readField(object, name, booleanOf);
}

/** A field of type string; nothing is coerced. */
export function stringField(object: ValueNode | undefined, name: string): Field<string> {
  return readField(object, name, (node) => (node.kind === "string" ? node.value : undefined));
}

/** A number that no schema describes: only a JSON number counts, under exactly this key. */
export function plainNumber(object: ValueNode | undefined, key: string): ReadField<Decimal> | undefined {
  const member = findMember(object, key);
  const node = member?.value;
  const value = node?.kind === "number" ? readDecimal(node.text) : undefined;
  return value && node && member ? { value, node, member } : undefined;
}

/** The objects of an array. */
export function objectsOf(node: ValueNode | undefined): ObjectNode[] {
  return node?.kind === "array" ? node.items.filter((item) => item.kind === "object") : [];
}

function readField<Value>(
  object: ValueNode | undefined,
  name: string,
  read: (node: ValueNode) => Value | undefined,
): Field<Value> {
  const member = fieldMember(object, name);
  const node = member?.value;
  if (!member || !node || node.kind === "null") return undefined;
  const value = read(node);
  return value === undefined ? { value: undefined, node, member } : { value, node, member };
}

function numberOf(node: ValueNode): Decimal | undefined {
  switch (node.kind) {
    case "number":
      return readDecimal(node.text);
    case "boolean":
      return readDecimal(node.value ? "1" : "0");
    case "string": {
      const json = numberFromString(node.value, false);
      return json === undefined ? undefined : readDecimal(json);
    }
    default:
      return undefined;
  }
}

function booleanOf(node: ValueNode): boolean | undefined {
  switch (node.kind) {
    case "boolean":
      return node.value;
    case "number":
      return booleanFromNumber(node.value);
    case "string":
      return booleanFromString(node.value);
    default:
      return undefined;
  }
}
