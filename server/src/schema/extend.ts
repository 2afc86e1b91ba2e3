/** Domains that extend another one: what both together say, and what an extension must not say. */
import { Exact } from "../text/exact.js";
import {
  choiceKey,
  type DomainFile,
  own,
  resolved,
  type Schema,
  type Snippet,
  type StageSchema,
  toSuggestion,
  typesOf,
} from "./schema.js";
import { conditional, instanceOf, meets } from "./variants.js";

/** The reason why a part of an extension is rejected. */
export type ExtensionFault = {
  /** Path of the rejected part in the extending file. */
  readonly path: readonly (string | number)[];
} & (
  | {
      /** `looser`: it accepts what the base rejects. `fixed`: it cannot be changed. */
      readonly why: "looser" | "fixed";
      readonly keyword: string;
      readonly value: unknown;
      readonly base: unknown;
    }
  /** Fields stay required. */
  | { readonly why: "dropped"; readonly fields: readonly string[] }
  /** A field that is validated stays so. */
  | { readonly why: "unvalidated"; readonly field: string }
  /** The default of the base is not valid any more. */
  | { readonly why: "default"; readonly value: unknown }
  /** A stable domain does not become a draft. */
  | { readonly why: "draft" }
  /** The two together are too large. */
  | { readonly why: "large" }
);

/** Keys that may be copied while two files are merged. */
const MAX_COPIED = 200_000;

type Path = readonly (string | number)[];
type Defs = Readonly<Record<string, Schema>>;

/** Merges a domain with its extension, except for rejected parts; returns a fault for each of those. */
export function extend(
  base: DomainFile,
  change: DomainFile,
): { readonly file: DomainFile; readonly faults: readonly ExtensionFault[] } {
  const extension = new Extension(base, change);
  return { file: extension.file, faults: extension.faults };
}

/** Keywords that define the meaning of a value: a different meaning needs a different field. */
const FIXED = [
  "unit",
  "names",
  "declares",
  "holds",
  "unlisted",
  "format",
  "pattern",
  "oneOf",
  "lessThan",
  "lessThanOrEqual",
  "renamedTo",
] as const;

/** Limits, and whether a larger number is narrower. */
const LIMITS = {
  minimum: true,
  exclusiveMinimum: true,
  minLength: true,
  minItems: true,
  maximum: false,
  exclusiveMaximum: false,
  maxLength: false,
  maxItems: false,
} as const;

class Extension {
  readonly faults: ExtensionFault[] = [];
  readonly file: DomainFile;
  readonly #defs: Defs;
  #copied = 0;

  constructor(base: DomainFile, change: DomainFile) {
    // Definitions refer to one another: what is narrowed in one counts wherever it is referred to.
    const all = { ...base.$defs, ...change.$defs };
    this.#defs = all;
    const $defs = this.#map(["$defs"], base.$defs, change.$defs);
    this.#defs = $defs;
    if (base.status === "stable" && change.status === "draft")
      this.#refuse({ why: "draft", path: ["status"] });
    const { mirrors: _, templates: __, ...inherited } = base;
    this.file = {
      ...inherited,
      ...change,
      status: base.status === "stable" ? "stable" : (change.status ?? base.status),
      phases: [...(base.phases ?? []), ...(change.phases ?? [])],
      $defs,
      lists: mergedLists(base.lists, change.lists),
      stages: this.#stages(base, change),
      rootExtensions: this.#map(["rootExtensions"], base.rootExtensions, change.rootExtensions),
      benchmarks: this.#benchmarks(base, change),
      sourceSchema:
        base.sourceSchema && change.sourceSchema
          ? this.#schema(["sourceSchema"], base.sourceSchema, change.sourceSchema)
          : (change.sourceSchema ?? base.sourceSchema),
    } as DomainFile;
  }

  #refuse(fault: ExtensionFault): void {
    this.faults.push(fault);
  }

  #stages({ stages: base = {} }: DomainFile, { stages = {} }: DomainFile): DomainFile["stages"] {
    const changed = Object.entries(stages).map(([type, stage]): [string, StageSchema] => {
      const known = own(base, type);
      return [type, known ? this.#stage(["stages", type], known, stage) : stage];
    });
    return Object.fromEntries([...Object.entries(base), ...changed]);
  }

  #stage(path: Path, base: StageSchema, change: StageSchema): StageSchema {
    const { phase, summary, outline, hints, needsEarlier, snippets } = change;
    if (phase !== undefined && phase !== base.phase)
      this.#refuse({
        why: "fixed",
        path: [...path, "phase"],
        keyword: "phase",
        value: phase,
        base: base.phase,
      });
    const isWider = base.needsEarlier && needsEarlier?.some((type) => !base.needsEarlier?.includes(type));
    if (isWider || (base.needsEarlier?.length && needsEarlier?.length === 0))
      this.#refuse({
        why: "looser",
        path: [...path, "needsEarlier"],
        keyword: "needsEarlier",
        value: needsEarlier,
        base: base.needsEarlier,
      });
    return {
      ...this.#schema(path, base, change),
      phase: base.phase,
      summary: summary ?? base.summary,
      ...defined({
        outline: outline ?? base.outline,
        hints: hints ?? base.hints,
        needsEarlier: isWider ? base.needsEarlier : (needsEarlier ?? base.needsEarlier),
        snippets: mergedSnippets(base.snippets, snippets),
      }),
    } as StageSchema;
  }

  #benchmarks(
    { benchmarks: base = {} }: DomainFile,
    { benchmarks = {} }: DomainFile,
  ): DomainFile["benchmarks"] {
    for (const [name, change] of Object.entries(benchmarks)) {
      const known = own(base, name);
      for (const keyword of ["scale", "lowerIsBetter"] as const) {
        const [was, is] = [known?.[keyword] ?? false, change[keyword] ?? false];
        if (known && was !== is)
          this.#refuse({ why: "fixed", path: ["benchmarks", name, keyword], keyword, value: is, base: was });
      }
    }
    return Object.fromEntries([...Object.entries(base), ...Object.entries(benchmarks)]);
  }

  /** A map from names to schemas. */
  #map(
    path: Path,
    base: Readonly<Record<string, Schema>> = {},
    change: Readonly<Record<string, Schema>> = {},
    required: readonly string[] = [],
  ): Readonly<Record<string, Schema>> {
    this.#copied += Object.keys(base).length + Object.keys(change).length;
    if (this.#copied > MAX_COPIED) {
      if (!this.faults.some(({ why }) => why === "large")) this.#refuse({ why: "large", path: ["extends"] });
      return base;
    }
    const changed = Object.entries(change).map(([name, schema]): [string, Schema] => {
      const known = own(base, name);
      return [name, known ? this.#schema([...path, name], known, schema, required.includes(name)) : schema];
    });
    return Object.fromEntries([...Object.entries(base), ...changed]);
  }

  #schema(path: Path, written: Schema, change: Schema, isRequired = false): Schema {
    const base = resolved(written, this.#defs);
    const narrower = resolved(change, this.#defs);
    for (const keyword of FIXED) {
      const [was, is] = [base[keyword], narrower[keyword]];
      if (was !== undefined && is !== undefined && !isEqual(was, is))
        this.#refuse({ why: "fixed", path: [...path, keyword], keyword, value: is, base: was });
    }
    const merged: Schema = {
      ...base,
      ...narrower,
      ...definedOf(base, FIXED),
      ...this.#limits(path, base, narrower),
      ...this.#types(path, base, narrower),
      ...this.#choices(path, base, narrower),
      ...this.#fields(path, base, narrower),
      ...this.#inner(path, base, narrower),
      ...conditions(base, narrower),
    };
    if (!isRequired) this.#checkDefault(path, narrower, merged);
    return merged;
  }

  #limits(path: Path, base: Schema, change: Schema): Schema {
    const kept: Record<string, unknown> = {};
    const refuse = (keyword: keyof Schema) => {
      this.#refuse({
        why: "looser",
        path: [...path, keyword],
        keyword,
        value: change[keyword],
        base: base[keyword],
      });
      kept[keyword] = base[keyword];
    };
    for (const [keyword, isLarger] of Object.entries(LIMITS) as [keyof typeof LIMITS, boolean][]) {
      const [was, is] = [base[keyword], change[keyword]];
      if (was !== undefined && is !== undefined && (isLarger ? is < was : is > was)) refuse(keyword);
    }
    for (const keyword of ["uniqueItems", "deprecated"] as const)
      if (base[keyword] === true && change[keyword] === false) refuse(keyword);
    const [was, is] = [base.multipleOf, change.multipleOf].map((one) => Exact.parse(String(one)));
    if (was && is && was.sign > 0 && !is.isMultipleOf(was)) refuse("multipleOf");
    return kept;
  }

  #types(path: Path, base: Schema, change: Schema): Schema {
    const [was, is] = [typesOf(base), typesOf(change)];
    const isNarrower = is.every(
      (type) => was.includes(type) || (type === "integer" && was.includes("number")),
    );
    if (was.length === 0 || is.length === 0 || isNarrower) return {};
    this.#refuse({
      why: "looser",
      path: [...path, "type"],
      keyword: "type",
      value: change.type,
      base: base.type,
    });
    return base.type === undefined ? {} : { type: base.type };
  }

  #choices(path: Path, base: Schema, change: Schema): Schema {
    const kept: Record<string, unknown> = {};
    const { const: constant, enum: choices } = change;
    const { default: _, ...asked } = base;
    const isChoice = (value: unknown) =>
      instanceOf(value) === undefined ? base.enum === undefined : meets(asked, value, this.#defs);
    const values = [...(choices ?? []), ...(constant === undefined ? [] : [constant])];
    if (!values.every(isChoice)) {
      const keyword = constant === undefined ? "enum" : "const";
      const was = base.enum ?? base.const ?? base.type;
      this.#refuse({ why: "looser", path: [...path, keyword], keyword, value: change[keyword], base: was });
      kept.enum = base.enum;
      kept.const = base.const;
    }
    const all = { ...base.enumDescriptions, ...change.enumDescriptions };
    const known = new Set(
      ((kept.enum as unknown[] | undefined) ?? choices ?? base.enum ?? []).map(choiceKey),
    );
    const described = Object.entries(all).filter(([value]) => known.has(value));
    if (described.length > 0) kept.enumDescriptions = Object.fromEntries(described);
    return defined(kept);
  }

  #fields(path: Path, base: Schema, change: Schema): Schema {
    const required = base.required ?? [];
    if (change.required?.length === 0 && required.length > 0)
      this.#refuse({ why: "dropped", path: [...path, "required"], fields: required });
    const softened = (change.expected ?? []).filter((name) => required.includes(name));
    if (softened.length > 0) this.#refuse({ why: "dropped", path: [...path, "expected"], fields: softened });
    for (const field of Object.keys(change.extras ?? {}))
      if (Object.hasOwn(base.properties ?? {}, field))
        this.#refuse({ why: "unvalidated", path: [...path, "extras", field], field });
    const added = (change.required ?? []).filter((name) => !required.includes(name));
    const properties =
      (base.properties ?? change.properties) &&
      withoutDefaults(this.#map([...path, "properties"], base.properties, change.properties, added), added);
    const extras = { ...base.extras, ...change.extras };
    const left = Object.entries(extras).filter(([name]) => !Object.hasOwn(properties ?? {}, name));
    const all = [...new Set([...required, ...(change.required ?? [])])];
    const wanted = [...new Set([...(base.expected ?? []), ...(change.expected ?? [])])];
    return defined({
      properties,
      ...(Object.keys(extras).length > 0 && { extras: Object.fromEntries(left) }),
      ...(all.length > 0 && { required: all }),
      ...(wanted.length > 0 && { expected: wanted.filter((name) => !all.includes(name)) }),
    });
  }

  #inner(path: Path, base: Schema, change: Schema): Schema {
    const kept: Record<string, unknown> = {};
    for (const keyword of ["items", "additionalProperties", "propertyNames"] as const) {
      const [was, is] = [base[keyword], change[keyword]];
      if (was && is) kept[keyword] = this.#schema([...path, keyword], was, is);
    }
    if (base.links || change.links) kept.links = { ...base.links, ...change.links };
    return kept;
  }

  /** A default that is not valid any more must be replaced. */
  #checkDefault(path: Path, change: Schema, merged: Schema): void {
    const { default: value, ...asked } = merged;
    if (change.default !== undefined || instanceOf(value) === undefined) return;
    if (meets(asked, value, this.#defs)) return;
    const narrowing = ["enum", "const", "type", "minimum", "maximum"].find((keyword) => keyword in change);
    this.#refuse({ why: "default", path: [...path, ...(narrowing ? [narrowing] : [])], value });
  }
}

/** No object lacks a field that is required, so it needs no default. */
function withoutDefaults(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[],
): Readonly<Record<string, Schema>> {
  if (required.length === 0) return properties;
  const names = new Set(required);
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]): [string, Schema] => {
      if (!names.has(name) || schema.default === undefined) return [name, schema];
      const { default: _, whenAbsent: __, ...others } = schema;
      return [name, others];
    }),
  );
}

/** Conditions add up. */
function conditions(base: Schema, change: Schema): Schema {
  const added = change.if && change.then ? [conditional(change.if, change.then)] : [];
  const all = [...(base.allOf ?? []), ...(base.if ? added : []), ...(change.allOf ?? [])];
  const dependents: Record<string, readonly string[]> = { ...base.dependentRequired };
  for (const [name, needed] of Object.entries(change.dependentRequired ?? {}))
    dependents[name] = [...new Set([...(own(dependents, name) ?? []), ...needed])];
  return {
    ...(base.if && base.then && conditional(base.if, base.then)),
    ...(all.length > 0 && { allOf: all }),
    ...(Object.keys(dependents).length > 0 && { dependentRequired: dependents }),
  };
}

function mergedSnippets(base: readonly Snippet[] = [], change: readonly Snippet[] = []): readonly Snippet[] {
  const labels = new Set(change.map(({ label }) => label));
  return [...change, ...base.filter(({ label }) => !labels.has(label))];
}

/** Values of both; what the extension says about a value of the base is added to it. */
function mergedLists(base: DomainFile["lists"] = {}, change: DomainFile["lists"] = {}): DomainFile["lists"] {
  const merged = Object.entries(change).map(([name, list]): [string, readonly unknown[]] => {
    const byValue = new Map((own(base, name) ?? []).map((entry) => [toSuggestion(entry).value, entry]));
    for (const entry of list) {
      const { value } = toSuggestion(entry);
      const known = byValue.get(value);
      byValue.set(value, known === undefined ? entry : { ...toSuggestion(entry), ...toSuggestion(known) });
    }
    return [name, [...byValue.values()]];
  });
  return Object.fromEntries([...Object.entries(base), ...merged]);
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The keywords that a schema has, of these. */
function definedOf(schema: Schema, keywords: readonly (keyof Schema)[]): Schema {
  return defined(Object.fromEntries(keywords.map((keyword) => [keyword, schema[keyword]])));
}

function defined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
