import { isLineBreak } from "./lines.js";
import { lineStart } from "./style.js";
import type { Trivia } from "./token.js";
import type { Span, SyntaxProblem } from "./tree.js";

/** Problems recorded for one text: as many as are shown of it. */
export const MAX_PROBLEMS = 1000;

/** The problems of a text while it is read, and what is in doubt. */
export class SyntaxProblems {
  readonly #text: string;
  readonly #list: SyntaxProblem[] = [];
  /** Lines in which a quotation mark has no counterpart, so that any other may be inside of a string, or its end. */
  readonly #oddLines: Span[] = [];
  #conflict: SyntaxProblem | undefined;
  /**
   * Whether something before was not understood that may go on here, such as a string that was not closed. What is wrong
   * here may then be part of it. A well-formed element says that it is over.
   */
  isDoubtful = false;
  /** A comment without an end: what is in it may belong to the JSON. */
  hasOpenComment = false;
  /** Where the problem stands that is furthest behind; -1 where there is none. */
  last = -1;

  constructor(text: string) {
    this.#text = text;
  }

  add(
    kind: SyntaxProblem["kind"],
    { start, end }: Span,
    { isDoubtful = false, ...more }: { token?: string; related?: Span; isDoubtful?: boolean } = {},
  ): void {
    this.last = Math.max(this.last, start);
    const doubt = isDoubtful || this.isDoubtful;
    const problem = { kind, start, end, ...more, ...(doubt && { isDoubtful: true as const }) };
    if (kind === "conflict-markers") this.#conflict ??= problem;
    if (this.#list.length < MAX_PROBLEMS) this.#list.push(problem);
  }

  addTrivia(span: Span, kind: Trivia): void {
    if (kind === "open-comment") this.hasOpenComment = true;
    if (kind === "invisible")
      this.add(kind, span, { token: this.#text.slice(span.start, span.end), isDoubtful: false });
    else this.add(kind === "open-comment" ? "comment" : kind, span);
  }

  noteOddLine(at: number): void {
    const last = this.#oddLines.at(-1);
    if (last && at <= last.end) return;
    this.#oddLines.push({ start: lineStart(this.#text, at), end: lineEndAt(this.#text, at) });
  }

  /** In the order of the text. Nothing in the lines of odd quotation marks has one reading only. */
  get all(): readonly SyntaxProblem[] {
    if (this.#conflict) return [this.#conflict];
    const sorted = this.#list.sort((a, b) => a.start - b.start || a.end - b.end);
    let index = 0;
    return sorted.map((problem) => {
      while ((this.#oddLines[index]?.end ?? Number.POSITIVE_INFINITY) < problem.start) index++;
      const isOdd = (this.#oddLines[index]?.start ?? Number.POSITIVE_INFINITY) <= problem.end;
      return isOdd ? { ...problem, isDoubtful: true } : problem;
    });
  }
}

function lineEndAt(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLineBreak(text.charCodeAt(at))) at++;
  return at;
}
