import type { Writable } from "node:stream";
import { AbstractMessageWriter, type Message, type MessageWriter } from "./lsp.js";

/**
 * Writes each message at once and in one piece. The library's writer queues messages and writes header and content one
 * after the other, so an answer that was sent shortly before `exit` would be lost.
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
    const content = JSON.stringify(message);
    const header = `Content-Length: ${Buffer.byteLength(content)}\r\n\r\n`;
    return new Promise((resolve, reject) => {
      this.#stream.write(header + content, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Resolves once the client has taken what was written, or the stream is closed. */
  async drained(): Promise<void> {
    const stream = this.#stream;
    if (stream.writableLength === 0 || stream.destroyed) return;
    // The callback of an empty write is called after those of all earlier ones, also where they failed.
    await new Promise<void>((resolve) => stream.write("", () => resolve()));
  }

  end(): void {
    this.#stream.end();
  }
}
