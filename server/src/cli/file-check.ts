import path from "node:path";
import { diagnosticsOf, pointerOf } from "../library/diagnostic.js";
import { countSeverities, fixableCount, isReported } from "../library/level.js";
import type { CheckSettings, Suppression } from "../lint/configuration.js";
import type { Problem, Severity } from "../lint/rule.js";
import type { Alloy } from "../model/alloy.js";
import type { DocumentKind } from "../schema/document-kind.js";
import { LineIndex } from "../syntax/lines.js";
import { diagnoseFile } from "../workspace/diagnose-file.js";
import { readText } from "../workspace/files.js";
import { Project, type ProjectOptions } from "../workspace/project.js";
import { isInPackage } from "../workspace/scope.js";
import { FileFixes, type FixOptions } from "./file-fixes.js";
import type { KnownProblem } from "./known-problem.js";
import { type NewProblems, type OldProblemOptions, OldProblems } from "./old-problems.js";
import { type Format, REPORTERS } from "./reporters/index.js";
import type { Counts, OfferedFix, Reporter, Style, UnreadableFile } from "./reporters/reporter.js";
import { shown } from "./shown.js";

/** How files are checked. Plain data, so that it can be sent to a thread. */
export interface FileCheckOptions extends ProjectOptions, FixOptions, OldProblemOptions {
  readonly format: Format;
  readonly style: Style;
  /** The least severity to report; `information` if undefined. */
  readonly level?: Severity | undefined;
}

/** The result of checking one file. Also plain data, so that it can be sent between threads. */
export interface CheckedFile {
  /** As the reporter has it. */
  readonly output: string;
  /** Messages for people, printed separately from the report. */
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
  /** The revision has the same text, so it was not checked. */
  readonly isUnchanged?: boolean;
  /** There is no such file any more; only the baseline has it. */
  readonly isGone?: boolean;
  /** What a new baseline has to say about the file. */
  readonly known?: { readonly file: string; readonly problems: readonly KnownProblem[] };
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
  readonly #fixes: FileFixes;
  readonly #old: OldProblems;
  /** Files of settings that could not be read and are not told yet. */
  readonly #unreadable: UnreadableFile[];

  private constructor(options: FileCheckOptions, project: Project, unreadable: UnreadableFile[]) {
    this.#options = options;
    this.level = options.level ?? "information";
    this.project = project;
    this.#unreadable = unreadable;
    this.#fixes = new FileFixes(project, options);
    this.#old = new OldProblems(options);
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
      if (this.#old.isUnchanged(file, read.text))
        return { output: "", notes: [], counts: noCounts(), isUnchanged: true };
      const fixedText = await this.#fixes.fixed(file, read.text, kind);
      const { text, fixes, diff, notes = [], isStuck = false } = fixedText;
      const known = { kind, unusedSuppressions };
      const { alloy, settings, problems: all, used } = await diagnoseFile(this.project, file, text, known);
      const { problems, gone, inBaseline, inRevision } = await this.#new(
        file,
        all,
        alloy,
        async (earlier) => {
          const before = await diagnoseFile(this.project, file, earlier, known);
          return before.problems.map((problem) => knownProblem(problem, before.alloy));
        },
      );
      const reported = problems.filter(({ severity }) => isReported(severity, this.level));
      const applied = fixes?.length ?? 0;
      return {
        output: this.reporter.file({
          file: shown(file),
          text,
          diagnostics: diagnosticsOf(reported, alloy),
          fixes,
          gone,
          fixesOf: fixesOf(reported, alloy),
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
          baseline: inBaseline,
          gone: gone.length,
          old: inRevision,
        },
        ...(this.#options.writeBaseline && {
          known: {
            file,
            problems: all
              .filter((problem) => this.#isListed(problem))
              .map((problem) => knownProblem(problem, alloy)),
          },
        }),
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

  /** What is left of the problems of a file. A baseline that is about to be written knows all that it lists. */
  async #new(
    file: string,
    all: readonly Problem[],
    alloy: Alloy,
    earlier: (text: string) => Promise<readonly KnownProblem[]>,
  ): Promise<NewProblems<Problem>> {
    const left = await this.#old.split(file, all, (problem) => knownProblem(problem, alloy), earlier);
    if (!this.#options.writeBaseline) return left;
    const problems = all.filter((problem) => !this.#isListed(problem));
    return { ...left, problems, inBaseline: all.length - problems.length, inRevision: 0 };
  }

  /** Errors and warnings are listed in a baseline whatever the level: the exit code depends on them. */
  #isListed({ severity }: Problem): boolean {
    return severity === "warning" || isReported(severity, this.level);
  }

  /** Returns the result for a file whose check failed with an error. */
  notChecked(file: string, error: unknown): CheckedFile {
    const reason = `${shown(file)} cannot be checked: ${error instanceof Error ? error.message : error}`;
    return this.unreadable(file, reason);
  }

  /** Returns the result for a file or folder that cannot be read. The reason is a sentence. */
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

  /** Returns the result for a file that is in the baseline and no longer exists. */
  gone(file: string, problems: readonly KnownProblem[]): CheckedFile {
    const report = { file: shown(file), text: "", diagnostics: [], gone: problems, fixesOf: () => [] };
    const counts = { ...noCounts(), gone: problems.length };
    return { output: this.reporter.file(report), notes: [], counts, isGone: true };
  }
}

function knownProblem(problem: Problem, alloy: Alloy): KnownProblem {
  const { code, message } = problem;
  return { code, pointer: pointerOf(problem, alloy), message };
}

/** The fixes of each problem, for reports that offer them. */
function fixesOf(problems: readonly Problem[], { tree }: Alloy): (index: number) => OfferedFix[] {
  let lines: LineIndex | undefined;
  const at = (offset: number) => {
    lines ??= new LineIndex(tree.text);
    return lines.positionAt(offset, "utf-16");
  };
  return (index) =>
    (problems[index]?.fixes() ?? []).flatMap(({ title, safe, edits }) => {
      const placed = edits.map(({ start, end, text }) => ({
        range: { start: at(start), end: at(end) },
        text,
      }));
      return placed.length > 0 ? [{ title, safe, edits: placed }] : [];
    });
}

/** What is known about a file beyond its text. */
interface Facts {
  readonly text?: string | undefined;
  /** What the file is, if its path does not show it. */
  readonly kind?: DocumentKind | undefined;
  readonly unusedSuppressions?: readonly number[];
}

export function noCounts(): Counts {
  return {
    error: 0,
    warning: 0,
    information: 0,
    hint: 0,
    hidden: 0,
    fixable: 0,
    fixed: 0,
    baseline: 0,
    gone: 0,
    old: 0,
  };
}
