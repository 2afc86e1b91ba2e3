/** Wrong usage, or a file that cannot be read or written: one sentence for the user, and exit code 2. */
export class Failure extends Error {
  /** More lines, of ours alone; empty for none. */
  readonly details: readonly string[];

  constructor(sentence: string, details: readonly string[] = []) {
    super(sentence);
    this.details = details;
  }
}

/** The exit codes of every command. */
export const EXIT = {
  clean: 0,
  problems: 1,
  failure: 2,
  unmeasured: 3,
  noCriteria: 4,
  pipeClosed: 141,
} as const;
