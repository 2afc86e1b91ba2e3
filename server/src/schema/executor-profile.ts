/** What executors run, as data: `schemas/executors/*.json`, described in `schemas/README.md`. */
export interface ExecutorProfile {
  /** Of the domain whose stage types it runs; `llm-forge` if omitted. */
  readonly domain?: string;
  /** By the exact value of `source.architecture`. */
  readonly architectures: Readonly<Record<string, ArchitectureProfile>>;
  /** Stage types that run whatever the architecture. */
  readonly anyArchitecture: readonly string[];
  /** Stage types that no executor runs: skipped with a line in the log. */
  readonly skipped: readonly string[];
  /** What becomes of the fields of a stage, by stage type. Nothing is known of the others. */
  readonly stages?: Readonly<Record<string, StageProfile>>;
  /** Closed sets of values, by the name that `accepts` refers to. */
  readonly accepted?: Readonly<Record<string, AcceptedValues>>;
  /** Benchmarks that executors can run, spelled canonically. Omitted if unknown. */
  readonly benchmarks?: readonly string[];
  readonly familyAdapter: FamilyAdapter;
}

export interface ArchitectureProfile {
  readonly moe: boolean;
  readonly stages: readonly string[];
  /** `expertTensorLayout` of its experts. */
  readonly layout?: string;
}

/** What an executor does with the fields of a stage. A field that is in no list may be used or not. */
export interface FieldUses {
  /** Fields that the run depends on. */
  readonly reads: readonly string[];
  /** Fields that are only written to the log. */
  readonly logs?: readonly string[];
  /** Fields without any effect. */
  readonly ignores?: readonly string[];
}

export interface StageProfile extends FieldUses {
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

interface FamilyAdapter {
  readonly architectures: readonly string[];
  /** Billions of parameters where `source.totalParamsB` is absent or 0. */
  readonly assumedParamsB: number;
  /** In rising order; the last one has no bound. */
  readonly sizes: readonly {
    readonly belowParamsB?: number;
    readonly steps: number;
    readonly learningRate: string;
  }[];
  readonly domains: readonly { readonly whereBaseModelContains?: string; readonly domain: string }[];
}
