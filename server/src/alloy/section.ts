import {
  findMember,
  type Member,
  type ObjectNode,
  parsePointer,
  printPointer,
  type ValueNode,
} from "../text/tree.js";
import { type Absence, coerce, type Laxity, type Stranger } from "./coerce.js";
import { camelCaseOf } from "./names.js";
import type { SchemaError, Validator } from "./registry.js";
import { allowsNull, type TypeName, typesOf } from "./schema.js";
import type { Field, Place, Vocabulary } from "./vocabulary.js";

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
  | (Refused & { readonly kind: "other"; readonly keyword: string })
  | {
      readonly kind: "missing";
      readonly object: ObjectNode;
      readonly place: Place;
      readonly field: Field;
    };

/** A part of the document that one schema describes: the envelope, one stage, one root extension. */
export interface Section {
  readonly node: ValueNode;
  readonly place: Place;
  readonly findings: readonly Finding[];
  readonly laxities: readonly Laxity[];
  readonly strangers: readonly Stranger[];
  readonly absences: readonly Absence[];
  readonly defaults: readonly Member[];
}

/** Whether its schema has nothing to say about it. */
export function isSpotless({ findings, laxities, strangers, absences, defaults }: Section): boolean {
  return findings.length + laxities.length + strangers.length + absences.length + defaults.length === 0;
}

/** Validates one part of a document. `validators` are asked in turn; each sees the value at its own pointer. */
export function checkSection(
  vocabulary: Vocabulary,
  node: ValueNode,
  place: Place,
  validators: readonly { readonly validator: Validator | undefined; readonly key?: string }[],
  isSeparate: (part: Member | ValueNode) => boolean = () => false,
): Section {
  const { value, ...notes } = coerce(vocabulary, node, place, isSeparate);
  const findings: Finding[] = [];
  for (const { validator, key } of validators) {
    const part = key === undefined ? value : (value as Record<string, unknown> | null)?.[key];
    if (!validator || part === undefined) continue;
    const base = key === undefined ? "" : printPointer([key]);
    for (const error of foremost(validator(part))) {
      const finding = translate(vocabulary, node, place, base, error);
      if (finding) findings.push(finding);
    }
  }
  return { node, place, findings, ...notes };
}

const PRECEDENCE = ["type", "enum", "minimum", "maximum"];

/** One problem of a value is one finding: a wrong type is not also a wrong choice. */
function foremost(errors: readonly SchemaError[]): SchemaError[] {
  const first = new Map<string, SchemaError>();
  for (const error of errors) {
    const key =
      error.keyword === "required"
        ? `${error.instancePath} ${error.params.missingProperty}`
        : error.instancePath;
    const other = first.get(key);
    if (!other || rank(error) < rank(other)) first.set(key, error);
  }
  return [...first.values()];
}

function rank(error: SchemaError): number {
  const index = PRECEDENCE.indexOf(error.keyword);
  return index < 0 ? PRECEDENCE.length : index;
}

function translate(
  vocabulary: Vocabulary,
  root: ValueNode,
  rootPlace: Place,
  base: string,
  error: SchemaError,
): Finding | undefined {
  const at = locate(vocabulary, root, rootPlace, base + error.instancePath);
  // A value that is missing or no JSON has its own message already.
  if (!at || at.node.kind === "invalid") return undefined;
  const refused = { node: at.node, member: at.member, place: at.place };
  switch (error.keyword) {
    case "required": {
      if (at.node.kind !== "object") return undefined;
      const field = vocabulary.fields(at.place).get(String(error.params.missingProperty));
      return field && { kind: "missing", object: at.node, place: at.place, field };
    }
    case "type":
      if (at.node.kind === "null") return { kind: "null", ...refused };
      return { kind: "type", ...refused, expected: typesOf(at.place.schema) };
    case "enum":
      if (at.node.kind === "null" && !allowsNull(at.place.schema)) return { kind: "null", ...refused };
      return { kind: "enum", ...refused, allowed: error.params.allowedValues as unknown[] };
    case "minimum":
    case "maximum":
      return { kind: "range", ...refused, limit: Number(error.params.limit), bound: error.keyword };
    default:
      return { kind: "other", ...refused, keyword: error.keyword };
  }
}

/** The node and the place that a validator's pointer means. */
function locate(
  vocabulary: Vocabulary,
  root: ValueNode,
  rootPlace: Place,
  pointer: string,
): { node: ValueNode; member: Member | undefined; place: Place } | undefined {
  let node: ValueNode = root;
  let member: Member | undefined;
  let place: Place | undefined = rootPlace;
  for (const key of parsePointer(pointer) ?? []) {
    if (node.kind === "array") {
      const item: ValueNode | undefined = node.items[Number(key)];
      if (!item) return undefined;
      place = place && vocabulary.item(place);
      node = item;
      member = undefined;
    } else {
      member = findSpelling(node, key);
      if (!member?.value) return undefined;
      place = place && vocabulary.member(place, key);
      node = member.value;
    }
  }
  return place && { node, member, place };
}

/** The member with this key, or with its snake_case spelling, which the reference model accepts. */
function findSpelling(node: ValueNode, key: string): Member | undefined {
  const exact = findMember(node, key);
  if (exact || node.kind !== "object") return exact;
  return node.members.findLast((member) => camelCaseOf(member.name) === key);
}
