import {
  type BooleanNode,
  findMember,
  findValue,
  type Member,
  type NumberNode,
  type ObjectNode,
  type StringNode,
  type ValueNode,
  walk,
} from "../syntax/tree.js";
import type { Assertion, CoercedType, Instance, Keyword } from "./assertions.js";
import {
  booleanFromNumber,
  booleanFromString,
  FLOAT_INTEGER_LIMIT,
  isFloat,
  numberFromString,
} from "./coercion.js";
import type { EffectiveSchema } from "./effective-schema.js";
import type { Contents, Field, SchemaLocation } from "./location.js";
import { snakeCaseOf } from "./names.js";
import { type Schema, type TypeName, typesOf } from "./schema.js";
import type { Lookup } from "./variants.js";

/** Maximum number of findings in one section: more than a person reads about one stage. */
const MAX_FINDINGS = 100;

/** RFC 3339. */
const TIME_STAMP = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * A value that its schema rejects. `member` is the member that holds the value; undefined if there is none.
 */
interface Refused {
  readonly node: ValueNode;
  readonly member: Member | undefined;
  readonly place: SchemaLocation;
}

/** A violation of a schema, in terms of the document. */
export type SchemaViolation =
  | (Refused & { readonly kind: "type"; readonly expected: readonly TypeName[] })
  | (Refused & { readonly kind: "null" })
  | (Refused & { readonly kind: "enum"; readonly allowed: readonly unknown[] })
  | (Refused & {
      readonly kind: "range";
      /** The number that the value is read as. */
      readonly value: number;
      readonly limit: number;
      readonly bound: "minimum" | "maximum";
    })
  /** `schema` has the keyword. */
  | (Refused & { readonly kind: "other"; readonly keyword: Keyword; readonly schema: Schema })
  /** The number of a field is not less than that of another one, or above it. */
  | (Refused & {
      readonly kind: "order";
      readonly field: Field;
      /** The number that the field has, or its default. */
      readonly value: number;
      readonly mayBeEqual: boolean;
      readonly other: Field;
      /** The member of the other field; undefined if its default counts. */
      readonly otherMember: Member | undefined;
      readonly limit: number;
    })
  | {
      readonly kind: "missing";
      readonly object: ObjectNode;
      readonly place: SchemaLocation;
      readonly field: Field;
    };

/** A spelling that the format's Python package accepts and other implementations drop or reject. */
export type Coercion =
  | {
      readonly kind: "number-as-text";
      readonly node: StringNode;
      /** The number as JSON, with the digits that stand in the string. */
      readonly json: string;
      readonly place: SchemaLocation;
    }
  | { readonly kind: "number-as-boolean"; readonly node: BooleanNode; readonly place: SchemaLocation }
  | {
      readonly kind: "boolean-as-text";
      readonly node: StringNode;
      readonly value: boolean;
      readonly place: SchemaLocation;
    }
  | {
      readonly kind: "boolean-as-number";
      readonly node: NumberNode;
      readonly value: boolean;
      readonly place: SchemaLocation;
    }
  | { readonly kind: "whole-float"; readonly node: NumberNode; readonly place: SchemaLocation }
  | {
      readonly kind: "snake-case";
      readonly member: Member;
      readonly name: string;
      readonly place: SchemaLocation;
    }
  | {
      readonly kind: "time-stamp";
      readonly node: StringNode;
      readonly name: string;
      readonly place: SchemaLocation;
    };

/** A field that the schema of its object does not define. */
export interface UnknownField {
  readonly member: Member;
  readonly place: SchemaLocation;
}

/** A field that is deprecated, or has a new name. */
export interface OutdatedField {
  readonly member: Member;
  readonly field: Field;
  /** Of the object. */
  readonly place: SchemaLocation;
}

/** A field that its object should have, and that implementations do without. */
export interface MissingRecommended {
  readonly object: ObjectNode;
  readonly place: SchemaLocation;
  readonly field: Field;
}

/** A place where a thing is named: the value of a field, or a key of a map. */
export interface Reference {
  /** Of the thing, as the vocabulary calls it: `benchmark`, `calibrationCorpus` … */
  readonly kind: string;
  readonly name: string;
  readonly at: ValueNode | Member;
  /** Whether the name is the key of a member, not a value. */
  readonly isKey: boolean;
  /** True where the thing is defined, false where it is only mentioned. */
  readonly isDeclaration: boolean;
}

/** A value about which the vocabulary says more than validators check. */
interface Marked {
  readonly node: StringNode | NumberNode;
  readonly place: SchemaLocation;
  /** The schema of the place that has `holds` or `plausibleMaximum`. */
  readonly schema: Schema;
}

/** A part of the document that one schema describes: the envelope, one stage, one root extension. */
export interface Section {
  readonly node: ValueNode;
  readonly place: SchemaLocation;
  readonly findings: readonly SchemaViolation[];
  readonly coercions: readonly Coercion[];
  readonly unknownFields: readonly UnknownField[];
  readonly missingRecommended: readonly MissingRecommended[];
  readonly outdated: readonly OutdatedField[];
  /** Members whose value is the default that applies if they are omitted. */
  readonly defaults: readonly Member[];
  readonly references: readonly Reference[];
  /** Objects with a repeated key, including objects that no schema describes. */
  readonly ambiguous: readonly ObjectNode[];
  readonly marked: readonly Marked[];
}

/** The kinds of remarks about a section. */
export const REMARKS = [
  "findings",
  "coercions",
  "unknownFields",
  "missingRecommended",
  "outdated",
  "defaults",
  "ambiguous",
  "marked",
] as const;
export type Remark = (typeof REMARKS)[number];

/**
 * Checks one part of a document as the format's Python package reads it: keys in snake_case count, values are coerced to
 * the type of their field, and each such kindness is noted.
 * @param isSeparate holds for members that are a part of their own, and for a list whose items are
 */
export function checkSection(
  vocabulary: EffectiveSchema,
  node: ValueNode,
  place: SchemaLocation,
  isSeparate?: IsSeparate,
): Section {
  return new SectionCheck(vocabulary, node, place, isSeparate);
}

type IsSeparate = (part: Member | ValueNode) => boolean;

class SectionCheck implements Section {
  readonly node: ValueNode;
  readonly place: SchemaLocation;
  readonly findings: SchemaViolation[] = [];
  readonly coercions: Coercion[] = [];
  readonly unknownFields: UnknownField[] = [];
  readonly missingRecommended: MissingRecommended[] = [];
  readonly outdated: OutdatedField[] = [];
  readonly defaults: Member[] = [];
  readonly references: Reference[] = [];
  readonly ambiguous: ObjectNode[] = [];
  readonly marked: Marked[] = [];
  readonly #vocabulary: EffectiveSchema;
  readonly #isSeparate: IsSeparate | undefined;

  constructor(
    vocabulary: EffectiveSchema,
    node: ValueNode,
    place: SchemaLocation,
    isSeparate: IsSeparate | undefined,
  ) {
    this.node = node;
    this.place = place;
    this.#vocabulary = vocabulary;
    this.#isSeparate = isSeparate;
    this.#read(node, undefined, place);
  }

  #read(node: ValueNode, member: Member | undefined, place: SchemaLocation): void {
    const { kind } = node;
    if (kind === "invalid") return; // it has its own message
    this.#judge(node, member, place);
    if (kind === "object") this.#readMembers(node, place);
    else if (kind === "array") {
      if (this.#isSeparate?.(node)) return;
      const inner = this.#vocabulary.item(place);
      if (!inner) this.#readUnknown(node);
      else for (const item of node.items) this.#read(item, undefined, inner);
    }
  }

  #readMembers(object: ObjectNode, at: SchemaLocation): void {
    const { members, hasEqualKeys } = object;
    if (hasEqualKeys) this.ambiguous.push(object);
    const place = this.#vocabulary.placeOfObject(at, valuesIn(object));
    const contents = this.#vocabulary.contents(place);
    const { fields, snakeCase, wanted, others, keys } = contents;
    const kind = keys?.names;
    /** Number of fields in `wanted` that are present under their own names. */
    let there = 0;
    for (let i = 0; i < members.length; i++) {
      const member = members[i] as Member;
      if (this.#isSeparate?.(member)) continue;
      if (kind !== undefined)
        this.references.push({ kind, name: member.name, at: member, isKey: true, isDeclaration: false });
      // JSON parsers drop a member if a later one has the same key.
      if (hasEqualKeys && findMember(object, member.name) !== member) {
        this.#readUnknown(member.value);
        continue;
      }
      const field = fields.get(member.name) ?? this.#inSnakeCase(member, snakeCase, place);
      if (field?.isOutdated) this.outdated.push({ member, field, place });
      if (field?.isWanted && field.name === member.name) there++;
      const { value } = member;
      if (field?.isMoment && value?.kind === "string") this.#noteTimeStamp(value, field);
      if (field?.status === "extra") {
        if (value) this.#readExtra(value, field.place);
        // In a map it is an entry like any other.
        if (value && value.kind !== "invalid" && others) this.#judge(value, member, others);
        continue;
      }
      const inner = field ? field.place : others;
      if (!inner) {
        if (fields.size > 0 && !place.isOpen) this.unknownFields.push({ member, place });
        this.#readUnknown(value);
      } else if (value) {
        const standard = inner.default;
        if (
          standard !== undefined &&
          "value" in value &&
          value.value === standard &&
          !inner.schema.avoidDefault
        )
          this.defaults.push(member);
        this.#read(value, member, inner);
      }
    }
    if (there !== wanted.length)
      for (let i = 0; i < wanted.length; i++) this.#lookFor(wanted[i] as Field, object, place);
    if (contents.orders.length > 0) this.#compare(object, contents);
    if (contents.dependents.size > 0) this.#lookForDependents(object, contents, place);
  }

  /** The order of numbers: a default counts for a field that is not there. */
  #compare(object: ObjectNode, { orders }: Contents): void {
    for (const { field, other, mayBeEqual } of orders) {
      const member = memberOf(object, field);
      const otherMember = memberOf(object, other);
      const value = numberOf(member?.value ?? field.place.default);
      const limit = numberOf(otherMember?.value ?? other.place.default);
      const node = member?.value ?? otherMember?.value;
      if (value === undefined || limit === undefined || !node) continue;
      if (mayBeEqual ? value <= limit : value < limit) continue;
      this.#find({
        kind: "order",
        node,
        member,
        place: field.place,
        field,
        mayBeEqual,
        other,
        otherMember,
        limit,
        value,
      });
    }
  }

  #lookForDependents(object: ObjectNode, { dependents }: Contents, place: SchemaLocation): void {
    // Fields that are always required were checked already.
    for (const { name } of object.members)
      for (const field of dependents.get(name) ?? [])
        if (this.#vocabulary.fields(place).get(field.name)?.status !== "required")
          this.#lookFor(field, object, place);
  }

  /** What no schema describes. */
  #readUnknown(value: ValueNode | undefined): void {
    walk(value, (node) => {
      if (node.kind === "object" && node.hasEqualKeys) this.ambiguous.push(node);
    });
  }

  /** It is never validated. What it names counts all the same, and so does how it writes the time. */
  #readExtra(value: ValueNode, place: SchemaLocation): void {
    const section = new SectionCheck(this.#vocabulary, value, place, undefined);
    const { references, coercions, ambiguous, marked } = section;
    for (const one of marked) this.marked.push(one);
    for (const object of ambiguous) this.ambiguous.push(object);
    for (const reference of references) this.references.push(reference);
    for (const coercion of coercions) if (coercion.kind === "time-stamp") this.coercions.push(coercion);
  }

  #lookFor(field: Field, object: ObjectNode, place: SchemaLocation): void {
    if (findMember(object, field.name) || findMember(object, field.snakeName)) return;
    if (field.status === "expected") this.missingRecommended.push({ object, place, field });
    else this.#find({ kind: "missing", object, place, field });
  }

  /** Returns the field of a snake_case key; undefined if unknown or also present in its own spelling. */
  #inSnakeCase(
    member: Member,
    snakeCase: ReadonlyMap<string, Field>,
    place: SchemaLocation,
  ): Field | undefined {
    const field = snakeCase.get(member.name);
    if (!field) return undefined;
    const { name } = field;
    this.coercions.push({ kind: "snake-case", member, name, place });
    return findMember(member.parent, name) ? undefined : field;
  }

  /** One problem of a value is one finding. */
  #judge(node: ValueNode & Instance, member: Member | undefined, place: SchemaLocation): void {
    const { coercedType, isWhole, isName, marks, assertions } = this.#vocabulary.demands(place);
    if (marks && (node.kind === "string" || node.kind === "number"))
      this.marked.push({ node, place, schema: marks });
    if (isName && node.kind === "string") this.#noteName(node, place);
    if (isWhole && node.kind === "number") this.#noteWholeFloat(node, place);
    const instance = coercedType === undefined ? node : this.#coerced(node, coercedType, place);
    for (let i = 0; i < assertions.length; i++) {
      const assertion = assertions[i] as Assertion;
      if (assertion.isMet(instance)) continue;
      this.#find(violationOf(assertion, { node, member, place }, instance));
      return;
    }
  }

  /** The value that the Python package reads where it wants another type, or the value itself. */
  #coerced(node: ValueNode & Instance, type: CoercedType, place: SchemaLocation): Instance {
    switch (node.kind) {
      case "string":
        return (
          (type === "boolean" ? this.#booleanIn(node, place) : this.#numberIn(node, type, place)) ?? node
        );
      case "boolean":
        if (type === "boolean") return node;
        this.coercions.push({ kind: "number-as-boolean", node, place });
        return { kind: "number", value: Number(node.value) };
      case "number": {
        const value = type === "boolean" ? booleanFromNumber(node.value) : undefined;
        if (value === undefined) return node;
        this.coercions.push({ kind: "boolean-as-number", node, value, place });
        return { kind: "boolean", value };
      }
      default:
        return node;
    }
  }

  #numberIn(node: StringNode, type: CoercedType, place: SchemaLocation): Instance | undefined {
    const json = numberFromString(node.value, type === "integer");
    if (json === undefined) return undefined;
    this.coercions.push({ kind: "number-as-text", node, json, place });
    return { kind: "number", value: Number(json) };
  }

  #booleanIn(node: StringNode, place: SchemaLocation): Instance | undefined {
    const value = booleanFromString(node.value);
    if (value === undefined) return undefined;
    this.coercions.push({ kind: "boolean-as-text", node, value, place });
    return { kind: "boolean", value };
  }

  #noteName(node: StringNode, { schema: { names, declares } }: SchemaLocation): void {
    const reference = { name: node.value, at: node, isKey: false };
    if (declares !== undefined) this.references.push({ kind: declares, ...reference, isDeclaration: true });
    if (names !== undefined && names !== declares)
      this.references.push({ kind: names, ...reference, isDeclaration: false });
  }

  #noteTimeStamp(node: StringNode, { name, place }: Field): void {
    if (!TIME_STAMP.test(node.value)) this.coercions.push({ kind: "time-stamp", node, name, place });
  }

  #noteWholeFloat(node: NumberNode, place: SchemaLocation): void {
    const { value, text } = node;
    if (Number.isInteger(value) && Math.abs(value) < FLOAT_INTEGER_LIMIT && isFloat(text))
      this.coercions.push({ kind: "whole-float", node, place });
  }

  #find(finding: SchemaViolation): void {
    if (this.findings.length < MAX_FINDINGS) this.findings.push(finding);
  }
}

/** The value of a field of an object, in either spelling of its key. */
export function valuesIn(object: ObjectNode): Lookup {
  return (name) => {
    const value = findValue(object, name) ?? findValue(object, snakeCaseOf(name));
    return value?.kind === "invalid" ? undefined : value;
  };
}

function memberOf(object: ObjectNode, { name, snakeName }: Field): Member | undefined {
  return findMember(object, name) ?? findMember(object, snakeName);
}

/** The number that a value is read as, be it a default or in the file; undefined for any other value. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  const node = value as ValueNode | undefined;
  if (node?.kind === "number") return node.value;
  const json = node?.kind === "string" ? numberFromString(node.value, false) : undefined;
  return json === undefined ? undefined : Number(json);
}

function violationOf({ keyword, schema }: Assertion, refused: Refused, { value }: Instance): SchemaViolation {
  const isNull = refused.node.kind === "null";
  switch (keyword) {
    case "type":
      return isNull ? { kind: "null", ...refused } : { kind: "type", ...refused, expected: typesOf(schema) };
    case "enum":
      return isNull ? { kind: "null", ...refused } : { kind: "enum", ...refused, allowed: schema.enum ?? [] };
    case "minimum":
    case "maximum":
      return {
        kind: "range",
        ...refused,
        value: Number(value),
        limit: Number(schema[keyword]),
        bound: keyword,
      };
    default:
      return { kind: "other", ...refused, keyword, schema };
  }
}
