import { compareAlloys } from "../compare/compare.js";
import { comparisonReport } from "../compare/report.js";
import { composeSchema } from "../features/json-schema.js";
import { toDraft7, withSchemaId } from "../features/json-schema-draft-7.js";
import { type CheckSettings, type Configuration, NO_SETTINGS, settingsFor } from "../lint/configuration.js";
import { diagnose } from "../lint/lint.js";
import { withDomains } from "../lint/load-domain.js";
import { withExecutors } from "../lint/load-executors.js";
import { readConfiguration } from "../lint/read-configuration.js";
import { Alloy } from "../model/alloy.js";
import { faultOf } from "../model/fault.js";
import { isPublished } from "../model/receipt.js";
import { planOf } from "../plan/plan.js";
import { planReport } from "../plan/report.js";
import { bundled, registryFor } from "../schema/bundled.js";
import { DEFAULT_DOMAIN } from "../schema/effective-schema.js";
import type { Registry } from "../schema/registry.js";
import { stringOf } from "./arguments.js";
import { diagnosticsOf } from "./diagnostic.js";
import { ENVELOPE } from "./envelope.js";
import { fixText } from "./fix-text.js";
import { gateReport } from "./gate-report.js";
import type {
  Diagnostic,
  DiffReport,
  DocumentOptions,
  DomainFile,
  ExecutorFile,
  FixReport,
  GateReport,
  PlanReport,
  ProjectOptions,
  RunOptions,
  SchemaOptions,
} from "./types.js";

/**
 * A configuration, domains, and executor profiles that are read once, for many alloys. Immutable: where a file of them
 * changes, create another one.
 */
export class Project {
  readonly #configuration: Configuration | undefined;
  readonly #registry: Registry;

  /** @throws {TypeError} for a text or a name that is not a string */
  constructor({ configuration, domains = [], executors = [] }: ProjectOptions = {}) {
    this.#configuration =
      configuration === undefined ? undefined : readConfiguration(stringOf(configuration, "configuration"));
    const registry = withDomains(bundled, sourcesOf(domains, "domains"), true);
    this.#registry = withExecutors(registry, sourcesOf(executors, "executors"), {
      isTrusted: true,
      selected: this.#configuration?.executor,
    });
  }

  /**
   * Returns the diagnostics of a text, in document order; the same diagnostics as in the editor and on the
   * command line. Any text is accepted, however broken.
   */
  check(text: string, { kind = "alloy", path = "" }: DocumentOptions = {}): Diagnostic[] {
    const alloy = Alloy.parse(stringOf(text, "text"), registryFor(kind, this.#registry));
    const fileName = path.split("/").at(-1);
    const context = fileName && kind === "alloy" ? { fileName } : {};
    return diagnosticsOf(diagnose(alloy, this.#settings(path), context).problems, alloy);
  }

  /**
   * Applies the safe fixes of errors and warnings, as `forge-alloy check --fix` does. Any text is accepted; a published
   * alloy is not changed.
   */
  fix(text: string, { path = "" }: { path?: string } = {}): FixReport {
    const alloy = this.#alloy(text);
    return isPublished(alloy) ? { text, fixes: [] } : fixText(alloy, this.#settings(path));
  }

  /**
   * Evaluates the acceptance criteria of an alloy against its results. Any text is accepted: a text that is not
   * an alloy has the verdict `invalid`.
   */
  gate(text: string, { file = "" }: { file?: string } = {}): GateReport {
    return gateReport(this.#alloy(text), file);
  }

  /**
   * Says what a run makes of an alloy: the stages in the order in which they run, with the values that it omits, the sizes
   * of the result, the devices that it fits, and the minutes that it takes. Nothing is run.
   * @throws {SyntaxError} for a text that is not a JSON object
   * @throws {RangeError} for a margin that is not from 0 to below 1
   */
  plan(text: string, { file = "", margin }: RunOptions = {}): PlanReport {
    if (margin !== undefined && !(margin >= 0 && margin < 1))
      throw new RangeError("margin must be a number from 0 to below 1.");
    return { ...ENVELOPE, ...planReport(planOf(this.#readable(text, "text"), { margin }), file) };
  }

  /**
   * Compares two alloys in their own terms: stages, fields, criteria, scores, and the verdict. Layout and key order are no
   * difference.
   * @param a the earlier alloy
   * @param b the later alloy
   * @throws {SyntaxError} for a text that is not a JSON object
   */
  diff(a: string, b: string, names: { a?: string; b?: string } = {}): DiffReport {
    const comparison = compareAlloys(this.#readable(a, "a"), this.#readable(b, "b"));
    return { ...ENVELOPE, ...comparisonReport(comparison, { a: names.a ?? "a", b: names.b ?? "b" }) };
  }

  /**
   * Returns one JSON Schema for the alloys of some domains, for tools that know nothing else.
   * @param ids domains that the alloys declare; default: `llm-forge`
   * @throws {RangeError} for an unknown domain or draft
   */
  schema(
    ids: readonly string[] = [DEFAULT_DOMAIN],
    { draft = "2020-12", id }: SchemaOptions = {},
  ): Record<string, unknown> {
    for (const one of ids)
      if (!this.#registry.domain(one)) throw new RangeError(`Unknown domain ${JSON.stringify(one)}.`);
    if (draft !== "2020-12" && draft !== "7") throw new RangeError('draft must be "2020-12" or "7".');
    const newest = composeSchema(this.#registry, ids);
    const schema = draft === "7" ? toDraft7(newest) : newest;
    return id === undefined ? schema : withSchemaId(schema, id);
  }

  #alloy(text: string, name = "text"): Alloy {
    return Alloy.parse(stringOf(text, name), this.#registry);
  }

  #readable(text: string, name: string): Alloy {
    const alloy = this.#alloy(text, name);
    const fault = faultOf(alloy);
    if (fault !== undefined)
      throw new SyntaxError(`The ${name === "text" ? name : `text "${name}"`} ${fault}.`);
    return alloy;
  }

  #settings(path: string): CheckSettings {
    return this.#configuration ? settingsFor([{ configuration: this.#configuration, path }]) : NO_SETTINGS;
  }
}

function sourcesOf(files: readonly (DomainFile | ExecutorFile)[], what: string) {
  return files.map(({ name, text }, index) => {
    const place = stringOf(name, `${what}[${index}].name`);
    return { uri: place, place, text: stringOf(text, `${what}[${index}].text`) };
  });
}
