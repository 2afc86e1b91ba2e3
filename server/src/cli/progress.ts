import type { WriteStream } from "node:tty";

/** So often a terminal is told how far it is, in milliseconds. */
const INTERVAL = 100;

/** A line at the end of a terminal that says how many files were checked, and is gone when others write. */
export class Progress {
  readonly #terminal: WriteStream | undefined;
  #count = 0;
  #shownAt = Date.now();
  #isShown = false;

  /** @param stream where people look; nothing is shown where that is no terminal */
  constructor(stream: WriteStream) {
    this.#terminal = stream.isTTY ? stream : undefined;
  }

  /** One more file is done. */
  next(): void {
    this.#count++;
    if (!this.#terminal || Date.now() - this.#shownAt < INTERVAL) return;
    this.#shownAt = Date.now();
    this.clear();
    this.#terminal.write(
      `${this.#count.toLocaleString("en")} ${this.#count === 1 ? "file" : "files"} checked …`,
    );
    this.#isShown = true;
  }

  clear(): void {
    if (!this.#isShown) return;
    this.#terminal?.cursorTo(0);
    this.#terminal?.clearLine(1);
    this.#isShown = false;
  }
}
