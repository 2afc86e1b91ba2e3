import type { WriteStream } from "node:tty";
import { TerminalLine } from "./terminal-line.js";

/** Time between two updates, in milliseconds. */
const INTERVAL_MS = 100;

/** Says on a terminal how many files were checked. */
export class Progress {
  readonly #line: TerminalLine;
  #count = 0;

  /** @param stream where people look; nothing is shown if it is not a terminal */
  constructor(stream: WriteStream) {
    this.#line = new TerminalLine(stream, INTERVAL_MS);
  }

  /** One more file is done. */
  next(): void {
    this.#count++;
    this.#line.update(
      () => `${this.#count.toLocaleString("en")} ${this.#count === 1 ? "file" : "files"} checked …`,
    );
  }

  clear(): void {
    this.#line.clear();
  }
}
