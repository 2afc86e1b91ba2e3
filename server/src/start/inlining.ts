import { setFlagsFromString } from "node:v8";

/** Bytes of bytecode of the functions that V8 puts into those that call them, and what it is where nobody says so. */
const OPTION = "--max-inlined-bytecode-size";
const USUAL = 460;
const SMALL = 100;

/**
 * Has V8 put only small functions into others when it optimizes. In a server that has just started all is optimized, and
 * with large functions in it most of that takes longer than it gains, on the processors that the work itself needs. Not in
 * Electron, where it has not been tried.
 */
export function inlineLittle(): void {
  if (!process.versions.electron) inlineUpTo(SMALL);
}

/** Does something in between under the options that V8 started with. */
export function inlineAsUsual<Result>(work: () => Result): Result {
  if (process.versions.electron) return work();
  inlineUpTo(USUAL);
  try {
    return work();
  } finally {
    inlineUpTo(SMALL);
  }
}

function inlineUpTo(bytes: number): void {
  setFlagsFromString(`${OPTION}=${bytes}`);
}
