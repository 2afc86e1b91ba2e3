/**
 * Forge Alloy as a library: the verdicts of the editor and the command line on a text. It runs wherever ECMAScript does;
 * it reads no files but those handed in, and asks for nothing. What this file and `types.ts` export is the public interface and follows semantic
 * versioning; the wording of messages and summaries is for people and may change with any version.
 */

import { format as formattingOf } from "../features/format.js";
import { NO_SETTINGS } from "../lint/configuration.js";
import { ruleSummary } from "../lint/known-rules.js";
import { diagnose } from "../lint/lint.js";
import { rulePage } from "../lint/rule-docs.js";
import { Alloy } from "../model/alloy.js";
import { faultOf } from "../model/fault.js";
import { sha256 } from "../model/hashes.js";
import { bundled } from "../schema/bundled.js";
import { applyEdits } from "../syntax/edits.js";
import { toValue } from "../syntax/tree.js";
import { whyUnreadable } from "../syntax/unreadable.js";
import { HandedFiles } from "../verify/handed-files.js";
import { KeyRegistry, readKeyRegistry } from "../verify/key-registry.js";
import { webPlatform } from "../verify/platform.js";
import { alloyHashDigits } from "../verify/stated-hash.js";
import { parentOf, verifyAlloy } from "../verify/verify.js";
import { stringOf } from "./arguments.js";
import { diagnosticsOf } from "./diagnostic.js";
import { Project } from "./project.js";
import type {
  CheckOptions,
  Diagnostic,
  DiffOptions,
  DiffReport,
  FixOptions,
  FixReport,
  FormatOptions,
  GateOptions,
  GateReport,
  ParseResult,
  PlanOptions,
  PlanReport,
  SchemaOptions,
  TrustReport,
  VerifyOptions,
  VerifyReport,
  VocabularyOptions,
} from "./types.js";
import { trustReport, verifyReport } from "./verify-report.js";

export type * from "./types.js";
export { Project };

/**
 * Parses a text with error recovery: returns its value, and why a strict parser would reject it or what was not read. Any
 * text is accepted. If a key occurs twice, the last one counts; numbers are JavaScript numbers.
 */
export function parse(text: string): ParseResult {
  const alloy = Alloy.parse(stringOf(text, "text"), bundled);
  // Only syntax is checked, as in a document that is too large for more.
  const { problems } = diagnose(alloy, NO_SETTINGS, { isLarge: true });
  const errors = problems.filter(({ severity }) => severity === "error" || severity === "warning");
  return { value: toValue(alloy.tree.root), errors: diagnosticsOf(errors, alloy) };
}

/** As `Project.check`, for one text. */
export function check(text: string, options: CheckOptions = {}): Diagnostic[] {
  return new Project(options).check(text, options);
}

/** As `Project.gate`, for one text. */
export function gate(text: string, options: GateOptions = {}): GateReport {
  return new Project(options).gate(text, options);
}

/** As `Project.fix`, for one text. */
export function fix(text: string, options: FixOptions = {}): FixReport {
  return new Project(options).fix(text, options);
}

/** As `Project.plan`, for one text. */
export function plan(text: string, options: PlanOptions = {}): PlanReport {
  return new Project(options).plan(text, options);
}

/** As `Project.diff`, for one pair. */
export function diff(a: string, b: string, options: DiffOptions = {}): DiffReport {
  return new Project(options).diff(a, b, options.names);
}

/** As `Project.schema`, without a project. */
export function schema(
  ids?: readonly string[],
  options: SchemaOptions & VocabularyOptions = {},
): Record<string, unknown> {
  return new Project(options).schema(ids, options);
}

/** What a rule reports, why, and what to do about it, in Markdown; of a group, its rules. `undefined` for any other code. */
export function explain(code: string): string | undefined {
  return rulePage(stringOf(code, "code")) ?? ruleSummary(code);
}

/** The hash that publications refer to: `sha256:` and 64 hex digits, of the text in UTF-8. */
export function hash(text: string): string {
  return `sha256:${sha256(stringOf(text, "text"))}`;
}

/**
 * The text in our layout; values keep their spelling and their order.
 * @throws {SyntaxError} for a text that is not JSON, has more than five million keys and values, or is nested deeper than
 *   256 levels; `check` says where
 */
export function format(text: string, { tabSize = 2 }: FormatOptions = {}): string {
  const alloy = Alloy.parse(stringOf(text, "text"), bundled);
  refuseUnreadable(alloy);
  const result = formattingOf(alloy, { tabSize, insertSpaces: true });
  if ("refusal" in result) throw new SyntaxError(result.refusal);
  return applyEdits(text, result.edits);
}

/**
 * Verifies what an alloy states about files that the caller hands in: hashes, chains, and signatures. Certificate chains
 * are never verified here, since the platforms that the library runs on have no X.509 in common.
 * @throws {SyntaxError} for a text that is not a JSON object
 * @throws {TypeError} for `hash` or `keys` in an unknown form
 */
export async function verify(text: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  const { open = () => undefined, modelFiles, datasets = {}, hash, parent, keys, require = [] } = options;
  const alloy = Alloy.parse(stringOf(text, "text"), bundled);
  const problem = faultOf(alloy);
  if (problem !== undefined) throw new SyntaxError(`The text ${problem}.`);
  const digits = hash === undefined ? undefined : alloyHashDigits(hash);
  if (hash !== undefined && digits === undefined)
    throw new TypeError("hash must have at least 16 hex digits.");
  const registry = keys === undefined ? undefined : readKeyRegistry(keys);
  if (registry && !(registry instanceof KeyRegistry)) throw new TypeError(`keys: ${registry.problem}.`);
  const names = Object.entries(datasets).map(([name, files]) => [`dataset:${name}`, files] as const);
  const { checks } = await verifyAlloy(
    alloy,
    {
      files: new HandedFiles(
        open,
        webPlatform,
        new Map([...names, ...(modelFiles ? [["model", modelFiles] as const] : [])]),
      ),
      platform: webPlatform,
      hasModel: modelFiles !== undefined,
      datasets: new Set(Object.keys(datasets)),
      hash: digits,
      parent: parent === undefined ? undefined : parentOf(parent),
      keys: registry,
      roots: [],
      source: undefined,
    },
    require,
  );
  return verifyReport(checks, options.file ?? "");
}

/** Rates an alloy as the public verify page does, by the fields that it has. Any text is rated. */
export function trust(text: string, options: { file?: string } = {}): TrustReport {
  return trustReport(Alloy.parse(stringOf(text, "text"), bundled), options.file ?? "");
}

function refuseUnreadable({ tree }: Alloy): void {
  const fault = whyUnreadable(tree);
  if (fault) throw new SyntaxError(`The text ${fault}.`);
}
