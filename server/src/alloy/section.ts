import {
  findMember,
  type Member,
  type NumberNode,
  type ObjectNode,
  type StringNode,
  type ValueNode,
} from "../text/tree.js";
import { type Condition, type Judged, unmetCondition } from "./conditions.js";
import { camelCaseOf } from "./names.js";
import { isOfType, type Schema, type TypeName, typesOf } from "./schema.js";
import type { Field, Place, Vocabulary } from "./vocabulary.js";

/** More than anybody reads about one stage. */
const MAX_FINDINGS = 100;

/** A value that its schema refuses. `member` is the member that holds it, where there is one. */
interface Refused {
  readonly node: ValueNode;
  readonly member: Member | undefined;
  readonly place: Place;
}

/** What a schema says about a document, in terms of the document. */
export type Finding =
  | (Refused & { readonly kind: "type"; readonly expected: readonly TypeName[] })
  | (Refused & { readonly kind: "null" })
  | (Refused & { readonly kind: "enum"; readonly allowed: readonly unknown[] })
  | (Refused & { readonly kind: "range"; readonly limit: number; readonly bound: "minimum" | "maximum" })
  | (Refused & { readonly kind: "other"; readonly keyword: Condition })
  | {
      readonly kind: "missing";
      readonly object: ObjectNode;
      readonly place: Place;
      readonly field: Field;
    };

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

/** A part of the document that one schema describes: the envelope, one stage, one root extension. */
export interface Section {
  readonly node: ValueNode;
  readonly place: Place;
  readonly findings: readonly Finding[];
  readonly laxities: readonly Laxity[];
  readonly strangers: readonly Stranger[];
  readonly absences: readonly Absence[];
  /** Members that have the very value which counts where they are left out. */
  readonly defaults: readonly Member[];
}

/** Whether its schema has nothing to say about it. */
export function isSpotless({ findings, laxities, strangers, absences, defaults }: Section): boolean {
  return findings.length + laxities.length + strangers.length + absences.length + defaults.length === 0;
}

/**
 * Checks one part of a document as the format's reference model reads it: keys in snake_case count, texts that hold a
 * number count as numbers, and each such kindness is noted.
 * @param isSeparate holds for members that are a part of their own, and for a list whose items are
 */
export function checkSection(
  vocabulary: Vocabulary,
  node: ValueNode,
  place: Place,
  isSeparate: (part: Member | ValueNode) => boolean = () => false,
): Section {
  return new SectionCheck(vocabulary, node, place, isSeparate);
}

class SectionCheck implements Section {
  readonly node: ValueNode;
  readonly place: Place;
  readonly findings: Finding[] = [];
  readonly laxities: Laxity[] = [];
  readonly strangers: Stranger[] = [];
  readonly absences: Absence[] = [];
  readonly defaults: Member[] = [];

  constructor(
    vocabulary: Vocabulary,
    node: ValueNode,
    place: Place,
    isSeparate: (part: Member | ValueNode) => boolean,
  ) {
    this.node = node;
    this.place = place;
    this.#read(vocabulary, node, undefined, place, isSeparate);
  }

  #read(
    vocabulary: Vocabulary,
    node: ValueNode,
    member: Member | undefined,
    place: Place,
    isSeparate: (part: Member | ValueNode) => boolean,
  ): void {
    if (node.kind === "invalid") return; // it has its own message
    this.#judge(node, this.#asRead(node, place), member, place);
    if (node.kind === "object") this.#readMembers(vocabulary, node, place, isSeparate);
    else if (node.kind === "array") {
      const inner = vocabulary.item(place);
      if (!inner || isSeparate(node)) return;
      for (const item of node.items) this.#read(vocabulary, item, undefined, inner, isSeparate);
    }
  }

  #readMembers(
    vocabulary: Vocabulary,
    object: ObjectNode,
    place: Place,
    isSeparate: (part: Member | ValueNode) => boolean,
  ): void {
    const fields = vocabulary.fields(place);
    const others = vocabulary.others(place);
    for (const member of object.members) {
      if (isSeparate(member) || isOverridden(member)) continue;
      const field = fields.get(member.name) ?? this.#spelledInSnakeCase(member, fields, place);
      if (field?.status === "extra") continue;
      const inner = field ? field.place : others;
      if (!inner) {
        if (fields.size > 0) this.strangers.push({ member, place });
      } else if (member.value) {
        const { value } = member;
        if ("value" in value && value.value === inner.schema.default) this.defaults.push(member);
        this.#read(vocabulary, value, member, inner, isSeparate);
      }
    }
    for (const field of fields.values()) {
      if (field.status !== "required" && field.status !== "expected") break; // those come first
      if (isIn(object, field.name)) continue;
      if (field.status === "expected") this.absences.push({ object, place, field });
      else this.#find({ kind: "missing", object, place, field });
    }
  }

  /** The field that a key in snake_case means, which counts unless its own spelling stands there too. */
  #spelledInSnakeCase(member: Member, fields: ReadonlyMap<string, Field>, place: Place): Field | undefined {
    const name = camelCaseOf(member.name);
    if (name === undefined) return undefined;
    const field = fields.get(name);
    if (!field || field.status === "extra") return undefined;
    this.laxities.push({ kind: "snake-case", member, name, place });
    return findMember(member.parent, name) ? undefined : field;
  }

  /** The value that readers take a node for. */
  #asRead(node: Judged & ValueNode, place: Place): Judged {
    if (node.kind === "number") this.#noteWholeFloat(node, place);
    return node.kind === "string" ? this.#numberIn(node, place) : node;
  }

  #numberIn(node: StringNode, place: Place): Judged {
    const { schema } = place;
    if (isOfType(schema, "string") || !(isOfType(schema, "number") || isOfType(schema, "integer")))
      return node;
    // Number() also reads 0x10, 0b1 and 0o7, and takes blanks for 0.
    const value = /^\s*$|[xbo]/i.test(node.value) ? Number.NaN : Number(node.value);
    if (!Number.isFinite(value) || (!isOfType(schema, "number") && !Number.isInteger(value))) return node;
    this.laxities.push({ kind: "number-as-text", node, value, place });
    return { kind: "number", value };
  }

  #noteWholeFloat(node: NumberNode, place: Place): void {
    const { schema } = place;
    if (!isOfType(schema, "integer") || isOfType(schema, "number") || !Number.isInteger(node.value)) return;
    if (/[.eE]/.test(node.text)) this.laxities.push({ kind: "whole-float", node, place });
  }

  /** One problem of a value is one finding. */
  #judge(node: ValueNode, judged: Judged, member: Member | undefined, place: Place): void {
    for (const { schema } of place.layers) {
      const condition = unmetCondition(schema, judged);
      if (condition === undefined) continue;
      this.#find(findingOf(condition, schema, { node, member, place }));
      return;
    }
  }

  #find(finding: Finding): void {
    if (this.findings.length < MAX_FINDINGS) this.findings.push(finding);
  }
}

/** Whether a later member has the same key: then readers never see this one. */
function isOverridden(member: Member): boolean {
  const { parent } = member;
  return parent.hasEqualKeys && findMember(parent, member.name) !== member;
}

/** Whether an object has a field, under either spelling. */
function isIn(object: ObjectNode, name: string): boolean {
  if (findMember(object, name)) return true;
  return object.members.some((member) => camelCaseOf(member.name) === name);
}

function findingOf(condition: Condition, schema: Schema, refused: Refused): Finding {
  const isNull = refused.node.kind === "null";
  switch (condition) {
    case "type":
      return isNull ? { kind: "null", ...refused } : { kind: "type", ...refused, expected: typesOf(schema) };
    case "enum":
      return isNull ? { kind: "null", ...refused } : { kind: "enum", ...refused, allowed: schema.enum ?? [] };
    case "minimum":
    case "maximum":
      return { kind: "range", ...refused, limit: Number(schema[condition]), bound: condition };
    default:
      return { kind: "other", ...refused, keyword: condition };
  }
}
