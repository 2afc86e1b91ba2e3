/** What executors run, as data: `schemas/executors/*.json`. */
export interface ExecutorProfile {
  /** By the exact value of `source.architecture`. */
  readonly architectures: Readonly<Record<string, ArchitectureProfile>>;
  /** Stage types that run whatever the architecture. */
  readonly anyArchitecture: readonly string[];
  /** Stage types that no executor runs: skipped with a line in the log. */
  readonly skipped: readonly string[];
  readonly familyAdapter: FamilyAdapter;
}

export interface ArchitectureProfile {
  readonly moe: boolean;
  readonly stages: readonly string[];
  /** `expertTensorLayout` of its experts. */
  readonly layout?: string;
}

export interface FamilyAdapter {
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
