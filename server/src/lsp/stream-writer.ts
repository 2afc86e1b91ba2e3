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

  end(): void {
    this.#stream.end();
  }
}
