import { fixAll, safeFix } from "../features/code-actions/code-actions.js";
import { pointerOf } from "../library/diagnostic.js";
import { diagnose } from "../lint/lint.js";
import type { Fix, Problem } from "../lint/rule.js";
import { Alloy } from "../model/alloy.js";
import { isPublished } from "../model/receipt.js";
import { type Edit, oneEdit } from "../syntax/edits.js";
import { unifiedDiff } from "../text/unified-diff.js";
import { Failure } from "../workspace/failure.js";
import { isLink, writeText } from "../workspace/files.js";
import type { Project } from "../workspace/project.js";
import type { AppliedFix } from "./reporters/reporter.js";
import { shown, slashed } from "./shown.js";

/** What is fixed, and what is written. */
export interface FixOptions {
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

/** Fixes bring others to light, and no more than some are told at once. What is not settled by then may never be. */
const MAX_ROUNDS = 1000;

/** Applies the fixes of files, as far as the options say. */
export class FileFixes {
  readonly #project: Project;
  readonly #options: FixOptions;
  readonly #named: ReadonlySet<string>;

  constructor(project: Project, options: FixOptions) {
    this.#project = project;
    this.#options = options;
    this.#named = new Set(options.named);
  }

  /** Returns how many problems --fix would fix. It leaves some files alone as a whole. */
  fixableIn(problems: readonly Problem[], alloy: Alloy): number {
    const isLeftAlone = !this.#options.allowPublished && isPublished(alloy);
    if (isLeftAlone || fixAll(problems) === undefined) return 0;
    return problems.filter((problem) => safeFix(problem) !== undefined).length;
  }

  /** Fixes a text as far as the options say, and writes it unless this is a dry run. */
  fixed(file: string, text: string): Fixed {
    const { fix, fixDryRun, diff: showsDiff, allowPublished } = this.#options;
    if (!fix && !fixDryRun && !showsDiff) return { text };
    const alloy = Alloy.parse(text, this.#project.registry(file));
    const isOff = !allowPublished && isPublished(alloy);
    const result = this.#fixAll(file, alloy, text);
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

  /** Applies fixes until there are none left. */
  #fixAll(file: string, original: Alloy, text: string): { text: string; fixes: readonly AppliedFix[] } {
    const settings = this.#project.settings(file);
    const fixes: AppliedFix[] = [];
    let alloy = original;
    /** An earlier text, at most half of the rounds ago: fixes that undo each other lead back to it. */
    let earlier = text;
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const action = fixAll(diagnose(alloy, settings).problems, this.#options.unsafe ? alloy : undefined);
      if (!action) break;
      for (const { problem, fix } of action.fixes) fixes.push(appliedFix(problem, fix, alloy));
      alloy = afterEdits(alloy, action.edits);
      const source = alloy.tree.text;
      if (source.length === earlier.length && source.toString() === earlier) return { text, fixes: [] };
      if (Number.isInteger(Math.log2(round))) earlier = source.toString();
    }
    return { text: alloy.tree.text.toString(), fixes };
  }
}

function appliedFix(problem: Problem, { title, safe }: Fix, alloy: Alloy): AppliedFix {
  return { code: problem.code, title, safe, pointer: pointerOf(problem, alloy) };
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

/** A text after fixes, and what is to be said about them. */
export interface Fixed {
  readonly text: string;
  /** `undefined` if the run does not fix. */
  readonly fixes?: readonly AppliedFix[];
  readonly diff?: string | undefined;
  readonly notes?: readonly string[];
  readonly isStuck?: boolean;
}
