/** A problem, by what stays the same while other parts of a file change. */
export interface KnownProblem {
  readonly code: string;
  /** JSON pointer to the value. */
  readonly pointer: string;
  readonly message: string;
}

/** Equal for problems that are alike. */
export function problemKey({ code, pointer, message }: KnownProblem): string {
  return `${code}\n${pointer}\n${message}`;
}
