/**
 * Forge Alloy as a library: the verdicts of the editor and the command line on a text. It runs wherever ECMAScript does;
 * it reads no files but those handed in, and asks for nothing. What this file and `types.ts` export is the public interface and follows semantic
 * versioning; the wording of messages and summaries is for people and may change with any version.
 */

import { version } from "../../package.json";
import { format as formattingOf } from "../features/format.js";
import { NO_SETTINGS, settingsFor } from "../lint/configuration.js";
import { diagnose } from "../lint/lint.js";
import { withDomains } from "../lint/load-domain.js";
import { withExecutors } from "../lint/load-executors.js";
import { readConfiguration } from "../lint/read-configuration.js";
import { Alloy } from "../model/alloy.js";
import { faultOf } from "../model/fault.js";
import { sha256 } from "../model/hashes.js";
import { isPublished } from "../model/receipt.js";
import { planOf } from "../plan/plan.js";
import { planReport } from "../plan/report.js";
import { bundled, registryFor } from "../schema/bundled.js";
import { applyEdits } from "../syntax/edits.js";
import { whyUnreadable } from "../syntax/unreadable.js";
import { HandedFiles } from "../verify/handed-files.js";
import { KeyRegistry, readKeyRegistry } from "../verify/key-registry.js";
import { webPlatform } from "../verify/platform.js";
import { alloyHashDigits } from "../verify/stated-hash.js";
import { parentOf, verifyAlloy } from "../verify/verify.js";
import { diagnosticsOf } from "./diagnostic.js";
import { fixText } from "./fix-text.js";
import { gateReport } from "./gate-report.js";
import type {
  CheckOptions,
  Diagnostic,
  DomainFile,
  ExecutorFile,
  FixReport,
  FormatOptions,
  GateOptions,
  GateReport,
  PlanOptions,
  PlanReport,
  TrustReport,
  VerifyOptions,
  VerifyReport,
  VocabularyOptions,
} from "./types.js";
import { trustReport, verifyReport } from "./verify-report.js";

export type * from "./types.js";

/**
 * Returns the diagnostics of a text, in document order; the same diagnostics as in the editor and on the
 * command line. Any text is accepted, however broken.
 */
export function check(text: string, options: CheckOptions = {}): Diagnostic[] {
  const { kind = "alloy", configuration, path = "" } = options;
  const read = configuration === undefined ? undefined : readConfiguration(configuration);
  const alloy = Alloy.parse(text, registryFor(kind, registryOf(options, read?.executor)));
  const settings = read ? settingsFor([{ configuration: read, path }]) : NO_SETTINGS;
  const fileName = path.split("/").at(-1);
  const { problems } = diagnose(alloy, settings, fileName && kind === "alloy" ? { fileName } : {});
  return diagnosticsOf(problems, alloy);
}

/**
 * Evaluates the acceptance criteria of an alloy against its results. Any text is accepted: a text that is not
 * an alloy has the verdict `invalid`.
 */
export function gate(text: string, options: GateOptions = {}): GateReport {
  return gateReport(Alloy.parse(text, registryOf(options)), options.file ?? "");
}

/**
 * Applies the safe fixes of errors and warnings, as `forge-alloy check --fix` does. Any text is accepted; a published alloy
 * is not changed.
 */
export function fix(text: string, options: VocabularyOptions = {}): FixReport {
  const alloy = Alloy.parse(text, registryOf(options));
  return isPublished(alloy) ? { text, fixes: [] } : fixText(alloy, NO_SETTINGS);
}

/** The hash that publications refer to: `sha256:` and 64 hex digits, of the text in UTF-8. */
export function hash(text: string): string {
  return `sha256:${sha256(text)}`;
}

/**
 * Says what a run makes of an alloy: the stages in the order in which they run, with the values that it omits, the sizes
 * of the result, the devices that it fits, and the minutes that it takes. Nothing is run.
 * @throws {SyntaxError} for a text that is not a JSON object
 * @throws {RangeError} for a margin that is not from 0 to below 1
 */
export function plan(text: string, options: PlanOptions = {}): PlanReport {
  const { file = "", margin } = options;
  if (margin !== undefined && !(margin >= 0 && margin < 1))
    throw new RangeError("margin must be a number from 0 to below 1.");
  const alloy = Alloy.parse(text, registryOf(options));
  const fault = faultOf(alloy);
  if (fault !== undefined) throw new SyntaxError(`The text ${fault}.`);
  return {
    formatVersion: 1,
    tool: { name: "forge-alloy", version },
    ...planReport(planOf(alloy, { margin }), file),
  };
}

/**
 * The text in our layout; values keep their spelling and their order.
 * @throws {SyntaxError} for a text that is not JSON, has more than five million keys and values, or is nested deeper than
 *   256 levels; `check` says where
 */
export function format(text: string, { tabSize = 2 }: FormatOptions = {}): string {
  const alloy = Alloy.parse(text, bundled);
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
  const alloy = Alloy.parse(text, bundled);
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
  return trustReport(Alloy.parse(text, bundled), options.file ?? "");
}

function refuseUnreadable({ tree }: Alloy): void {
  const fault = whyUnreadable(tree);
  if (fault) throw new SyntaxError(`The text ${fault}.`);
}

function registryOf({ domains = [], executors = [] }: VocabularyOptions, selected?: readonly string[]) {
  const sourcesOf = (files: readonly (DomainFile | ExecutorFile)[]) =>
    files.map(({ name, text }) => ({ uri: name, place: name, text }));
  const registry = withDomains(bundled, sourcesOf(domains), true);
  return withExecutors(registry, sourcesOf(executors), { isTrusted: true, selected });
}
