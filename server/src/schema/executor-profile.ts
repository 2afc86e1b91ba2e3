/** Executor profiles as TypeScript sees them. `schemas/executor.json` describes the files, docs/executors.md explains them. */

/** A profile as its file has it, before it is merged with the one that it extends. */
export interface ExecutorFile {
  readonly id: string;
  readonly version?: string;
  readonly title: string;
  /** The executor within a sentence; its ID if omitted. */
  readonly name?: string;
  readonly description?: string;
  /** ID of the profile that this one changes. */
  readonly extends?: string;
  /** Of the domain whose stage types it runs; `llm-forge` if omitted. */
  readonly domain?: string;
  /** By the exact value of `source.architecture`; null removes one of the extended profile. */
  readonly architectures: Readonly<Record<string, Partial<ArchitectureProfile> | null>>;
  readonly anyArchitecture?: readonly string[];
  readonly skipped?: readonly string[];
  readonly stages?: Readonly<Record<string, StageProfile | null>>;
  readonly accepted?: Readonly<Record<string, AcceptedValues>>;
  readonly adapters?: Readonly<Record<string, Adapter>>;
  readonly benchmarks?: readonly string[];
  readonly devices?: Readonly<Record<string, Device>>;
  readonly quantization?: Readonly<Record<string, Quantization>>;
  readonly runTime?: RunTime;
  readonly derivation?: Derivation;
}

/** What an executor runs, with everything that it takes over from the profile that it extends. */
export interface ExecutorProfile {
  readonly id: string;
  readonly version?: string;
  readonly title: string;
  readonly name?: string;
  readonly description?: string;
  readonly domain: string;
  readonly architectures: Readonly<Record<string, ArchitectureProfile>>;
  /** Stage types that run whatever the architecture. */
  readonly anyArchitecture: readonly string[];
  /** Stage types that are skipped with a line in the log. */
  readonly skipped: readonly string[];
  /** What becomes of the fields of a stage, by stage type. Nothing is known of the others. */
  readonly stages: Readonly<Record<string, StageProfile>>;
  /** Closed sets of values, by the name that `accepts` refers to. */
  readonly accepted: Readonly<Record<string, AcceptedValues>>;
  /** By the name that `adapter` of an architecture refers to. */
  readonly adapters: Readonly<Record<string, Adapter>>;
  /** Benchmarks that have a runner, spelled canonically. Undefined if not known. */
  readonly benchmarks?: readonly string[];
  readonly devices: Readonly<Record<string, Device>>;
  readonly quantization: Readonly<Record<string, Quantization>>;
  readonly runTime?: RunTime;
  readonly derivation?: Derivation;
  /** URI of its file; bundled profiles have none. */
  readonly place?: string;
}

export interface ArchitectureProfile {
  readonly title?: string;
  /** Names of its classes in the transformers library: for suggestions only. */
  readonly classNames?: readonly string[];
  readonly moe: boolean;
  readonly stages: readonly string[];
  /** `expertTensorLayout` of its experts. */
  readonly layout?: string;
  /** Name of its family adapter. */
  readonly adapter?: string;
}

/** What an executor does with the fields of a stage. A field that is in no list may be used or not. */
export interface FieldUses {
  /** Fields that the run depends on. */
  readonly reads?: readonly string[];
  /** Fields that are only written to the log. */
  readonly logs?: readonly string[];
  /** Fields without any effect. */
  readonly ignores?: readonly string[];
}

export interface StageProfile extends FieldUses {
  /** Field → what happens if it is set, as the end of a sentence. */
  readonly rejects?: Readonly<Record<string, string>>;
  /** Field → name of the closed set of its values. */
  readonly accepts?: Readonly<Record<string, string>>;
  /** Stages that are run another way because they have a field. The first one that applies takes precedence. */
  readonly variants?: readonly (FieldUses & { readonly with: string })[];
}

/** The only values that a field may have at run time. */
export interface AcceptedValues {
  readonly values: readonly AcceptedValue[];
  /** What happens with another value, as the end of a sentence: "the run ends". */
  readonly otherwise: string;
}

interface AcceptedValue {
  readonly value: string;
  readonly description: string;
  /** Other words that are taken for this value by mistake. */
  readonly mistakenFor?: readonly string[];
}

/** Field of a stage → value that the executor sets if the field is omitted, null, or empty. */
export type Fills = Readonly<Record<string, unknown>>;

/** What an executor sets for a model family if an alloy omits it. */
export interface Adapter {
  readonly title?: string;
  /** Stage types whose omitted fields are set. */
  readonly stages: readonly string[];
  /** Billions of parameters if `source.totalParamsB` is missing or 0. */
  readonly assumedParamsB?: number;
  /** In rising order; the last one has no bound. */
  readonly bySize?: readonly { readonly belowParamsB?: number; readonly fills: Fills }[];
  /** The first one that matches applies. */
  readonly byName?: readonly { readonly baseModelContains?: string; readonly fills: Fills }[];
}

interface Device {
  readonly title?: string;
  readonly memoryGb: number;
}

interface Quantization {
  /** Bits per weight. */
  readonly bits: number;
}

/** How long stages take, in minutes. */
export interface RunTime {
  readonly hardware: string;
  /** Of a stage that is not listed; 0 if omitted. */
  readonly minutes?: number;
  /** In rising order; the last one has no bound. */
  readonly stepsPerMinute?: readonly { readonly upToParamsB?: number; readonly steps: number }[];
  readonly stages?: Readonly<Record<string, StageTime>>;
}

/** The parts are added up. */
export interface StageTime {
  readonly minutes?: number;
  /** Field with the number of training steps. */
  readonly stepsIn?: string;
  readonly minutesForEach?: number;
  /** Field with the array whose items are counted. */
  readonly each?: string;
}

/** How stages follow from `target`. */
export interface Derivation {
  /** Field of `source` → value if the alloy omits it. */
  readonly assumed?: Readonly<Record<string, unknown>>;
  readonly cycles?: { readonly cycles: number; readonly where: readonly string[] };
  readonly stages: readonly DerivedStage[];
}

export interface DerivedStage {
  /** Field of `target`. */
  readonly from: string;
  readonly where?: "set" | "true" | "positive" | "above" | "below" | "new";
  /** Fields of `source` to compare with: the first that the alloy has. */
  readonly source?: readonly string[];
  readonly each?: boolean;
  /** With `{value}` for the value or item, and `{name}` for another field of `target`. */
  readonly stage: Readonly<Record<string, unknown>>;
  /** By the value or item: more fields. */
  readonly byValue?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Fields that are set if neither `stage` nor the family adapter sets them. */
  readonly fallback?: Readonly<Record<string, unknown>>;
  /** Fields that only the author knows. */
  readonly placeholders?: readonly string[];
}
