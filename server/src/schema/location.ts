/** The places of a document as the vocabulary describes them, and the fields of an object. */
import type { Demands } from "./assertions.js";
import type { Domain } from "./domain.js";
import { snakeCaseOf } from "./names.js";
import { type Phase, type Schema, type StageSchema, type VocabularyFile, valueTypesOf } from "./schema.js";
import type { Variants } from "./variants.js";

/** A stage type of a declared domain. */
export interface StageType {
  readonly name: string;
  readonly schema: StageSchema;
  readonly domain: Domain;
  readonly phase: Phase;
  /** Index of the phase in execution order; an undefined phase comes last. */
  readonly order: number;
}

/** A schema and where it is written. */
export interface Layer {
  readonly schema: Schema;
  readonly file: VocabularyFile;
  /** `core`, or the id of the domain that owns it. */
  readonly owner: string;
  /** JSON pointer of the schema in the owner's file. */
  readonly pointer: string;
  /** JSON pointer of what describes the parts of the value, if that is elsewhere: the target of a reference. */
  readonly inside?: string;
  /** Fields of the object whose values make the layer apply; undefined for one that always does. */
  readonly decidedBy?: readonly string[];
}

/**
 * What the declared domains say about one place of a document. Most places have one schema; the root, `source`
 * and every stage are described by the core and by domains together.
 */
export interface SchemaLocation {
  /** The schema that comes first; it never has a `$ref`. Later ones that narrow it are included. */
  readonly schema: Schema;
  readonly owner: string;
  /** `owner#pointer`: names the place in the vocabulary files. */
  readonly id: string;
  /** The value that applies if the document does not set one; undefined if there is no default. */
  readonly default: unknown;
  readonly layers: readonly Layer[];
  /** The stage type, if the place is a whole stage or a field of one. */
  readonly stage: StageType | undefined;
  /** Whether the place may have fields other than the known ones: true for a stage of unknown type. */
  readonly isOpen: boolean;
}

/**
 * A place with cached facts from its vocabulary. They are stored on the place because every value needs them.
 */
export interface KnownPlace extends SchemaLocation {
  demands: Demands | undefined;
  contents: Contents | undefined;
  kinds: ReadonlySet<string> | undefined;
  items: { readonly place: SchemaLocation | undefined } | undefined;
  variants: readonly LayerVariants[] | undefined;
  /** The same place with the variants that apply, by their indexes. */
  readonly refined: Map<string, SchemaLocation>;
}

/** The variants of one layer. */
export interface LayerVariants {
  readonly layer: Layer;
  readonly variants: Variants;
}

/** What may stand in an object. */
export interface Contents {
  /** Required first, then in the order of the vocabulary, extras last. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Those of them that the Python package also reads in snake_case, by that spelling. */
  readonly snakeCase: ReadonlyMap<string, Field>;
  /** The fields that it has to have, or should. */
  readonly wanted: readonly Field[];
  /** The place of every member of a map, regardless of its key. */
  readonly others: SchemaLocation | undefined;
  /** What is said about the keys of a map, such as the benchmarks of the acceptance criteria. */
  readonly keys: Schema | undefined;
  /** The fields that must be less than another one. */
  readonly orders: readonly FieldOrder[];
  /** Field → the fields that it requires. */
  readonly dependents: ReadonlyMap<string, readonly Field[]>;
}

/** A field whose number must be less than that of another field of its object, or must not exceed it. */
export interface FieldOrder {
  readonly field: Field;
  readonly other: Field;
  readonly mayBeEqual: boolean;
}

/** A field that may stand in an object. */
export interface Field {
  readonly name: string;
  /** Its name in snake_case; its very name if that is the same, or if the Python package does not know the field. */
  readonly snakeName: string;
  readonly place: SchemaLocation;
  /** `expected`: may be missing, with a warning. `extra`: known by name only, never validated. */
  readonly status: "required" | "expected" | "optional" | "extra";
  /** An object has to have it, or should. */
  readonly isWanted: boolean;
  /** Its text says when something happened, as the name tells. */
  readonly isMoment: boolean;
  /** It is deprecated, or has a new name. */
  readonly isOutdated: boolean;
  /** Fields whose values make it required; undefined for one that is in any case. */
  readonly requiredBy?: readonly string[] | undefined;
}

/** Makes the place that some layers describe. */
export function place(layers: readonly Layer[], stage?: StageType, isOpen = false): KnownPlace {
  const [first, ...others] = layers as [Layer, ...Layer[]];
  const schema = others.reduce((all, layer) => shownTogether(all, layer), first.schema);
  return {
    schema,
    owner: first.owner,
    id: `${first.owner}#${first.pointer}`,
    default: schema.default,
    layers,
    stage,
    isOpen,
    demands: undefined,
    contents: undefined,
    kinds: undefined,
    items: undefined,
    variants: undefined,
    refined: new Map(),
  };
}

/** Keywords of a layer that applies only sometimes and narrows what the layers before it say, as people are told. */
const NARROWING = ["description", "default", "enum", "const", "minimum", "maximum"] as const;

/** What is shown of a schema and of a layer that narrows it; what is checked are both. */
function shownTogether(schema: Schema, { schema: narrower, decidedBy }: Layer): Schema {
  if (decidedBy === undefined) return schema;
  const narrowing = NARROWING.filter((keyword) => narrower[keyword] !== undefined);
  if (narrowing.length === 0) return schema;
  return { ...schema, ...Object.fromEntries(narrowing.map((keyword) => [keyword, narrower[keyword]])) };
}

/** How much a reader misses a field that is not there. */
const RANK = { required: 0, expected: 1, optional: 2, extra: 3 };

export function byStatus(a: Field, b: Field): number {
  return RANK[a.status] - RANK[b.status];
}

export function fieldOf(
  name: string,
  status: Field["status"],
  place: SchemaLocation,
  requiredBy?: readonly string[],
): Field {
  const { deprecated, renamedTo } = place.schema;
  return {
    name,
    snakeName: status === "extra" ? name : snakeCaseOf(name),
    place,
    status,
    isWanted: RANK[status] <= RANK.expected,
    isMoment: name.endsWith("At"),
    isOutdated: deprecated === true || renamedTo !== undefined,
    requiredBy,
  };
}

/** A field that two layers describe: the first says what it is, and a value must suit both. */
export function both(first: Field, second: Field): Field {
  const stronger = byStatus(second, first) < 0 ? second : first;
  const layers = [...first.place.layers, ...second.place.layers];
  return fieldOf(first.name, stronger.status, place(layers, first.place.stage), stronger.requiredBy);
}

/** The same field, which an object must have because of the values of others. */
export function required({ name, place }: Field, requiredBy: readonly string[] | undefined): Field {
  return fieldOf(name, "required", place, requiredBy);
}

/** Whether two fields hold the same kind of value in the same unit. */
export function isSameField({ place: { schema: a } }: Field, { place: { schema: b } }: Field): boolean {
  const typesA = valueTypesOf(a);
  const typesB = valueTypesOf(b);
  return (
    a.unit === b.unit && typesA.length === typesB.length && typesA.every((type) => typesB.includes(type))
  );
}

export function bySnakeCase(fields: ReadonlyMap<string, Field>): ReadonlyMap<string, Field> {
  const found = new Map<string, Field>();
  for (const field of fields.values()) if (!fields.has(field.snakeName)) found.set(field.snakeName, field);
  return found;
}

export function statusIn(schema: Schema, name: string): Field["status"] {
  if (schema.required?.includes(name)) return "required";
  return schema.expected?.includes(name) ? "expected" : "optional";
}
