import path from "node:path";
import { Alloy } from "../alloy/alloy.js";
import { publicationsOf } from "../alloy/receipt.js";
import { fixAll } from "../features/code-actions.js";
import { diagnosticsOf } from "../library/diagnostic.js";
import type { Diagnostic } from "../library/index.js";
import { diagnose } from "../rules/diagnose.js";
import { clashOf } from "../rules/load-domain.js";
import { type Edit, oneEdit } from "../text/edits.js";
import { Failure } from "./failure.js";
import { isLink, readText, writeText } from "./files.js";
import { Project, type ProjectOptions } from "./project.js";
import { type Format, REPORTERS } from "./reporters/index.js";
import type { Counts, Reporter, Style } from "./reporters/reporter.js";

/** How files are checked. Plain data, so that it can be sent to a thread. */
export interface FileCheckOptions extends ProjectOptions {
  readonly format: Format;
  readonly style: Style;
  /** Report errors only. */
  readonly quiet?: boolean | undefined;
  readonly fix?: boolean | undefined;
  readonly fixDryRun?: boolean | undefined;
  readonly allowPublished?: boolean | undefined;
  /** The files that were named, normalized, as opposed to those that were found. */
  readonly named?: readonly string[] | undefined;
}

/** What there is to say about one file. Plain data, too. */
export interface CheckedFile {
  /** As the reporter has it; undefined for a file that could not be checked. */
  readonly output?: string;
  /** Sentences for people, beside the report. */
  readonly notes: readonly string[];
  /** There were fixes, and they could not be written. */
  readonly isStuck?: boolean;
  /** All that was found, reported or not; of what --fix mends, what is reported. */
  readonly counts: Counts;
  readonly settings?: UsedSettings;
  /** What stands where settings belong and cannot be read, in sentences, each said by one file only. */
  readonly unreadable?: readonly string[];
}

/** The files of settings that a file was checked under. */
export interface UsedSettings {
  readonly configuration?: string;
  /** Places in its `suppressions`: those that are about the file, and those of them that it needs. */
  readonly covering: readonly number[];
  readonly needed: readonly number[];
  readonly domains: readonly string[];
  /** The file itself, where it is one of settings. */
  readonly own?: string;
}

/** Fixes bring others to light, and no more than some are told at once. What is not settled by then may never be. */
const MAX_ROUNDS = 1000;

/** Checks one file after the other. */
export class FileCheck {
  readonly reporter: Reporter;
  readonly #options: FileCheckOptions;
  readonly #project: Project;
  readonly #named: ReadonlySet<string>;
  #unreadable: string[] = [];

  /** @throws {Failure} where a file named in the options is not there */
  constructor(options: FileCheckOptions) {
    this.#options = options;
    this.#project = new Project(options, (reason) => this.#unreadable.push(reason));
    this.#named = new Set(options.named);
    this.reporter = REPORTERS[options.format](options.style);
  }

  /**
   * Reads a file, mends it where that is wanted, and reports what is wrong with it.
   * @param text what came in by standard input under the name of the file, which is then not read or written
   * @param unusedSuppressions of a configuration: places in its list, known when all files are checked
   */
  check(file: string, facts: Facts = {}): CheckedFile {
    this.#unreadable = [];
    const checked = this.#check(file, facts);
    return this.#unreadable.length > 0 ? { ...checked, unreadable: this.#unreadable } : checked;
  }

  #check(file: string, { text: given, unusedSuppressions = [] }: Facts): CheckedFile {
    try {
      const read = given === undefined ? readText(file) : { text: given };
      if ("reason" in read) return failed(read.reason);
      const { text, notes = [], isStuck = false } = this.#mended(file, read.text);
      const alloy = Alloy.parse(text, this.#project.registry(file));
      const settings = this.#project.settings(file);
      const clashesWith = this.#clashOf(file, text);
      const { problems, used } = diagnose(alloy, settings, {
        unusedSuppressions,
        ...(clashesWith !== undefined && { clashesWith }),
      });
      const all = diagnosticsOf(problems, alloy);
      const diagnostics = this.#options.quiet ? all.filter(({ severity }) => severity === "error") : all;
      const configuration = this.#project.configurationFile(file);
      return {
        output: this.reporter.file({ file: shown(file), text, diagnostics }),
        notes,
        isStuck,
        counts: countsOf(all, diagnostics),
        settings: {
          ...(configuration !== undefined && { configuration }),
          covering: settings.suppressions.map(({ index }) => index),
          needed: [...used].map(({ index }) => index),
          domains: this.#project.domainSources(file).map(({ uri }) => uri),
          ...(alloy.kind !== "alloy" && { own: path.resolve(file) }),
        },
      };
    } catch (error) {
      // One file, whatever is the matter with it, must not keep the others from being checked.
      return notChecked(file, error);
    }
  }

  /** Where another vocabulary with the id of this domain file stands. */
  #clashOf(file: string, text: string): string | undefined {
    if (this.#project.kind(file) !== "domain") return undefined;
    return clashOf({ uri: path.resolve(file), text }, this.#project.domainSources(file));
  }

  /** The text with every obvious fix applied; the file has it too, unless this is a rehearsal. */
  #mended(file: string, text: string): Mended {
    const { fix, fixDryRun, allowPublished } = this.#options;
    if (!fix && !fixDryRun) return { text };
    const registry = this.#project.registry(file);
    const settings = this.#project.settings(file);
    let alloy = Alloy.parse(text, registry);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const action = fixAll(diagnose(alloy, settings).problems);
      if (!action) break;
      alloy = afterEdits(alloy, action.edits);
    }
    const current = alloy.tree.text.toString();
    if (current === text) return { text };
    if (!allowPublished && publicationsOf(Alloy.parse(text, registry))) {
      const note = `${shown(file)} is published and was not changed; --allow-published does it all the same.`;
      return { text, notes: [note] };
    }
    if (!fix) return { text: current };
    if (!this.#named.has(file) && isLink(file)) {
      const note = `${shown(file)} is a link and was not changed; name it to change what it leads to.`;
      return { text, notes: [note] };
    }
    try {
      writeText(file, { was: text, text: current, isNamed: this.#named.has(file) });
      return { text: current };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { text, notes: [error.message], isStuck: true };
    }
  }
}

/**
 * Reads no more again than what lies between the edits: of very many problems the first ones are told and mended, so
 * that most of a long text is not among it.
 */
function afterEdits(alloy: Alloy, edits: readonly Edit[]): Alloy {
  const source = alloy.tree.text;
  const { start, end, text } = oneEdit(source, edits);
  alloy.edited({ start, end, length: text.length });
  return Alloy.parse(source.edited(start, end, text), alloy.registry, alloy);
}

interface Mended {
  readonly text: string;
  readonly notes?: readonly string[];
  readonly isStuck?: boolean;
}

/** What is known about a file beyond its text. */
interface Facts {
  readonly text?: string | undefined;
  readonly unusedSuppressions?: readonly number[];
}

export function noCounts(): Counts {
  return { error: 0, warning: 0, information: 0, hint: 0, fixable: 0 };
}

function countsOf(all: readonly Diagnostic[], reported: readonly Diagnostic[]): Counts {
  const counts = noCounts();
  for (const { severity } of all) counts[severity]++;
  counts.fixable = reported.filter(({ fixable }) => fixable).length;
  return counts;
}

/** What there is to say about a file when checking it went wrong. */
export function notChecked(file: string, error: unknown): CheckedFile {
  return failed(`${shown(file)} could not be checked: ${error instanceof Error ? error.message : error}`);
}

function failed(reason: string): CheckedFile {
  return { notes: [reason], counts: noCounts() };
}

/** Relative to where the user is, as long as that is shorter to read. */
function shown(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file));
  return relative.startsWith("..") ? file : relative;
}
