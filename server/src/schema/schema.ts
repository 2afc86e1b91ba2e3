/**
 * The vocabulary files as TypeScript sees them. The dialect is described in `schemas/README.md`.
 */

export type TypeName = "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";

export interface Suggestion {
  readonly value: unknown;
  readonly description?: string;
  /** Of a quantization type: bits per weight. */
  readonly bits?: number;
  /** Of a quantization type: the value that this one is an alias of. */
  readonly sameAs?: string;
  /** Of a GGUF quantization type: other formats use the name, too. */
  readonly isShared?: boolean;
  /** Of a benchmark: a lower value is better, so the gate cannot evaluate it. */
  readonly lowerIsBetter?: boolean;
}

/**
 * What a string holds. `model-id` and `dataset-id`: a Hugging Face repository or a local path; `organization` and
 * `repo-name`: the two parts of such an ID; `license`: an SPDX expression or a license of the hub; `device`: a device, as
 * the suggestions spell it; `learning-rate`: a number.
 */
type Holds =
  | "model-id"
  | "dataset-id"
  | "organization"
  | "repo-name"
  | "license"
  | "device"
  | "learning-rate";

export interface Schema {
  readonly $ref?: string;
  readonly type?: TypeName | readonly TypeName[];
  readonly description?: string;
  readonly whenAbsent?: string;
  readonly unit?: string;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: Readonly<Record<string, string>>;
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly multipleOf?: number;
  readonly pattern?: string;
  /** What messages say instead of the pattern: one sentence. */
  readonly patternMessage?: string;
  readonly format?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  /** The sibling field that a number must be less than, or must not exceed. */
  readonly lessThan?: string;
  readonly lessThanOrEqual?: string;
  readonly default?: unknown;
  readonly suggestions?: string | readonly unknown[];
  /** The kind of thing this string names: `benchmark`, `calibrationCorpus`, `stageType` … */
  readonly names?: string;
  /** As `names`, at the place that defines the thing. */
  readonly declares?: string;
  /** The value often occurs in other alloys. */
  readonly recurs?: boolean;
  readonly deprecated?: boolean;
  /** Of a deprecated field: what to use instead, in one sentence. */
  readonly replacement?: string;
  /** The sibling field that has the same meaning under its new name. */
  readonly renamedTo?: string;
  /** What a text leads to: `file`, `address`, or an address with `{value}` or `{org/name}` in it. */
  readonly link?: string;
  /** What a string holds, beyond its type: see `Holds`. */
  readonly holds?: Holds;
  /** Of a repository name: the words that may stand between braces. */
  readonly placeholders?: readonly string[];
  /** Executors reject the default: a field that repeats it should change, not go. */
  readonly avoidDefault?: boolean;
  /** A larger number is probably in another unit. */
  readonly plausibleMaximum?: number;
  /** The same for fields that another schema describes. */
  readonly links?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  readonly expected?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly extras?: Readonly<Record<string, Schema>>;
  /** What readers do with members that are not listed, where they do not simply keep them. */
  readonly unlisted?: "dropped" | "refused";
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  /** Field → the fields that an object with it must have. */
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  /** Alternatives of an object, told apart by the value of one field. */
  readonly oneOf?: readonly Schema[];
  /** What applies if fields have certain values. */
  readonly if?: Schema;
  readonly then?: Schema;
  /** More conditions, each with `if` and `then`. */
  readonly allOf?: readonly Schema[];
}

export interface Snippet {
  readonly label: string;
  readonly description: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** `action`: also offered as a code action that inserts the stage. */
  readonly offer?: "action";
}

/** A whole alloy to begin with. */
export interface Template {
  readonly label: string;
  readonly description: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface StageSchema extends Schema {
  readonly phase: string;
  readonly summary: string;
  /** What the stage does with the model. */
  readonly role?: StageRole;
  /** Other stage types as which a stage can be written. */
  readonly rewrites?: readonly Rewrite[];
  /** What names a stage in the outline; see `stage-label.ts`. */
  readonly outline?: readonly string[];
  /** Stage types, one of which must come earlier. */
  readonly needsEarlier?: readonly string[];
  /** Fields whose default is shown as an inlay hint if they are omitted. */
  readonly hints?: readonly string[];
  readonly snippets?: readonly Snippet[];
}

/**
 * `evaluate`: runs the benchmarks in its field `benchmarks`. `quantize`: writes the model in the types of `quantTypes`;
 * `tiers` state the memory needed. `shrink`: removes parameters. `release`: hands the model over.
 */
export type StageRole = "evaluate" | "quantize" | "shrink" | "release";

/** Another stage type as which a stage can be written. */
export interface Rewrite {
  readonly type: string;
  /** Fields that the stage must have. */
  readonly when?: readonly string[];
  /** Field → its name in the other type. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Field of the other type → field whose value it gets, if the stage does not have it. */
  readonly copy?: Readonly<Record<string, string>>;
}

export interface Phase {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

export interface VocabularyFile {
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly lists?: Readonly<Record<string, readonly unknown[]>>;
}

/** The schema of a whole document. */
export interface CoreFile extends VocabularyFile, Schema {
  /** Of alloys: when stages run. */
  readonly phases?: readonly Phase[];
  readonly templates?: readonly Template[];
}

/** What the scores of a benchmark mean. */
export interface Benchmark {
  readonly title: string;
  readonly description: string;
  /** How results write its scores: 0 to 100, 0 to 1, or a figure of its own that `min` cannot gate. */
  readonly scale: "percent" | "fraction" | "raw";
  readonly lowerIsBetter?: boolean;
}

export interface DomainFile extends VocabularyFile {
  readonly id: string;
  readonly version: string;
  readonly status: "stable" | "draft";
  readonly title: string;
  readonly description: string;
  /** Additional phases, after those that every alloy has. */
  readonly phases?: readonly Phase[];
  /** ID of the domain that this file extends. */
  readonly extends?: string;
  /** The repository and revision in which the vocabulary is maintained, if the file is a copy. */
  readonly mirrors?: { readonly repository: string; readonly revision: string };
  /** What the scores of benchmarks mean. */
  readonly benchmarks?: Readonly<Record<string, Benchmark>>;
  readonly stages: Readonly<Record<string, StageSchema>>;
  readonly rootExtensions?: Readonly<Record<string, Schema>>;
  readonly sourceSchema?: Schema;
  readonly templates?: readonly Template[];
}

export function typesOf(schema: Schema): readonly TypeName[] {
  if (schema.type === undefined) return [];
  return typeof schema.type === "string" ? [schema.type] : (schema.type as readonly TypeName[]);
}

/** The types other than `null`. */
export function valueTypesOf(schema: Schema): readonly TypeName[] {
  return typesOf(schema).filter((type) => type !== "null");
}

export function allowsNull(schema: Schema): boolean {
  return typesOf(schema).includes("null") || schema.enum?.includes(null) === true;
}

/** The value of an own property: a key such as `constructor` must not find what every object inherits. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Of a value of `enum`, its key in `enumDescriptions`. */
export function choiceKey(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** References that lead to one another without anything in between, at most. */
export const MAX_CHAIN = 16;

/**
 * Returns a schema with its `$ref` resolved. Keywords next to the reference take precedence; an unresolvable
 * or circular reference is ignored.
 */
export function resolved(schema: Schema, defs: Readonly<Record<string, Schema>> | undefined): Schema {
  let { $ref, ...rules } = schema;
  for (
    const seen = new Set<string>();
    $ref?.startsWith("#/$defs/") && !seen.has($ref) && seen.size <= MAX_CHAIN;
  ) {
    seen.add($ref);
    const target: Schema | undefined = own(defs, $ref.slice("#/$defs/".length));
    if (!target) break;
    const { $ref: next, ...more } = target;
    rules = { ...more, ...rules };
    $ref = next;
  }
  return rules;
}

/** An entry of a list of suggestions, which may be the value alone. */
export function toSuggestion(entry: unknown): Suggestion {
  return typeof entry === "object" && entry !== null && "value" in entry
    ? (entry as Suggestion)
    : { value: entry };
}
