import { printPointer } from "../syntax/tree.js";
import { type Demands, demandsOf } from "./assertions.js";
import type { Core, Domain } from "./domain.js";
import { snakeCaseOf } from "./names.js";
import {
  own,
  type Phase,
  resolved,
  type Schema,
  type StageSchema,
  type Suggestion,
  type VocabularyFile,
} from "./schema.js";

/** The domain that an alloy without `domains` speaks. */
export const DEFAULT_DOMAIN = "llm-forge";

/** A stage type of a declared domain. */
export interface StageType {
  readonly name: string;
  readonly schema: StageSchema;
  readonly domain: Domain;
  readonly phase: Phase;
  /** Position of the phase in the order of execution; a phase that nobody describes comes last. */
  readonly order: number;
}

/** A schema and where it is written. */
interface Layer {
  readonly schema: Schema;
  readonly file: VocabularyFile;
  /** `core`, or the id of the domain that owns it. */
  readonly owner: string;
  /** JSON pointer of the schema in the owner's file. */
  readonly pointer: string;
  /** JSON pointer of what describes the parts of the value, if that is elsewhere: the target of a reference. */
  readonly inside?: string;
}

/**
 * What the declared domains say about one place of a document. Most places have one schema; the root, `source`
 * and every stage are described by the core and by domains together.
 */
export interface SchemaLocation {
  /** The schema that comes first; it never has a `$ref`. */
  readonly schema: Schema;
  readonly owner: string;
  /** `owner#pointer`: names the place in the vocabulary files. */
  readonly id: string;
  /** What counts where nothing stands; undefined where nothing does. */
  readonly default: unknown;
  readonly layers: readonly Layer[];
  /** The stage type, where the place is a whole stage or a field of one. */
  readonly stage: StageType | undefined;
  /** Nobody can say what else may stand in it: a stage of a type that is not known. */
  readonly isOpen: boolean;
}

/** What its vocabulary knows of a place once it was asked. It stands at the place, which is asked for at every value. */
interface KnownPlace extends SchemaLocation {
  demands: Demands | undefined;
  contents: Contents | undefined;
  kinds: ReadonlySet<string> | undefined;
  items: { readonly place: SchemaLocation | undefined } | undefined;
}

/** What may stand in an object. */
interface Contents {
  /** Required first, then in the order of the vocabulary, extras last. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Those of them that the Python package also reads in snake_case, by that spelling. */
  readonly snakeCase: ReadonlyMap<string, Field>;
  /** The fields that it has to have, or should. */
  readonly wanted: readonly Field[];
  /** The place of the members of a map, whatever their keys. */
  readonly others: SchemaLocation | undefined;
  /** What is said about the keys of a map, such as the benchmarks of the acceptance criteria. */
  readonly keys: Schema | undefined;
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
}

/** The place of `stages`. */
export const STAGES_ID = "core#/properties/stages";
const SOURCE_ID = "core#/properties/source";
const STAGE_POINTER = "/$defs/Stage";

/** Fields of which a vocabulary keeps the places, some 300 bytes each; after more, it starts anew. */
const MAX_KEPT_FIELDS = 200_000;

/** The vocabularies of the declared domains as one: the schema of every place, the stage types, the lists. */
export class EffectiveSchema {
  /** Declared and registered, in the order of the declaration. */
  readonly domains: readonly Domain[];
  readonly phases: readonly Phase[];
  readonly root: SchemaLocation;
  readonly #core: Core;
  readonly #stageTypes = new Map<string, StageType>();
  readonly #stagePlaces = new Map<string, SchemaLocation>();
  readonly #resolved = new WeakMap<Schema, Schema>();
  /**
   * The contents of what is described by a reference, by its resolved schema. A domain whose references lead to references
   * has places without end; their contents are as many as there are references.
   */
  #referenced = new WeakMap<Schema, Map<StageType | undefined, Contents>>();
  /** Those that know their contents. */
  #filled: KnownPlace[] = [];
  #keptFields = 0;

  /** @param domains each once, in the order of the declaration; if two define a name, the first takes precedence */
  constructor(shared: Core, domains: readonly Domain[]) {
    this.#core = shared;
    this.domains = domains;
    const { file: core, id: owner } = shared;
    this.phases = uniquePhases(
      [core, ...this.domains.map(({ file }) => file)].flatMap(({ phases = [] }) => phases),
    );
    for (const domain of this.domains) {
      for (const [name, schema] of Object.entries(domain.file.stages)) {
        if (this.#stageTypes.has(name)) continue; // the earlier domain's schema is used; a rule reports it
        this.#stageTypes.set(name, this.#stageType(name, schema, domain));
      }
    }
    this.root = place([
      { schema: core, file: core, owner, pointer: "" },
      ...this.domains.flatMap(({ file }) => {
        const { rootExtensions: properties, id: owner } = file;
        return properties ? [{ schema: { properties }, file, owner, pointer: "/rootExtensions" }] : [];
      }),
    ]);
  }

  get stageTypes(): StageType[] {
    return [...this.#stageTypes.values()];
  }

  stageType(name: string): StageType | undefined {
    return this.#stageTypes.get(name);
  }

  /** The format's Python package reads alloys; configurations and domain files are ours alone. */
  get #isReadByPackage(): boolean {
    return this.#core.kind === "alloy";
  }

  /** What is asked of a value at this place. */
  demands(at: SchemaLocation): Demands {
    const known = at as KnownPlace;
    known.demands ??= demandsOf(
      at.layers.map(({ schema }) => schema) as [Schema, ...Schema[]],
      this.#isReadByPackage,
    );
    return known.demands;
  }

  /** What may stand in an object at this place. */
  contents(at: SchemaLocation): Contents {
    const known = at as KnownPlace;
    if (known.contents) return known.contents;
    if (this.#keptFields > MAX_KEPT_FIELDS) this.#forget();
    const contents = this.#contentsOf(known);
    known.contents = contents;
    this.#filled.push(known);
    return contents;
  }

  #contentsOf(at: SchemaLocation): Contents {
    const [{ schema, inside }] = at.layers as [Layer];
    if (at.layers.length > 1 || inside === undefined) return this.#readContents(at);
    const byStage = this.#referenced.get(schema) ?? new Map<StageType | undefined, Contents>();
    this.#referenced.set(schema, byStage);
    const contents = byStage.get(at.stage) ?? this.#readContents(at);
    byStage.set(at.stage, contents);
    return contents;
  }

  #forget(): void {
    for (const known of this.#filled) known.contents = undefined;
    this.#filled = [];
    this.#referenced = new WeakMap();
    this.#keptFields = 0;
  }

  #readContents(at: SchemaLocation): Contents {
    const fields = this.#readFields(at);
    this.#keptFields += fields.size;
    return {
      fields,
      snakeCase: this.#isReadByPackage ? bySnakeCase(fields) : new Map(),
      wanted: [...fields.values()].filter(({ isWanted }) => isWanted),
      others: this.#shared(at, "additionalProperties"),
      keys: at.layers.find(({ schema }) => schema.propertyNames)?.schema.propertyNames,
    };
  }

  /** The fields of an object at this place: required first, then in the order of the vocabulary, extras last. */
  fields(at: SchemaLocation): ReadonlyMap<string, Field> {
    return this.contents(at).fields;
  }

  #readFields(at: SchemaLocation): ReadonlyMap<string, Field> {
    const found = new Map<string, Field>();
    for (const layer of at.layers) {
      for (const [name, schema] of Object.entries(layer.schema.properties ?? {})) {
        const place = this.#inner(at, layer, schema, `properties${printPointer([name])}`);
        const field = fieldOf(name, statusIn(layer.schema, name), place);
        const first = found.get(name);
        if (!first) found.set(name, field);
        else if (at.id === SOURCE_ID) found.set(name, both(first, field));
      }
    }
    for (const layer of at.layers) {
      for (const [name, schema] of Object.entries(layer.schema.extras ?? {})) {
        if (found.has(name)) continue;
        const place = this.#inner(at, layer, schema, `extras${printPointer([name])}`);
        found.set(name, fieldOf(name, "extra", place));
      }
    }
    const sorted = [...found].sort(([, a], [, b]) => RANK[a.status] - RANK[b.status]);
    return new Map(sorted);
  }

  /**
   * The place of the member `key` of an object at `at`, under either spelling of its key; undefined where the vocabulary
   * does not know it.
   */
  member(at: SchemaLocation, key: string): SchemaLocation | undefined {
    const { fields, snakeCase, others } = this.contents(at);
    return (fields.get(key) ?? snakeCase.get(key))?.place ?? others;
  }

  /** What is said about the keys of a map, such as the benchmarks of the acceptance criteria. */
  keys(at: SchemaLocation): Schema | undefined {
    return this.contents(at).keys;
  }

  /** The kinds of things that may be named or declared in a stage of this type. */
  kinds(stageType: string | undefined): ReadonlySet<string> {
    const known = this.stage(stageType) as KnownPlace;
    known.kinds ??= this.#readKinds(known);
    return known.kinds;
  }

  #readKinds(start: SchemaLocation): ReadonlySet<string> {
    const kinds = new Set<string | undefined>();
    // Schemas, not places: a schema that refers to itself has places without end.
    const seen = new Set<Schema>();
    const open: (SchemaLocation | undefined)[] = [start];
    while (open.length > 0) {
      const at = open.pop();
      if (!at || seen.has(at.schema)) continue;
      seen.add(at.schema);
      const { fields, others, keys } = this.contents(at);
      kinds.add(at.schema.names).add(at.schema.declares).add(keys?.names);
      for (const field of fields.values()) open.push(field.place);
      open.push(others, this.item(at));
    }
    kinds.delete(undefined);
    return kinds as Set<string>;
  }

  /** The place of an item; for an item of `stages`, `stageType` says which. */
  item(at: SchemaLocation, stageType?: string): SchemaLocation | undefined {
    if (at.id === STAGES_ID) return this.stage(stageType);
    const known = at as KnownPlace;
    known.items ??= { place: this.#shared(at, "items") };
    return known.items.place;
  }

  /** The one place inside another that all entries share. */
  #shared(at: SchemaLocation, step: "items" | "additionalProperties"): SchemaLocation | undefined {
    const layer = at.layers.find(({ schema }) => schema[step]);
    const schema = layer?.schema[step];
    return layer && schema && this.#inner(at, layer, schema, step);
  }

  /** A stage of this type. Of a type that no declared domain knows, only the common fields are known. */
  stage(name: string | undefined): SchemaLocation {
    const type = name === undefined ? undefined : this.#stageTypes.get(name);
    const cached = this.#stagePlaces.get(type?.name ?? "");
    if (cached) return cached;
    const core = this.#core.file;
    const common: Layer = {
      schema: own(core.$defs, "Stage") ?? {},
      file: core,
      owner: "core",
      pointer: STAGE_POINTER,
    };
    const made = type
      ? place(
          [
            {
              schema: type.schema,
              file: type.domain.file,
              owner: type.domain.file.id,
              pointer: printPointer(["stages", type.name]),
            },
            common,
          ],
          type,
        )
      : place([common], undefined, true);
    this.#stagePlaces.set(type?.name ?? "", made);
    return made;
  }

  /** Values worth offering at a place, from the schema itself or from the list that it names. */
  suggestions(schema: Schema, owner: string): readonly Suggestion[] {
    const { suggestions } = schema;
    if (suggestions === undefined) return [];
    return typeof suggestions === "string" ? this.list(suggestions, owner) : suggestions.map(toSuggestion);
  }

  /** A list by name: the owner's own first, then the core's, then that of any declared domain. */
  list(name: string, owner: string): readonly Suggestion[] {
    const files = [
      this.domains.find(({ file }) => file.id === owner)?.file,
      this.#core.file,
      ...this.domains.map(({ file }) => file),
    ];
    for (const file of files) {
      const list = own(file?.lists, name);
      if (list) return list.map(toSuggestion);
    }
    return [];
  }

  #stageType(name: string, schema: StageSchema, domain: Domain): StageType {
    const id = schema.phase;
    const index = this.phases.findIndex((phase) => phase.id === id);
    const phase = this.phases[index] ?? { id, title: id, description: "" };
    return { name, schema, domain, phase, order: index < 0 ? this.phases.length : index };
  }

  #inner(at: SchemaLocation, layer: Layer, schema: Schema, step: string): SchemaLocation {
    const { file, owner, pointer: outside, inside = outside } = layer;
    const pointer = `${inside}/${step}`;
    const layers = [this.#resolve({ schema, file, owner, pointer })];
    if (`${owner}#${pointer}` === SOURCE_ID) {
      for (const { file } of this.domains) {
        if (!file.sourceSchema) continue;
        layers.push({ schema: file.sourceSchema, file, owner: file.id, pointer: "/sourceSchema" });
      }
    }
    return place(layers, at.stage);
  }

  /** Follows `$ref` within its file; what stands beside the reference wins. */
  #resolve(layer: Layer): Layer {
    if (layer.schema.$ref === undefined) return layer;
    let schema = this.#resolved.get(layer.schema);
    if (!schema) {
      schema = resolved(layer.schema, layer.file.$defs);
      this.#resolved.set(layer.schema, schema);
    }
    return { ...layer, schema, inside: layer.schema.$ref.replace(/^#/, "") };
  }
}

function uniquePhases(phases: readonly Phase[]): Phase[] {
  return [...new Map(phases.map((phase) => [phase.id, phase])).values()];
}

function place(layers: Layer[], stage?: StageType, isOpen = false): SchemaLocation {
  const first = layers[0] as Layer;
  const made: KnownPlace = {
    schema: first.schema,
    owner: first.owner,
    id: `${first.owner}#${first.pointer}`,
    default: first.schema.default,
    layers,
    stage,
    isOpen,
    demands: undefined,
    contents: undefined,
    kinds: undefined,
    items: undefined,
  };
  return made;
}

/** How much a reader misses a field that is not there. */
const RANK = { required: 0, expected: 1, optional: 2, extra: 3 };

function fieldOf(name: string, status: Field["status"], place: SchemaLocation): Field {
  return {
    name,
    snakeName: status === "extra" ? name : snakeCaseOf(name),
    place,
    status,
    isWanted: RANK[status] <= RANK.expected,
    isMoment: name.endsWith("At"),
  };
}

/** A field of the source that two layers describe: the first says what it is, and a value must suit both. */
function both(first: Field, second: Field): Field {
  const status = RANK[second.status] < RANK[first.status] ? second.status : first.status;
  const layers = [...first.place.layers, ...second.place.layers];
  return fieldOf(first.name, status, place(layers, first.place.stage));
}

function bySnakeCase(fields: ReadonlyMap<string, Field>): ReadonlyMap<string, Field> {
  const found = new Map<string, Field>();
  for (const field of fields.values()) if (!fields.has(field.snakeName)) found.set(field.snakeName, field);
  return found;
}

function statusIn(schema: Schema, name: string): Field["status"] {
  if (schema.required?.includes(name)) return "required";
  return schema.expected?.includes(name) ? "expected" : "optional";
}

function toSuggestion(entry: unknown): Suggestion {
  return typeof entry === "object" && entry !== null && "value" in entry
    ? (entry as Suggestion)
    : { value: entry };
}
