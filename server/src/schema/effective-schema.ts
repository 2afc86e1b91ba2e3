import { printPointer } from "../syntax/tree.js";
import { type Demands, demandsOf } from "./assertions.js";
import type { Core, Domain } from "./domain.js";
import {
  both,
  bySnakeCase,
  byStatus,
  type Contents,
  type Field,
  fieldOf,
  type KnownPlace,
  type Layer,
  place,
  required,
  type SchemaLocation,
  type StageType,
  statusIn,
} from "./location.js";
import { benchmarkKey } from "./names.js";
import {
  type Benchmark,
  own,
  type Phase,
  resolved,
  type Schema,
  type StageSchema,
  type Suggestion,
  toSuggestion,
} from "./schema.js";
import { instanceOf, type Lookup, Variants } from "./variants.js";

/** The domain that an alloy without `domains` speaks. */
export const DEFAULT_DOMAIN = "llm-forge";

export type { Field, SchemaLocation, StageType } from "./location.js";

/** The place of `stages`. */
export const STAGES_ID = "core#/properties/stages";
/** The list of benchmarks in their usual spelling, to which domains add those that they describe. */
const BENCHMARKS = "benchmarks";
const SOURCE_ID = "core#/properties/source";
const STAGE_POINTER = "/$defs/Stage";

/** Fields of which a vocabulary keeps the places, some 300 bytes each; after more, it starts anew. */
const MAX_KEPT_FIELDS = 200_000;

/** Combinations of variants of which one place keeps what they make of it; after more, it starts anew. */
const MAX_REFINED = 1000;

/** The vocabularies of the declared domains as one: the schema of every place, the stage types, the lists. */
export class EffectiveSchema {
  /** Declared and registered, in the order of the declaration. */
  readonly domains: readonly Domain[];
  readonly phases: readonly Phase[];
  readonly root: SchemaLocation;
  readonly #core: Core;
  readonly #stageTypes = new Map<string, StageType>();
  #benchmarks: ReadonlyMap<string, Partial<Benchmark>> | undefined;
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
      orders: ordersOf(fields),
      dependents: dependentsOf(at, fields),
    };
  }

  /**
   * The place of an object at `at`, with what applies because of the values of its fields.
   * @param valueAt returns the value of a field of the object; undefined if it has none
   */
  placeOfObject(at: SchemaLocation, valueAt: Lookup): SchemaLocation {
    const known = at as KnownPlace;
    known.variants ??= known.layers.flatMap((layer) => {
      const variants = Variants.of(layer.schema, layer.file.$defs);
      return variants ? [{ layer, variants }] : [];
    });
    if (known.variants.length === 0) return at;
    const { fields } = this.contents(at);
    const counting = (name: string) => valueAt(name) ?? instanceOf(fields.get(name)?.place.default);
    const chosen = known.variants.map(({ variants }) => variants.chosen(counting));
    const key = chosen.join(" ");
    let refined = known.refined.get(key);
    if (!refined) {
      const layers = known.variants.flatMap(({ layer, variants }, i) =>
        (chosen[i] ?? []).map((index) => variantLayer(layer, variants, index)),
      );
      refined = layers.length === 0 ? at : place([...at.layers, ...layers], at.stage, at.isOpen);
      // The parts of the place refer to the object itself: nothing is to be decided about it again.
      if (refined !== at) (refined as KnownPlace).variants = [];
      if (known.refined.size >= MAX_REFINED) known.refined.clear();
      known.refined.set(key, refined);
    }
    return refined;
  }

  /** The fields of an object at this place: required first, then in the order of the vocabulary, extras last. */
  fields(at: SchemaLocation): ReadonlyMap<string, Field> {
    return this.contents(at).fields;
  }

  #readFields(at: SchemaLocation): ReadonlyMap<string, Field> {
    const found = new Map<string, Field>();
    for (const layer of at.layers) {
      const { decidedBy } = layer;
      for (const [name, schema] of Object.entries(propertiesOf(layer))) {
        const inner = this.#inner(at, layer, schema, `properties${printPointer([name])}`);
        const place = decidedBy === undefined ? inner : sometimes(inner, decidedBy);
        const field = fieldOf(name, statusIn(layer.schema, name), place, decidedBy);
        const first = found.get(name);
        if (!first) found.set(name, field);
        else if (at.id === SOURCE_ID || decidedBy !== undefined) found.set(name, both(first, field));
      }
    }
    for (const layer of at.layers) {
      for (const name of requiredIn(layer)) {
        const field = found.get(name);
        if (field && field.status !== "required") found.set(name, required(field, layer.decidedBy));
      }
    }
    for (const layer of at.layers) {
      for (const [name, schema] of Object.entries(layer.schema.extras ?? {})) {
        if (found.has(name)) continue;
        const place = this.#inner(at, layer, schema, `extras${printPointer([name])}`);
        found.set(name, fieldOf(name, "extra", place));
      }
    }
    const sorted = [...found].sort(([, a], [, b]) => byStatus(a, b));
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
      open.push(others, this.item(at), ...this.variantsAt(at).map(({ place }) => place));
    }
    kinds.delete(undefined);
    return kinds as Set<string>;
  }

  /** What applies to an object at this place only if its fields have certain values: one place a variant. */
  variantsAt(
    at: SchemaLocation,
  ): { readonly place: SchemaLocation; readonly tests: Readonly<Record<string, Schema>> }[] {
    return at.layers.flatMap((layer) => {
      const variants = Variants.of(layer.schema, layer.file.$defs);
      return (
        variants?.all.map(({ tests }, i) => ({
          place: place([variantLayer(layer, variants, i)], at.stage),
          tests,
        })) ?? []
      );
    });
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

  /** What the declared domains say about the scores of a benchmark, by its name in canonical form. */
  benchmark(key: string): Partial<Benchmark> | undefined {
    this.#benchmarks ??= this.#readBenchmarks();
    return this.#benchmarks.get(key);
  }

  #readBenchmarks(): ReadonlyMap<string, Partial<Benchmark>> {
    const listed = ["core", ...this.domains.map(({ file }) => file.id)].flatMap((owner) =>
      this.list(BENCHMARKS, owner).flatMap(({ value, lowerIsBetter }) =>
        lowerIsBetter === undefined ? [] : [[benchmarkKey(String(value)), { lowerIsBetter }] as const],
      ),
    );
    const described = this.domains
      .toReversed()
      .flatMap(({ file }) => Object.entries(file.benchmarks ?? {}))
      .map(([name, benchmark]) => [benchmarkKey(name), benchmark] as const);
    return new Map<string, Partial<Benchmark>>([...listed, ...described]);
  }

  /** A list by name: the owner's own first, then the core's, then that of any declared domain. */
  list(name: string, owner: string): readonly Suggestion[] {
    const files = [
      this.domains.find(({ file }) => file.id === owner)?.file,
      this.#core.file,
      ...this.domains.map(({ file }) => file),
    ];
    const list = files.map((file) => own(file?.lists, name)).find((found) => found !== undefined) ?? [];
    return name === BENCHMARKS ? this.#withDescribed(list.map(toSuggestion)) : list.map(toSuggestion);
  }

  /** The benchmarks that domains describe come first. */
  #withDescribed(listed: readonly Suggestion[]): readonly Suggestion[] {
    const described = this.domains.flatMap(({ file }) =>
      Object.entries(file.benchmarks ?? {}).map(([value, { title, description, lowerIsBetter }]) => ({
        value,
        description: `${title}: ${description}`,
        ...(lowerIsBetter !== undefined && { lowerIsBetter }),
      })),
    );
    const values = new Set<unknown>(described.map(({ value }) => value));
    return [...described, ...listed.filter(({ value }) => !values.has(value))];
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

  /** Resolves `$ref` within its file; keywords next to the reference take precedence. */
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

/** A layer that applies because of the values of fields. */
function variantLayer(
  { file, owner, pointer, inside = pointer }: Layer,
  variants: Variants,
  index: number,
): Layer {
  const { schema, step, tests } = variants.all[index] as Variants["all"][number];
  return { schema, file, owner, pointer: `${inside}/${step}`, decidedBy: Object.keys(tests) };
}

/** The same place, all of whose layers apply only because of the values of fields. */
function sometimes(at: SchemaLocation, decidedBy: readonly string[]): SchemaLocation {
  return { ...at, layers: at.layers.map((layer) => ({ ...layer, decidedBy })) };
}

/** The fields that a layer describes, and the one that selects a branch of `oneOf`. */
function propertiesOf({ schema, file }: Layer): Readonly<Record<string, Schema>> {
  const { properties = {} } = schema;
  const variants = schema.oneOf && Variants.of(schema, file.$defs);
  if (variants?.discriminator === undefined || !variants.selecting) return properties;
  return { ...properties, [variants.discriminator]: variants.selecting };
}

/** The fields that a layer requires. Without the one that selects a branch of `oneOf`, none is selected. */
function requiredIn(layer: Layer): readonly string[] {
  const { required = [], oneOf } = layer.schema;
  const { discriminator, selecting } = (oneOf && Variants.of(layer.schema, layer.file.$defs)) ?? {};
  return discriminator === undefined || selecting?.default !== undefined
    ? required
    : [...required, discriminator];
}

/** Which fields must be less than which. */
function ordersOf(fields: ReadonlyMap<string, Field>): Contents["orders"] {
  return [...fields.values()].flatMap((field) => {
    const { lessThan, lessThanOrEqual } = field.place.schema;
    return [
      { name: lessThan, mayBeEqual: false },
      { name: lessThanOrEqual, mayBeEqual: true },
    ].flatMap(({ name, mayBeEqual }) => {
      const other = name === undefined ? undefined : fields.get(name);
      return other ? [{ field, other, mayBeEqual }] : [];
    });
  });
}

function dependentsOf(
  { layers }: SchemaLocation,
  fields: ReadonlyMap<string, Field>,
): Contents["dependents"] {
  const found = new Map<string, readonly Field[]>();
  for (const { schema } of layers) {
    for (const [name, needed] of Object.entries(schema.dependentRequired ?? {})) {
      const known = needed.flatMap((one) => {
        const field = fields.get(one);
        return field ? [required(field, [name])] : [];
      });
      found.set(name, [...(found.get(name) ?? []), ...known]);
    }
  }
  return found;
}

function uniquePhases(phases: readonly Phase[]): Phase[] {
  return [...new Map(phases.map((phase) => [phase.id, phase])).values()];
}
