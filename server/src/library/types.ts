/** The types of the library. They import nothing, since the package ships them as they are. */

export type Severity = "error" | "warning" | "information" | "hint";

/** A place in a text as in the Language Server Protocol: zero-based, `character` in UTF-16 code units. */
export interface Position {
  line: number;
  character: number;
}

/** A part of a text. */
export interface Location {
  range: { start: Position; end: Position };
  /** Line of the start, counted from 1. */
  line: number;
  /** Column of the start in UTF-16 code units, counted from 1. */
  column: number;
}

/** Something that is wrong with a text, or worth knowing. */
export interface Diagnostic extends Location {
  /** The rule that found it, such as `stage/unknown-type`. */
  code: string;
  severity: Severity;
  message: string;
  /** JSON pointer (RFC 6901) to the value. */
  pointer: string;
  /**
   * The best fix there is. `safe`: the alloy means the same afterward, so that `forge-alloy check --fix` applies it to
   * errors and warnings. `unsafe`: it changes what the alloy means, or is a choice. `null`: there is none.
   */
  fix: "safe" | "unsafe" | null;
  /** `unnecessary`: can be removed. `deprecated`: still works, but should be replaced. */
  tags?: readonly ("unnecessary" | "deprecated")[];
  /** Other places in the same text that the problem is about. */
  related?: readonly RelatedLocation[];
}

/** A second place that a problem is about. */
export interface RelatedLocation extends Location {
  message: string;
}

/** A file with a vocabulary, as in `.forge-alloy/domains/`. */
export interface DomainFile {
  /** What messages call the file. */
  name: string;
  text: string;
}

/** A file with an executor profile, as in `.forge-alloy/executors/`. */
export interface ExecutorFile {
  /** What messages call the file. */
  name: string;
  text: string;
}

export interface VocabularyOptions {
  /** Vocabularies in addition to those that come with the package. */
  domains?: readonly DomainFile[];
  /** Executor profiles in addition to the one that comes with the package; the first one takes precedence. */
  executors?: readonly ExecutorFile[];
}

export interface CheckOptions extends VocabularyOptions {
  /** The kind of document that the text is; default: `alloy`. */
  kind?: "alloy" | "configuration" | "domain" | "executor";
  /** The text of a `.forge-alloy/config.json`: severities, suppressions, and the executors that apply. */
  configuration?: string;
  /** The path of the text below the folder of the configuration, with `/`: what `files` in it is compared with. */
  path?: string;
}

/** What the acceptance gate says about an alloy: the object that `forge-alloy gate --format json` prints. */
export interface GateReport {
  formatVersion: 1;
  tool: { name: string; version: string };
  file: string;
  /**
   * `invalid` if the alloy has an error or a figure that cannot be read, is impossible, or contradicts another; else
   * `rework` if a check failed; else `unmeasured` if one could not be evaluated; else `ship`, or `no-criteria` if there is
   * nothing to check.
   */
  verdict: "ship" | "rework" | "unmeasured" | "invalid" | "no-criteria";
  /** Whether `--allow` changed the exit code. */
  allowed: boolean;
  /** The problems of severity error under default rules. */
  errors: readonly Diagnostic[];
  /** One for each criterion, whatever the verdict. */
  checks: readonly GateCheck[];
}

export interface GateCheck {
  kind: "floor" | "anchor" | "memory" | "modelHash" | "samples" | "unknown";
  /** The benchmark that the check is about. */
  benchmark?: string;
  state: "pass" | "fail" | "unmeasured" | "invalid";
  /** Of an unmeasured check: a figure is missing, can be read in two ways, or the criterion is not one we evaluate. */
  cause?: "missing" | "ambiguous" | "unknown";
  /** JSON pointer to the criterion. */
  pointer: string;
  /** As the file writes it. */
  demanded?: GateQuantity;
  /** Scores in percent, memory in GB. */
  measured?: GateQuantity;
  base?: GateQuantity;
  change?: GateQuantity;
  /** The file that the model hash was read from, if it is not the alloy. */
  source?: string;
  /** Why the check did not pass, in one sentence. */
  reason?: string;
  /** The check in words and numbers. */
  message: string;
}

export interface GateQuantity {
  value: number;
  unit: "percent" | "fraction" | "points" | "GB";
  /** JSON pointer to the number; absent if it was computed. */
  pointer?: string;
}

export interface GateOptions extends VocabularyOptions {
  /** The name under which the alloy is reported. */
  file?: string;
}

/** What can be checked about an alloy without a network: the object that `forge-alloy verify --format json` prints. */
export interface VerifyReport {
  formatVersion: 1;
  tool: { name: string; version: string };
  file: string;
  summary: VerifySummary;
  checks: readonly VerifyCheck[];
}

/** Number of checks by outcome. */
export interface VerifySummary {
  verified: number;
  failed: number;
  notVerified: number;
}

/** A statement of an alloy, and whether it is true. */
export interface VerifyCheck {
  id: VerifyCheckId;
  /** JSON pointer to the statement, or to the value that lacks it. */
  pointer: string;
  /** `not-verified` if nothing shows whether the statement is true. */
  outcome: "verified" | "failed" | "not-verified";
  /** What the alloy states, or the caller. */
  expected?: string;
  /** What was computed. */
  actual?: string;
  /** Why the outcome is not `verified`, or what else there is to know. */
  reason?: string;
  /** Which of several definitions matched. */
  form?: string;
  /** The caller requires the statement to be verified. */
  required?: true;
}

export type VerifyCheckId =
  | "alloyHash"
  | "receiptAlloyHash"
  | "modelHash"
  | "fileHash"
  | "resultHash"
  | "baseResultHash"
  | "samplesHash"
  | "corpusHash"
  | "datasetHash"
  | "cardHash"
  | "binaryHash"
  | "parentHash"
  | "stageCheckpoint"
  | "certificationSignature"
  | "certificateChain"
  | "integritySignature"
  | "anchor";

/** The content of a file, whole or in pieces: bytes, a `Blob`, a `ReadableStream`, or an iterable of bytes. */
export type FileContent =
  | Uint8Array
  | AsyncIterable<Uint8Array>
  | { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> } }
  | { stream(): { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> } } };

export interface VerifyOptions {
  /** The name under which the alloy is reported. */
  file?: string;
  /**
   * Returns the content of a file, or `undefined` if there is none. `path` is relative, has `/`, and never leads out of
   * its folder: that of the alloy, of the weights, or of a dataset (`dataset:` and its name).
   */
  open?: (
    path: string,
    folder: "alloy" | "model" | `dataset:${string}`,
  ) => FileContent | undefined | Promise<FileContent | undefined>;
  /** Names of the files in the folder of the weights. If omitted, weights are not verified. */
  modelFiles?: readonly string[];
  /** Paths of the files of datasets, by the name of the dataset. */
  datasets?: Readonly<Record<string, readonly string[]>>;
  /** The hash that the alloy should have: at least its first 16 hex digits. */
  hash?: string;
  /** Text of the alloy that this one is derived from. */
  parent?: string;
  /** Text of a key file: an object of key IDs, each with `publicKey`, `revokedAt`, `expiresAt`, and `supersededBy`. */
  keys?: string;
  /** Checks whose outcome must not be `not-verified`. */
  require?: readonly VerifyCheckId[];
}

/** The rating of the public verify page: the object that `forge-alloy trust --format json` prints. */
export interface TrustReport {
  formatVersion: 1;
  tool: { name: string; version: string };
  file: string;
  rows: readonly TrustRow[];
}

/** The rating says which fields an alloy has, not whether they are true. */
export interface TrustRow {
  row: "source" | "pipeline" | "code" | "modelHash" | "benchmarks" | "hardware" | "receipt";
  label: "proven" | "attested" | "self-reported" | "unverified";
  /** The field that leads to the label, or the one that is missing. */
  reason: string;
  /** What would raise the label; null if nothing can. */
  raises: string | null;
  /** What verification found about the same fields, if it was run. */
  verify?: VerifySummary;
}

export interface PlanOptions extends VocabularyOptions {
  /** The name under which the alloy is reported. */
  file?: string;
  /** Share of a device's memory that the runtime takes, from 0 to below 1; default: 0.1. */
  margin?: number;
}

/** What a run makes of an alloy: the object that `forge-alloy plan --format json` prints. */
export interface PlanReport {
  formatVersion: 1;
  tool: { name: string; version: string };
  file: string;
  /** The effective alloy: stages in the order in which they run, with every value that applies. */
  alloy: unknown;
  /** ID of the executor profile of the architecture. */
  executor?: string;
  /** Runs of the transform stages. */
  cycles: number;
  /** The stages of `alloy`. `minutes` is the estimate for one run; `from` the field of `target` that it follows from. */
  stages: readonly (PlannedStage & {
    source?: string;
    from?: string;
    phase?: string;
    runs: number;
    minutes?: number;
  })[];
  notes: readonly {
    pointer: string;
    from: "default" | "adapter" | "derived" | "placeholder" | "executor";
    message: string;
  }[];
  /** Stages that do not run, or end the run. */
  skipped: readonly PlannedStage[];
  /** Values of `target` that no stage follows from. */
  leftOut: readonly { pointer: string; message: string }[];
  sizes: readonly (PlannedSize & { bits: number; atMost?: boolean })[];
  margin: number;
  /** Memory in GB. */
  fits: readonly (PlannedSize & { device: string; memoryGb: number; experts?: number; fits: boolean })[];
  /** Estimated minutes of the whole run on `hardware`. */
  minutes?: number;
  hardware?: string;
  stagesWithoutEstimate?: number;
}

export interface PlannedStage {
  /** JSON pointer to the stage in the effective alloy. */
  pointer: string;
  type: string;
  outcome: "runs" | "skipped" | "not-implemented" | "ends" | "not-reached" | "unknown";
  reason?: string;
}

/** A file of billions of parameters, in GB (10⁹ bytes). */
export interface PlannedSize {
  format?: string;
  quantType: string;
  paramsB: number;
  sizeGb: number;
}

export interface FixReport {
  text: string;
  fixes: readonly { code: string; title: string; safe: boolean; pointer: string }[];
}

export interface FormatOptions {
  /** Blanks for one level; 2 where nothing is said. */
  tabSize?: number;
}
