import type { WriteStream } from "node:tty";

/** A line at the end of a terminal that is rewritten as work goes on, and is gone when others write. */
export class TerminalLine {
  readonly #terminal: WriteStream | undefined;
  readonly #interval: number;
  #shownAt: number;
  #isShown = false;

  /**
   * @param stream where people look; nothing is shown if it is not a terminal
   * @param interval least time between two updates, in milliseconds
   * @param patience time before the line is shown at all, in milliseconds
   */
  constructor(stream: WriteStream, interval: number, patience = interval) {
    this.#terminal = stream.isTTY ? stream : undefined;
    this.#interval = interval;
    this.#shownAt = Date.now() + patience - interval;
  }

  /** @param text called only if the line is due */
  update(text: (now: number) => string): void {
    if (!this.#terminal) return;
    const now = Date.now();
    if (now - this.#shownAt < this.#interval) return;
    this.#shownAt = now;
    this.clear();
    this.#terminal.write(text(now));
    this.#isShown = true;
  }

  clear(): void {
    if (!this.#isShown) return;
    this.#terminal?.cursorTo(0);
    this.#terminal?.clearLine(1);
    this.#isShown = false;
  }
}
