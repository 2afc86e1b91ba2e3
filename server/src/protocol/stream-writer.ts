import type { Writable } from "node:stream";
import { AbstractMessageWriter, Message, type MessageWriter } from "./lsp.js";

/** So many requests wait for their answers at once where a client opens many documents, and not while somebody types. */
const BURST = 16;

/** In ms. No answer is held longer, whoever else still waits. */
const MAX_HELD = 8;

/**
 * Writes each message in one piece. The library's own writer writes head and body one after the other, and waits in
 * between: a second system call, which is a good part of what a small answer costs. In a burst even one for each answer
 * is, and so is waking the client for it; so answers are held there for a moment, and go out together.
 */
export class StreamWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #stream: Writable;
  readonly #reader: { readonly requests: number };
  #answers = 0;
  /** Runs while messages are held. */
  #timer: NodeJS.Timeout | undefined;

  /** @param reader counts the requests, each of which is answered some time */
  constructor(stream: Writable, reader: { readonly requests: number }) {
    super();
    this.#stream = stream;
    this.#reader = reader;
    stream.on("error", (error) => this.fireError(error));
    stream.on("close", () => this.fireClose());
    process.once("exit", () => this.#letGo());
  }

  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      const body = JSON.stringify(message);
      const length = Buffer.byteLength(body);
      // The same bytes where all are ASCII, which need no encoding then.
      const encoding = length === body.length ? "latin1" : "utf8";
      const head = `Content-Length: ${length}\r\n\r\n`;
      if (Message.isResponse(message)) this.#answers++;
      const isBurst = this.#reader.requests - this.#answers >= BURST;
      if (isBurst && !this.#timer) this.#hold();
      this.#stream.write(head + body, encoding, (error) => (error ? reject(error) : resolve()));
      if (!isBurst && this.#timer) this.#letGo();
    });
  }

  end(): void {
    this.#stream.end();
  }

  #hold(): void {
    this.#stream.cork();
    this.#timer = setTimeout(() => this.#letGo(), MAX_HELD);
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stream.uncork();
  }
}
