import { type AppliedFix, fixText } from "../library/fix-text.js";
import { Alloy } from "../model/alloy.js";
import { isPublished } from "../model/receipt.js";
import type { DocumentKind } from "../schema/document-kind.js";
import { unifiedDiff } from "../text/unified-diff.js";
import { Failure } from "../workspace/failure.js";
import { isLink, writeText } from "../workspace/files.js";
import type { Project } from "../workspace/project.js";
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

  /** Fixes a text as far as the options say, and writes it unless this is a dry run. */
  async fixed(file: string, text: string, kind?: DocumentKind): Promise<Fixed> {
    const { fix, fixDryRun, diff: showsDiff, allowPublished } = this.#options;
    if (!fix && !fixDryRun && !showsDiff) return { text };
    const alloy = Alloy.parse(text, await this.#project.registry(file, kind));
    const isOff = !allowPublished && isPublished(alloy);
    const result = fixText(alloy, await this.#project.settings(file), this.#options.unsafe);
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
export interface Fixed {
  readonly text: string;
  /** `undefined` if the run does not fix. */
  readonly fixes?: readonly AppliedFix[];
  readonly diff?: string | undefined;
  readonly notes?: readonly string[];
  readonly isStuck?: boolean;
}
