/** SHA-256 over files that are open, in this thread or in one of its own. */
import { createHash, type Hash } from "node:crypto";
import { read } from "node:fs";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";

const readFile = promisify(read);

/** Bytes that are read at once: large enough that calls cost nothing, small enough to stay in the processor's cache. */
const CHUNK = 1 << 20;

/** What a hash thread is told. `cells[0]` counts the bytes that it has read. */
export type HashRequest =
  | { readonly kind: "start"; readonly prefix: Uint8Array | undefined }
  | {
      readonly kind: "file";
      readonly descriptor: number;
      /** Bytes that the file had; one that grows faster than it is read is not read for ever. */
      readonly size: number;
      readonly cells: BigUint64Array;
    }
  | { readonly kind: "end" };

/** What it answers; nothing to `start`. */
export type HashReply =
  | { readonly kind: "read" }
  | { readonly kind: "digest"; readonly hex: string }
  | { readonly kind: "error"; readonly code: string };

/** A hash over files one after the other; used again from `start` on. */
export interface StreamHash {
  start(prefix: Uint8Array | undefined): void;
  /** Reads a file to its end, or until it has more bytes than `size`. */
  file(descriptor: number, size: number, read: (bytes: number) => void): Promise<void>;
  end(): Promise<string>;
}

/** In this thread: the next chunk is read while one is hashed. */
export class OwnHash implements StreamHash {
  #hash: Hash | undefined;

  start(prefix: Uint8Array | undefined): void {
    this.#hash = createHash("sha256");
    if (prefix) this.#hash.update(prefix);
  }

  async file(descriptor: number, size: number, read: (bytes: number) => void): Promise<void> {
    let total = 0;
    const next = (buffer: Buffer) => readFile(descriptor, buffer, 0, buffer.length, null);
    let [buffer, other] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
    let { bytesRead } = await next(buffer);
    while (bytesRead > 0 && total <= size) {
      total += bytesRead;
      const ahead = next(other);
      this.#hash?.update(buffer.subarray(0, bytesRead));
      read(bytesRead);
      ({ bytesRead } = await ahead);
      [buffer, other] = [other, buffer];
    }
  }

  async end(): Promise<string> {
    return this.#hash?.digest("hex") ?? "";
  }
}

/** Time between two looks at how far a thread is, in milliseconds. */
const LOOK_MS = 100;

/** In a thread of its own. */
export class HashThread implements StreamHash {
  readonly #worker: Worker;

  constructor() {
    this.#worker = new Worker(new URL("hash-worker.cjs", import.meta.url));
    // `#ask` rejects if a request is pending when the error occurs. If no request is pending, nothing is
    // lost.
    this.#worker.on("error", () => {});
  }

  start(prefix: Uint8Array | undefined): void {
    this.#worker.postMessage({ kind: "start", prefix } satisfies HashRequest);
  }

  async file(descriptor: number, size: number, read: (bytes: number) => void): Promise<void> {
    const cells = new BigUint64Array(new SharedArrayBuffer(8));
    let seen = 0;
    const look = () => {
      const now = Number(Atomics.load(cells, 0));
      read(now - seen);
      seen = now;
    };
    const timer = setInterval(look, LOOK_MS);
    try {
      await this.#ask({ kind: "file", descriptor, size, cells });
    } finally {
      clearInterval(timer);
    }
    look();
  }

  async end(): Promise<string> {
    const reply = await this.#ask({ kind: "end" });
    return reply.kind === "digest" ? reply.hex : "";
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(request: HashRequest): Promise<HashReply> {
    return new Promise((resolve, reject) => {
      const done = () => {
        this.#worker.off("message", answer);
        this.#worker.off("error", fail);
        this.#worker.off("exit", end);
      };
      const end = () => fail(new Error("its thread has ended"));
      const fail = (error: unknown) => {
        done();
        reject(error);
      };
      const answer = (reply: HashReply) => {
        done();
        if (reply.kind === "error") reject(Object.assign(new Error(reply.code), { code: reply.code }));
        else resolve(reply);
      };
      this.#worker.on("message", answer);
      this.#worker.on("error", fail);
      this.#worker.on("exit", end);
      this.#worker.postMessage(request);
    });
  }
}
