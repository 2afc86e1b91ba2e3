import { type Fix, rule } from "../../lint/rule.js";
import type { Alloy } from "../../model/alloy.js";
import type { Field, SchemaLocation } from "../../schema/location.js";
import { Candidates } from "../../schema/names.js";
import { isCommentary } from "../../schema/near-field.js";
import { placeholderFor } from "../../schema/placeholder.js";
import { type SchemaViolation, valuesIn } from "../../schema/validate.js";
import { expectation, list, show } from "../../schema/words.js";
import { insertMembers } from "../../syntax/edits.js";
import type { Member, ObjectNode, Span, ValueNode } from "../../syntax/tree.js";
import { groupBy } from "../../text/group-by.js";
import { t } from "../../text/l10n.js";

type Missing = Extract<SchemaViolation, { kind: "missing" }>;
interface Data extends Missing {
  /** A member whose key was probably meant to be the missing one. */
  readonly misspelled: Member | undefined;
  /** All that is missing in the same object. */
  readonly all: readonly Missing[];
}

const ENVELOPE = '"name": "a", "version": "1.0.0", "source": {"baseModel": "a", "architecture": "b"}';

/** A required field is missing. */
export const schemaRequired = rule<Data>({
  code: "schema/required",
  severity: "error",
  summary: "Missing required field",
  explanation:
    "The forge-alloy packages reject an object without this field. In a stage, the problem is reported at `type`, which determines the required fields.",
  examples: {
    bad: [
      `{${ENVELOPE}, "stages": [{"type": ‹"prune"›, "strategy": "entropy"}]}`,
      `{${ENVELOPE}, "stages": [{"type": "eval", "benchmarks": [‹{›"subset": "a"}]}]}`,
      `{${ENVELOPE}, "stages": [{"type": "prune", ‹"stratgy"›: "entropy", "level": 0.3}]}`,
      `{${ENVELOPE}, "stages": [‹{›"level": 0.3}]}`,
      '{"name": "a", "version": "1.0.0", ‹"source"›: {"baseModel": "a"}}',
      '‹{›"version": "1.0.0", "source": {"baseModel": "a", "architecture": "b"}}',
      '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a", "architecture": "b"}, "stages": [{"type": ‹‹"prune"››}]}',
      '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a", "architecture": "b"}, "stages": [{"type": ‹"prune"›, "level": 0.3}]}',
      '{‹"nme"›: "a", "version": "1.0.0", "source": {"baseModel": "a", "architecture": "b"}}',
      '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a", "architecture": "b"}, "stages": [{"type": "eval", "benchmarks": [{‹"nam"›: "a"}]}]}',
      '{"name": "a", "version": "1.0.0", "source": {"foo": 1, ‹"baseModle"›: "a", "architecture": "b"}}',
      '{"version": "1.0.0", "name": "a", ‹"source"›: {"architecture": "b", "type": "x"}}',
      '{"name": "a", "version": "1.0.0", ‹"source"›: {"base_model": "a", "base__model": "b"}}',
      '{"$name": "a", "version": "1.0.0", ‹"source"›: {"_architecture": "a", "baseModel": "b"}, "name": "a"}',
    ],
    good: [
      `{${ENVELOPE}, "stages": [{"type": "prune", "strategy": "entropy", "level": 0.3}, {"type": "deliver"}]}`,
      '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a", "architecture": "b"}, "stages": [{"type": "prune", "level": 0.3',
    ],
  },
  on: "every",
  scope: "section",
  reads: "findings",
  check(section, report) {
    const byObject = groupBy(
      section.findings.filter((finding) => finding.kind === "missing"),
      ({ object }) => object,
    );
    const unknownFields = groupBy(section.unknownFields, ({ member }) => member.parent);
    for (const [object, all] of byObject) {
      if (!object.closed) continue; // still being typed
      const members = (unknownFields.get(object) ?? []).flatMap(({ member }) =>
        isCommentary(member.name) ? [] : [member],
      );
      const candidates = new Candidates(members.map(({ name }) => name));
      for (const missing of all) {
        const meant = candidates.closest(missing.field.name);
        const misspelled = members.find(({ name }) => name === meant);
        const at = misspelled?.key ?? typeOf(object);
        report(at ?? placeFor(object), { ...missing, misspelled, all }, { isOfHolder: at !== undefined });
      }
    }
  },
  message: ({ field, place, misspelled, object }) => {
    const where = ownerOf(object, place);
    if (misspelled)
      return t`Unknown field "${misspelled.name}"${where}. Did you mean "${field.name}", which is required?`;
    const because = reasonFor(field, object, place);
    return t`Missing required field "${field.name}"${where}: ${expectation(field.place.schema)}.${because}`;
  },
  fixes: (data, alloy) => {
    const { misspelled, field, all } = data;
    if (misspelled) {
      const { start, end } = misspelled.key;
      const edits = [{ start, end, text: JSON.stringify(field.name) }];
      return [{ title: t`Rename to "${field.name}"`, edits, safe: false, preferred: true }];
    }
    // Only the author knows which stage was meant.
    if (field.place.schema.names === "stageType") return [];
    const one = addFields(alloy, data, [data]);
    return all.length > 1 ? [addFields(alloy, data, all), { ...one, preferred: false }] : [one];
  },
});

/** The values that make a field required, as a sentence; empty if it is required in any case. */
function reasonFor({ requiredBy = [] }: Field, object: ObjectNode, { layers }: SchemaLocation): string {
  if (requiredBy.length === 0) return "";
  const valueAt = valuesIn(object);
  const words = requiredBy.map((name) => {
    const value = valueAt(name)?.value ?? defaultIn(layers, name);
    return value === undefined ? t`"${name}" is set` : t`"${name}" is ${show(value)}`;
  });
  return t` Required because ${list(words, "and")}.`;
}

function defaultIn(layers: SchemaLocation["layers"], name: string): unknown {
  return layers.map(({ schema }) => schema.properties?.[name]?.default).find((value) => value !== undefined);
}

/** The object that lacks a field, for messages; empty for the document. */
function ownerOf(object: ObjectNode, place: SchemaLocation): string {
  if (!object.parent) return "";
  if (object.parent.kind === "member") return t` in "${object.parent.name}"`;
  return place.stage && place.layers.length > 1 ? t` in "${place.stage.name}"` : t` in this item`;
}

function addFields(
  { tree, vocabulary }: Alloy,
  { object, place }: Missing,
  missing: readonly Missing[],
): Fix {
  const order = [...vocabulary.fields(place).keys()];
  const first = Math.min(...missing.map(({ field }) => order.indexOf(field.name)));
  // After the fields that the vocabulary lists before it; `type` is always first.
  let index = 0;
  object.members.forEach(({ key }, i) => {
    const rank = order.indexOf(key.value);
    if (key.value === "type" || (rank >= 0 && rank < first)) index = i + 1;
  });
  const names = missing.map(({ field }) => `"${field.name}"`);
  return {
    title: t`Add ${list(names, "and")}`,
    edits: insertMembers(
      tree,
      object,
      index,
      missing.map(({ field }) => [field.name, placeholderFor(vocabulary, field)]),
    ),
    safe: false,
    preferred: true,
    isPlaceholder: true,
  };
}

/** The type of a stage: it decides which fields are required. */
function typeOf(object: ObjectNode): ValueNode | undefined {
  if (object.parent?.kind !== "array") return undefined;
  return object.members.find(({ name }) => name === "type")?.value;
}

/** The narrowest place that stands for an object: the key that holds it, else its bracket. */
function placeFor(object: ObjectNode): Span {
  if (object.parent?.kind === "member") return object.parent.key;
  return { start: object.start, end: object.start + 1 };
}
