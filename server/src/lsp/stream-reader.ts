import { constants } from "node:buffer";
import type { Readable } from "node:stream";
import {
  AbstractMessageReader,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
} from "./lsp.js";

import type { Watchdog } from "./watchdog.js";

/** Many times as long as a header is. */
const MAX_HEADER = 8192;

/** What is longer cannot become a text, and so no message. */
const MAX_BODY = constants.MAX_STRING_LENGTH;

/** After so many milliseconds without a sign of the rest of a message, a word is said about it. */
const PATIENCE = 10_000;

const HEADER_END = "\r\n\r\n";

/**
 * Reads messages that each have a header with their length. The library's own reader does not do: it keeps whatever comes
 * (a header that never ends, and all that follows a length that is negative or that no message has), and it reads only from
 * its stream, while the watchdog has read part of a message in our place if we were busy.
 */
export class StreamReader extends AbstractMessageReader implements MessageReader {
  readonly #stream: Readable;
  /** What has come in and belongs to no whole message yet. */
  #pending: Buffer[] = [];
  /** Where it begins in the first of them. */
  #start = 0;
  #size = 0;
  /** Of the message whose header was read, in bytes. */
  #bodyLength: number | undefined;
  #callback: DataCallback = () => {};
  #timer: NodeJS.Timeout | undefined;
  readonly #watchdog: Pick<Watchdog, "earlier" | "whenBack"> | undefined;

  /** @param watchdog may read in our place while we are busy */
  constructor(stream: Readable, watchdog?: Pick<Watchdog, "earlier" | "whenBack">) {
    super();
    this.#stream = stream;
    this.#watchdog = watchdog;
    stream.on("error", (error) => this.fireError(error));
    stream.on("close", () => {
      this.#takeEarlier();
      this.fireClose();
    });
  }

  listen(callback: DataCallback): Disposable {
    this.#callback = callback;
    const take = (chunk: Buffer) => {
      this.#takeEarlier();
      this.#take(chunk);
    };
    this.#stream.on("data", take);
    this.#watchdog?.whenBack(() => this.#takeEarlier());
    return { dispose: () => this.#stream.off("data", take) };
  }

  override dispose(): void {
    clearTimeout(this.#timer);
    super.dispose();
  }

  #takeEarlier(): void {
    for (const chunk of this.#watchdog?.earlier() ?? []) this.#take(chunk);
  }

  #take(chunk: Buffer): void {
    clearTimeout(this.#timer);
    if (this.#size > 0) this.#pending.push(chunk);
    else {
      this.#pending = [chunk];
      this.#start = 0;
    }
    this.#size += chunk.length;
    try {
      for (let body = this.#nextBody(); body !== undefined; body = this.#nextBody()) this.#receive(body);
    } catch (error) {
      this.fireError(error);
    }
    if (this.#size > 0) this.#timer = setTimeout(() => this.#tellOfWaiting(), PATIENCE);
  }

  /** The next message; undefined while it is not all there. @throws where none can follow */
  #nextBody(): string | undefined {
    this.#bodyLength ??= this.#nextHeader();
    if (this.#bodyLength === undefined || this.#size < this.#bodyLength) return undefined;
    const body = this.#shift(this.#bodyLength, "utf8");
    this.#bodyLength = undefined;
    return body;
  }

  /** Reads a header, and returns the length of the message. */
  #nextHeader(): number | undefined {
    const bytes = this.#joined();
    const end = bytes.indexOf(HEADER_END, this.#start);
    const length = end < 0 ? this.#size : end - this.#start;
    if (length > MAX_HEADER) throw new Error(`The header is longer than ${MAX_HEADER} bytes.`);
    if (end < 0) return undefined;
    const header = this.#shift(length + HEADER_END.length, "latin1");
    return lengthIn(header.slice(0, length));
  }

  /** Removes and returns the next bytes, which have already arrived. */
  #shift(length: number, encoding: "latin1" | "utf8"): string {
    const bytes = this.#joined();
    const text = bytes.toString(encoding, this.#start, this.#start + length);
    this.#start += length;
    this.#size -= length;
    return text;
  }

  /** Returns the pending bytes as one buffer. Called only for complete bodies, so that bytes are not copied repeatedly. */
  #joined(): Buffer {
    const [first] = this.#pending as [Buffer];
    if (this.#pending.length === 1) return first;
    this.#pending[0] = first.subarray(this.#start);
    this.#start = 0;
    const whole = Buffer.concat(this.#pending, this.#size);
    this.#pending = [whole];
    return whole;
  }

  #receive(body: string): void {
    try {
      this.#callback(JSON.parse(body) as Message);
    } catch (error) {
      // An unreadable message is reported; the start of the next one is known.
      this.fireError(error);
    }
  }

  #tellOfWaiting(): void {
    this.firePartialMessage({ messageToken: 0, waitingTime: PATIENCE });
  }
}

/** @throws if the header has no `Content-Length`, or an invalid one */
function lengthIn(header: string): number {
  const usual = /^Content-Length: (\d{1,8})$/.exec(header);
  if (usual) return Number(usual[1]);
  for (const line of header.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon < 0) throw new Error(`"${line.slice(0, 100)}" is not a header line.`);
    if (line.slice(0, colon).toLowerCase() !== "content-length") continue;
    const given = line.slice(colon + 1).trim();
    const length = /^\d+$/.test(given) ? Number(given) : Number.NaN;
    if (length <= MAX_BODY) return length;
    throw new Error(`"${given.slice(0, 100)}" is not a valid Content-Length; the maximum is ${MAX_BODY}.`);
  }
  throw new Error("The header has no Content-Length.");
}
