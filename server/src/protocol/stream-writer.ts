import type { Writable } from "node:stream";
import { AbstractMessageWriter, type Message, type MessageWriter } from "./lsp.js";

/**
 * Writes each message in one piece. The library's own writer writes head and body one after the other, and waits in
 * between: a second system call, which is a good part of what a small answer costs.
 */
export class StreamWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #stream: Writable;

  constructor(stream: Writable) {
    super();
    this.#stream = stream;
    stream.on("error", (error) => this.fireError(error));
    stream.on("close", () => this.fireClose());
  }

  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      const body = JSON.stringify(message);
      const length = Buffer.byteLength(body);
      // The same bytes where all are ASCII, which need no encoding then.
      const encoding = length === body.length ? "latin1" : "utf8";
      const head = `Content-Length: ${length}\r\n\r\n`;
      this.#stream.write(head + body, encoding, (error) => (error ? reject(error) : resolve()));
    });
  }

  end(): void {
    this.#stream.end();
  }
}
