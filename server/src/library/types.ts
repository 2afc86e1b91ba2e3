/** The public types of the library. The file has no imports, because the package contains it unchanged. */

export type Severity = "error" | "warning" | "information" | "hint";

/** A position as in the Language Server Protocol: zero-based, with `character` in UTF-16 code units. */
export interface Position {
  line: number;
  character: number;
}

/** A range of the document. */
export interface Location {
  range: { start: Position; end: Position };
  /** One-based line of the start. */
  line: number;
  /** One-based column of the start, in UTF-16 code units. */
  column: number;
}

/** A problem in a document, or a note about it. */
export interface Diagnostic extends Location {
  /** Code of the rule that reports it, such as `stage/unknown-type`. */
  code: string;
  severity: Severity;
  message: string;
  /** JSON Pointer (RFC 6901) to the value. */
  pointer: string;
  /**
   * Kind of the best available fix. `safe`: keeps the meaning of the alloy, so `forge-alloy check --fix` applies it to
   * errors and warnings. `unsafe`: changes the meaning, or is one of several choices. `null`: no fix is available.
   */
  fix: "safe" | "unsafe" | null;
  /** `unnecessary`: can be removed. `deprecated`: still works, but should be replaced. */
  tags?: readonly ("unnecessary" | "deprecated")[];
  /** Other locations in the same document that the problem refers to. */
  related?: readonly RelatedLocation[];
}

/** Another location that a problem refers to. */
export interface RelatedLocation extends Location {
  message: string;
}

/** A domain file, as in `.forge-alloy/domains/`. */
export interface DomainFile {
  /** Name of the file in messages. */
  name: string;
  text: string;
}

/** An executor profile, as in `.forge-alloy/executors/`. */
export interface ExecutorFile {
  /** Name of the file in messages. */
  name: string;
  text: string;
}

export interface VocabularyOptions {
  /** Domain files in addition to the built-in domains. */
  domains?: readonly DomainFile[];
  /** Executor profiles in addition to the built-in one; the first one takes precedence. */
  executors?: readonly ExecutorFile[];
}

export interface ProjectOptions extends VocabularyOptions {
  /** Content of a `.forge-alloy/config.json`: severities, suppressions, and the executors that apply. */
  configuration?: string;
}

export interface DocumentOptions {
  /** Kind of document; default: `alloy`. */
  kind?: "alloy" | "configuration" | "domain" | "executor";
  /** Path of the document relative to the folder of the configuration, with `/` as separator; matched against `files` in it. */
  path?: string;
}

export interface CheckOptions extends ProjectOptions, DocumentOptions {}

export interface FixOptions extends ProjectOptions {
  /** As in `DocumentOptions`. */
  path?: string;
}

/** A text as far as it can be read. */
export interface ParseResult {
  /** The value; `undefined` if the text has none. Objects have no prototype. */
  value: unknown;
  /** Errors of JSON syntax, and warnings about parts that exceed a limit and are not in the value. */
  errors: readonly Diagnostic[];
}

/** The result of the acceptance gate: the object that `forge-alloy gate --format json` prints. */
export interface GateReport {
  formatVersion: 1;
  tool: { name: string; version: string };
  file: string;
  /**
   * `invalid` if the alloy has an error, or a number that is unreadable, impossible, or contradicted by another one; else
   * `rework` if a check failed; else `unmeasured` if one could not be evaluated; else `ship`, or `no-criteria` if nothing
   * has to be checked.
   */
  verdict: "ship" | "rework" | "unmeasured" | "invalid" | "no-criteria";
  /** Whether `--allow` changed the exit code to 0. */
  allowed: boolean;
  /** The problems of severity `error` under the default rules. */
  errors: readonly Diagnostic[];
  /** One check per criterion, independent of the verdict. */
  checks: readonly GateCheck[];
}

export interface GateCheck {
  kind: "floor" | "anchor" | "memory" | "modelHash" | "samples" | "unknown";
  /** Name of the benchmark, if the check is about one. */
  benchmark?: string;
  state: "pass" | "fail" | "unmeasured" | "invalid";
  /** Cause of `unmeasured`: a number is missing or ambiguous, or the gate does not evaluate the criterion. */
  cause?: "missing" | "ambiguous" | "unknown";
  /** JSON Pointer to the criterion. */
  pointer: string;
  /** The required value, in the unit of the file. */
  demanded?: GateQuantity;
  /** The measured value: scores in percent, memory in GB. */
  measured?: GateQuantity;
  base?: GateQuantity;
  change?: GateQuantity;
  /** The file that the model hash was read from, if it is not the alloy. */
  source?: string;
  /** Reason why the check did not pass, in one sentence. */
  reason?: string;
  /** The check in words and numbers. */
  message: string;
}

export interface GateQuantity {
  value: number;
  unit: "percent" | "fraction" | "points" | "GB";
  /** JSON Pointer to the number; absent if the value was computed. */
  pointer?: string;
}

export interface GateOptions extends ProjectOptions {
  /** The name under which the alloy is reported. */
  file?: string;
}

/** The result of verification, which uses no network: the object that `forge-alloy verify --format json` prints. */
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

/** The verification of one statement of an alloy. */
export interface VerifyCheck {
  id: VerifyCheckId;
  /** JSON Pointer to the statement, or to the value that lacks it. */
  pointer: string;
  /** `not-verified` if the available data does not show whether the statement is true. */
  outcome: "verified" | "failed" | "not-verified";
  /** The value that the alloy or the caller states. */
  expected?: string;
  /** The computed value. */
  actual?: string;
  /** Reason why the outcome is not `verified`, or additional information. */
  reason?: string;
  /** The definition that matched, if the format has several. */
  form?: string;
  /** Present if the caller requires the statement to be verified. */
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

/** The content of a file, complete or in chunks: bytes, a `Blob`, a `ReadableStream`, or an async iterable of bytes. */
export type FileContent =
  | Uint8Array
  | AsyncIterable<Uint8Array>
  | { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> } }
  | { stream(): { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> } } };

export interface VerifyOptions {
  /** The name under which the alloy is reported. */
  file?: string;
  /**
   * Returns the content of a file, or `undefined` if the file does not exist. `path` is relative, uses `/`, and never
   * points outside its folder: that of the alloy, of the weights, or of a dataset (`dataset:` and its name).
   */
  open?: (
    path: string,
    folder: "alloy" | "model" | `dataset:${string}`,
  ) => FileContent | undefined | Promise<FileContent | undefined>;
  /** Names of the files in the folder with the weights. If omitted, weights are not verified. */
  modelFiles?: readonly string[];
  /** Paths of the files of datasets, by the name of the dataset. */
  datasets?: Readonly<Record<string, readonly string[]>>;
  /** Expected hash of the alloy: at least its first 16 hex digits. */
  hash?: string;
  /** Content of the alloy that this one is derived from. */
  parent?: string;
  /** Content of a key file: an object of key IDs, each with `publicKey`, `revokedAt`, `expiresAt`, and `supersededBy`. */
  keys?: string;
  /** IDs of the checks whose outcome must not be `not-verified`. */
  require?: readonly VerifyCheckId[];
}

/** The rating of the public verify page: the object that `forge-alloy trust --format json` prints. */
export interface TrustReport {
  formatVersion: 1;
  tool: { name: string; version: string };
  file: string;
  rows: readonly TrustRow[];
}

/** The rating of one topic. It depends on which fields an alloy has, not on whether they are true. */
export interface TrustRow {
  row: "source" | "pipeline" | "code" | "modelHash" | "benchmarks" | "hardware" | "receipt";
  label: "proven" | "attested" | "self-reported" | "unverified";
  /** The field that determines the label, or the missing field. */
  reason: string;
  /** What would raise the label; `null` if nothing can. */
  raises: string | null;
  /** Outcomes of verification for the same fields, if it was run. */
  verify?: VerifySummary;
}

export interface PlanOptions extends ProjectOptions, RunOptions {}

export interface RunOptions {
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

export interface DiffOptions extends ProjectOptions {
  /** The names under which the alloys are reported. */
  names?: { a?: string; b?: string };
}

/** What changed from one alloy to another: the object that `forge-alloy diff --format json` prints. */
export interface DiffReport {
  formatVersion: 1;
  tool: { name: string; version: string };
  a: string;
  b: string;
  identical: boolean;
  changes: readonly DiffChange[];
  /** Changed criteria, loosened ones first. */
  criteria: readonly { pointer: string; from?: unknown; to?: unknown; effect: string }[];
  /** Scores in percent, and their difference in percentage points. */
  scores: readonly { benchmark: string; a?: number; b?: number; points?: number }[];
  verdict: { a: GateReport["verdict"]; b: GateReport["verdict"] };
  /** Checks of the gate whose state changed. */
  checks: readonly {
    label: string;
    kind: GateCheck["kind"];
    benchmark?: string;
    a?: GateCheck["state"];
    b: GateCheck["state"];
  }[];
  /** What became worse, in words. */
  regressions: readonly string[];
}

/** One difference. `from` and `to` are values; of what moved, positions. */
export interface DiffChange {
  part: string;
  kind: string;
  label: string;
  pointerA?: string;
  pointerB?: string;
  from?: unknown;
  to?: unknown;
  unit?: string;
}

export interface SchemaOptions {
  /** Draft of JSON Schema; default: `2020-12`. */
  draft?: "2020-12" | "7";
  /** URL where the schema will be published, for `$id`. */
  id?: string;
}

export interface FixReport {
  text: string;
  fixes: readonly { code: string; title: string; safe: boolean; pointer: string }[];
}

export interface FormatOptions {
  /** Number of spaces per level; default: 2. */
  tabSize?: number;
}
