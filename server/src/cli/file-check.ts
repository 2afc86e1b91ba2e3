import path from "node:path";
import { diagnosticsOf } from "../library/diagnostic.js";
import { type AppliedFix, fixText } from "../library/fix-text.js";
import { countSeverities, fixableCount, isReported } from "../library/level.js";
import type { CheckSettings, Suppression } from "../lint/configuration.js";
import type { Severity } from "../lint/rule.js";
import { Alloy } from "../model/alloy.js";
import { isPublished } from "../model/receipt.js";
import type { DocumentKind } from "../schema/document-kind.js";
import { unifiedDiff } from "../text/unified-diff.js";
import { diagnoseFile } from "../workspace/diagnose-file.js";
import { Failure } from "../workspace/failure.js";
import { isLink, readText, writeText } from "../workspace/files.js";
import { Project, type ProjectOptions } from "../workspace/project.js";
import { isInPackage } from "../workspace/scope.js";
import { type Format, REPORTERS } from "./reporters/index.js";
import type { Counts, Reporter, Style, UnreadableFile } from "./reporters/reporter.js";

/** How files are checked. Plain data, so that it can be sent to a thread. */
export interface FileCheckOptions extends ProjectOptions {
  readonly format: Format;
  readonly style: Style;
  /** The least severity to report; `information` if undefined. */
  readonly level?: Severity | undefined;
  /** Apply fixes to the files. */
  readonly fix?: boolean | undefined;
  /** Report what would be left after fixes. */
  readonly fixDryRun?: boolean | undefined;
  /** Print what fixes change, or would change. */
  readonly diff?: boolean | undefined;
  /** Apply unsafe fixes, too, if they leave nothing to choose. */
  readonly unsafe?: boolean | undefined;
  readonly allowPublished?: boolean | undefined;
  /** The files that were named, normalized, as opposed to those that were found. */
  readonly named?: readonly string[] | undefined;
}

/** What there is to say about one file. Plain data, too. */
export interface CheckedFile {
  /** As the reporter has it. */
  readonly output: string;
  /** Sentences for people, beside the report. */
  readonly notes: readonly string[];
  /** What was fixed, or would be; `undefined` if nothing was. */
  readonly fixed?: { readonly file: string; readonly count: number } | undefined;
  /** The difference that fixes make, if it is to be printed. */
  readonly diff?: string | undefined;
  /** The file could not be read. */
  readonly unreadableFile?: UnreadableFile;
  /** There were fixes, and they could not be written. */
  readonly isStuck?: boolean;
  readonly counts: Counts;
  readonly settings?: UsedSettings;
  /** Files of settings that cannot be read, each told by one file only. */
  readonly unreadableSettings?: readonly UnreadableFile[];
}

/** The files of settings that a file was checked under. */
export interface UsedSettings {
  readonly configurations: readonly UsedConfiguration[];
  readonly domains: readonly string[];
  /** Files of executor profiles. */
  readonly executors: readonly string[];
  /** The file itself, where it is one of settings. */
  readonly own?: string;
}

interface UsedConfiguration {
  readonly file: string;
  readonly isExtended: boolean;
  /** Indexes in its `suppressions`: those that are about the file, and those of them that it needs. */
  readonly covering: readonly number[];
  readonly needed: readonly number[];
}

/** Checks one file after the other. */
export class FileCheck {
  readonly reporter: Reporter;
  /** The least severity that is reported. */
  readonly level: Severity;
  readonly #options: FileCheckOptions;
  readonly project: Project;
  readonly #named: ReadonlySet<string>;
  /** Files of settings that could not be read and are not told yet. */
  readonly #unreadable: UnreadableFile[];

  private constructor(options: FileCheckOptions, project: Project, unreadable: UnreadableFile[]) {
    this.#options = options;
    this.level = options.level ?? "information";
    this.project = project;
    this.#unreadable = unreadable;
    this.#named = new Set(options.named);
    this.reporter = REPORTERS[options.format](options.style);
  }

  /** @throws {Failure} where a file named in the options is not there */
  static async open(options: FileCheckOptions): Promise<FileCheck> {
    const unreadable: UnreadableFile[] = [];
    const project = await Project.open(options, (reason, file) => unreadable.push({ file, reason }));
    return new FileCheck(options, project, unreadable);
  }

  /**
   * Reads a file, fixes it if the options say so, and reports what is wrong with it.
   * @param text what came in by standard input under the name of the file, which is then not read or written
   * @param unusedSuppressions of a configuration: places in its list, known when all files are checked
   */
  async check(file: string, facts: Facts = {}): Promise<CheckedFile> {
    const checked = await this.#check(file, facts);
    const unreadableSettings = this.#unreadable.splice(0);
    return unreadableSettings.length > 0 ? { ...checked, unreadableSettings } : checked;
  }

  async #check(file: string, { text: given, kind, unusedSuppressions = [] }: Facts): Promise<CheckedFile> {
    try {
      const read = given === undefined ? readText(file) : { text: given };
      if ("reason" in read) return this.unreadable(file, read.reason);
      const { text, fixes, diff, notes = [], isStuck = false } = await this.#fixed(file, read.text, kind);
      const { alloy, settings, problems, used } = await diagnoseFile(this.project, file, text, {
        kind,
        unusedSuppressions,
      });
      const reported = problems.filter(({ severity }) => isReported(severity, this.level));
      const applied = fixes?.length ?? 0;
      return {
        output: this.reporter.file({
          file: shown(file),
          text,
          diagnostics: diagnosticsOf(reported, alloy),
          fixes,
        }),
        notes,
        ...(applied > 0 && { fixed: { file: shown(file), count: applied } }),
        diff,
        isStuck,
        counts: {
          ...countSeverities(problems),
          hidden: problems.length - reported.length,
          fixable: fixableCount(problems, alloy, this.#options.allowPublished),
          fixed: applied,
        },
        settings: {
          ...(await this.#usedBy(file, settings, used)),
          ...(alloy.kind !== "alloy" && { own: path.resolve(file) }),
        },
      };
    } catch (error) {
      // One file, whatever is the matter with it, must not keep the others from being checked.
      return this.notChecked(file, error);
    }
  }

  /** What there is to say about a file when checking it went wrong. */
  notChecked(file: string, error: unknown): CheckedFile {
    const reason = `${shown(file)} cannot be checked: ${error instanceof Error ? error.message : error}`;
    return this.unreadable(file, reason);
  }

  /** What there is to say about a file or folder that cannot be read, for a reason in a sentence. */
  unreadable(file: string, reason: string): CheckedFile {
    const unreadableFile = { file: shown(file), reason };
    return {
      output: this.reporter.unreadable(unreadableFile),
      notes: [`error: ${reason}`],
      unreadableFile,
      counts: noCounts(),
    };
  }

  async #usedBy(
    file: string,
    settings: CheckSettings,
    used: ReadonlySet<Suppression>,
  ): Promise<Pick<UsedSettings, "configurations" | "domains" | "executors">> {
    const { configurations, executors } = await this.project.scope(file);
    const paths = (sources: readonly { uri: string }[]) =>
      sources.filter(({ uri }) => !isInPackage(uri)).map(({ uri }) => this.project.path(uri));
    const ours = configurations.filter(({ uri }) => !isInPackage(uri));
    return {
      configurations: ours.map(({ uri, isExtended, configuration: { suppressions } }) => ({
        file: this.project.path(uri),
        isExtended,
        covering: suppressions.filter((one) => settings.suppressions.includes(one)).map(({ index }) => index),
        needed: suppressions.filter((one) => used.has(one)).map(({ index }) => index),
      })),
      domains: paths(await this.project.domainSources(file)),
      executors: paths(executors),
    };
  }

  /** Fixes a text as far as the options say, and writes it unless this is a dry run. */
  async #fixed(file: string, text: string, kind?: DocumentKind): Promise<Fixed> {
    const { fix, fixDryRun, diff: showsDiff, allowPublished } = this.#options;
    if (!fix && !fixDryRun && !showsDiff) return { text };
    const alloy = Alloy.parse(text, await this.project.registry(file, kind));
    const isOff = !allowPublished && isPublished(alloy);
    const result = fixText(alloy, await this.project.settings(file), this.#options.unsafe);
    const nothing = { text, ...((fix || fixDryRun) && { fixes: [] }) };
    if (result.text === text) return nothing;
    if (isOff) {
      const what = fix ? "was not changed" : "would not be changed";
      const note = `warning: ${shown(file)} is published and ${what} (see --allow-published)`;
      return { ...nothing, notes: [note] };
    }
    const diff = showsDiff ? unifiedDiff(slashed(shown(file)), text, result.text) : undefined;
    // Without a word about fixing, the file is reported as it is.
    if (!fix && !fixDryRun) return { text, diff };
    if (!fix) return { ...result, diff };
    if (!this.#named.has(file) && isLink(file)) {
      const note = `warning: skipped ${shown(file)}: it is a link; specify it to change its target`;
      return { ...nothing, notes: [note] };
    }
    try {
      writeText(file, { was: text, text: result.text, isNamed: this.#named.has(file) });
      return { ...result, diff };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { ...nothing, notes: [`error: ${error.message}`], isStuck: true };
    }
  }
}

/** A text after fixes, and what is to be said about them. */
interface Fixed {
  readonly text: string;
  /** `undefined` if the run does not fix. */
  readonly fixes?: readonly AppliedFix[];
  readonly diff?: string | undefined;
  readonly notes?: readonly string[];
  readonly isStuck?: boolean;
}

/** What is known about a file beyond its text. */
interface Facts {
  readonly text?: string | undefined;
  /** What the file is, if its path does not show it. */
  readonly kind?: DocumentKind | undefined;
  readonly unusedSuppressions?: readonly number[];
}

export function noCounts(): Counts {
  return { error: 0, warning: 0, information: 0, hint: 0, hidden: 0, fixable: 0, fixed: 0 };
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}

/** Relative to where the user is, as long as that is shorter to read. */
function shown(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file));
  return relative.startsWith("..") ? file : relative;
}
