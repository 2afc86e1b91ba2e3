/** Which problems of a file are new: not in a baseline, and not in the text that a revision of Git has. */
import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import path from "node:path";
import { decoded } from "../workspace/files.js";
import { Baseline } from "./baseline.js";
import { type RevisionTree, readBlob, revisionTree } from "./git.js";
import { type KnownProblem, problemKey } from "./known-problem.js";

/** Which problems are not reported. Plain data, so that it can be sent to a thread. */
export interface OldProblemOptions {
  /** File with known problems. */
  readonly baseline?: string | undefined;
  /** The baseline is about to be written, and need not exist. */
  readonly writeBaseline?: boolean | undefined;
  /** Only files and problems that a revision does not have. */
  readonly since?: Since | undefined;
}

/** What a revision has. */
export interface Since extends RevisionTree {
  readonly revision: string;
  /** Contents that the revision has under a name where there is no file any more. */
  readonly renamed: ReadonlySet<string>;
}

/** @throws {Failure} outside of a repository, and for a revision that does not exist */
export function sinceRevision(revision: string): Since {
  const { root, files } = revisionTree(revision);
  // Others are rarely checked; without them, the list is short in a repository of many files.
  const relevant = new Map([...files].filter(([name]) => name.endsWith(".json")));
  const renamed = [...relevant].flatMap(([name, id]) => (isThere(path.join(root, name)) ? [] : [id]));
  return { revision, root, files: relevant, renamed: new Set(renamed) };
}

function isThere(file: string): boolean {
  try {
    realpathSync(file);
    return true;
  } catch {
    return false;
  }
}

/** What is left of the problems of a file. */
export interface NewProblems<Problem> {
  readonly problems: readonly Problem[];
  /** Problems of the baseline that no longer occur. */
  readonly gone: readonly KnownProblem[];
  /** Number of problems that the baseline has, and that the revision has. */
  readonly inBaseline: number;
  readonly inRevision: number;
}

export class OldProblems {
  readonly #baseline: Baseline | undefined;
  readonly #since: Since | undefined;

  /** @throws {Failure} for a baseline that cannot be used */
  constructor({ baseline, writeBaseline, since }: OldProblemOptions) {
    this.#baseline = baseline === undefined ? undefined : new Baseline(baseline, writeBaseline === true);
    this.#since = since;
  }

  /** Whether there is anything to leave out. */
  get isUsed(): boolean {
    return this.#baseline !== undefined || this.#since !== undefined;
  }

  /** Whether the revision has this text, under the name of the file or under one that it no longer has. */
  isUnchanged(file: string, text: string): boolean {
    if (!this.#since) return false;
    const { files, renamed } = this.#since;
    const earlier = this.#idOf(file);
    const algorithm = [...files.values()][0]?.length === 64 ? "sha256" : "sha1";
    const bytes = Buffer.from(text);
    const id = createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
    return earlier === undefined ? renamed.has(id) : earlier === id;
  }

  /**
   * Leaves out what is known.
   * @param problemOf what makes a problem known
   * @param earlierProblems the problems of the text that the revision has
   */
  async split<Problem>(
    file: string,
    problems: readonly Problem[],
    problemOf: (problem: Problem) => KnownProblem,
    earlierProblems: (text: string) => Promise<readonly KnownProblem[]>,
  ): Promise<NewProblems<Problem>> {
    if (!this.isUsed) return { problems, gone: [], inBaseline: 0, inRevision: 0 };
    const all = problems.map((problem) => ({ problem, known: problemOf(problem) }));
    const first = without(all, this.#baseline?.of(file) ?? [], problemKey);
    const text = this.#earlierText(file);
    const earlier = text === undefined ? [] : await earlierProblems(text);
    const exact = without(first.left, earlier, problemKey);
    // What was inserted or removed before a problem changes the positions in its pointer.
    const rest = without(exact.left, exact.gone, movedKey);
    return {
      problems: rest.left.map(({ problem }) => problem),
      gone: first.gone,
      inBaseline: all.length - first.left.length,
      inRevision: first.left.length - rest.left.length,
    };
  }

  #idOf(file: string): string | undefined {
    const { root, files } = this.#since as Since;
    let real = path.resolve(file);
    try {
      real = path.join(realpathSync.native(path.dirname(real)), path.basename(real));
    } catch {
      // Standard input may have the name of a file in a folder that does not exist.
    }
    return files.get(path.relative(root, real).split(path.sep).join("/"));
  }

  /** The text that the revision has; undefined for none that can be read. */
  #earlierText(file: string): string | undefined {
    const id = this.#since && this.#idOf(file);
    if (!this.#since || id === undefined) return undefined;
    const read = decoded(readBlob(id, this.#since.root), file);
    return "text" in read ? read.text : undefined;
  }
}

interface WithKnown<Problem> {
  readonly problem: Problem;
  readonly known: KnownProblem;
}

/** Takes away one problem for each that is known. `gone` are the known ones that nothing was taken away for. */
function without<Problem>(
  problems: readonly WithKnown<Problem>[],
  known: readonly KnownProblem[],
  keyOf: (known: KnownProblem) => string,
): { readonly left: readonly WithKnown<Problem>[]; readonly gone: readonly KnownProblem[] } {
  if (known.length === 0) return { left: problems, gone: [] };
  const open = new Map<string, KnownProblem[]>();
  for (const one of known) {
    const list = open.get(keyOf(one));
    if (list) list.push(one);
    else open.set(keyOf(one), [one]);
  }
  const left = problems.filter(({ known }) => open.get(keyOf(known))?.pop() === undefined);
  return { left, gone: [...open.values()].flat() };
}

/** Equal for problems that are alike but for positions in arrays. */
function movedKey({ code, pointer, message }: KnownProblem): string {
  return problemKey({ code, pointer: pointer.replace(/\/\d+(?=\/|$)/g, "/#"), message });
}
