import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { clientProcessOf } from "./client-process.js";

/** Numbers that the server and its watchdog share, by their index. */
export const [PING, ALIVE, LOCK, TAKEN, ENDING, CLIENT] = [0, 1, 2, 3, 4, 5] as const;

/** UTF-16 code units of a document that may keep the server busy at once. */
const LARGE = 100_000;

/** ms of work between two messages of the client after which the server counts as one that may be busy for long. */
const LONG = 500;

/** What the thread gets. */
export interface WatchdogData {
  readonly state: SharedArrayBuffer;
  readonly port: MessagePort;
  /** The file descriptor of the input, if it is one that can be read. */
  readonly fd: number | undefined;
}

/**
 * The server's side of the thread in `watchdog-thread.ts`. While the server answers, the thread does nothing but ask twice
 * a second. While it does not, the thread reads the input in its place, so that it sees the end of the session, and the
 * server takes over what was read when it comes back.
 */
export class Watchdog {
  readonly #state = new Int32Array(new SharedArrayBuffer(6 * Int32Array.BYTES_PER_ELEMENT));
  readonly #script: URL;
  readonly #fd: () => number | undefined;
  /** Active and idle time of the event loop up to the last message. */
  #loop = performance.eventLoopUtilization();
  #port: MessagePort | undefined;
  /** Read by the thread, and not asked for yet. */
  #early: Buffer[] = [];
  #received = 0;
  #whenBack: () => void = () => {};

  /**
   * @param script of the thread
   * @param fd the file descriptor of the input, once it is open
   */
  constructor(script: URL, fd: () => number | undefined) {
    this.#script = script;
    this.#fd = fd;
  }

  /** @param take called when the server has come back and the thread may have read something */
  whenBack(take: () => void): void {
    this.#whenBack = take;
  }

  /**
   * Learns from what the client says. The thread takes 8 MB, and 30 ms of a processor to start, so it starts when there may
   * be something to watch: a large document, or a server that was busy for long before.
   */
  hear(message: unknown): void {
    // Anything that JSON can say.
    const { method, params } = Object(message) as { readonly method?: unknown; readonly params?: unknown };
    if (method === "exit") Atomics.store(this.#state, ENDING, 1);
    else if (method === "initialize")
      Atomics.compareExchange(this.#state, CLIENT, 0, clientProcessOf(params)); // the first, since others are refused
    else if (!this.#port && (isLarge(params) || this.#wasBusy())) this.#start();
  }

  #wasBusy(): boolean {
    const before = this.#loop;
    this.#loop = performance.eventLoopUtilization();
    return this.#loop.active - before.active > LONG;
  }

  /** What the thread has read since the last time. Asked for before anything that was read later is used. */
  earlier(): Buffer[] {
    const state = this.#state;
    Atomics.store(state, ALIVE, Atomics.load(state, PING));
    Atomics.notify(state, ALIVE);
    if (Atomics.load(state, LOCK) !== 0 || Atomics.load(state, TAKEN) !== this.#received)
      locked(state, () => {
        for (let next = this.#next(); next; next = this.#next()) this.#keep(next.message);
      });
    const early = this.#early;
    if (early.length > 0) this.#early = [];
    return early;
  }

  #next(): { readonly message?: Uint8Array } | undefined {
    return this.#port && receiveMessageOnPort(this.#port);
  }

  /** @param chunk `undefined` where the thread only asks whether the server answers */
  #keep(chunk: Uint8Array | undefined): void {
    if (!chunk) return;
    this.#early.push(Buffer.from(chunk));
    this.#received++;
  }

  #start(): void {
    const { port1, port2 } = new MessageChannel();
    const data: WatchdogData = {
      state: this.#state.buffer as SharedArrayBuffer,
      port: port2,
      fd: this.#fd(),
    };
    const thread = new Worker(this.#script, {
      workerData: data,
      transferList: [port2],
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 },
    });
    thread.on("error", ({ message }) => {
      process.stderr.write(`The watchdog thread failed: ${message}\n`);
    });
    thread.unref();
    this.#port = port1;
    port1.on("message", (chunk: Uint8Array | undefined) => {
      this.#keep(chunk);
      this.#whenBack();
    });
    port1.unref();
  }
}

function isLarge(params: unknown): boolean {
  const { text } = Object(Object(params).textDocument) as { readonly text?: unknown };
  return typeof text === "string" && text.length > LARGE;
}

/** Does something while the other thread does nothing under the same lock. */
export function locked<Result>(state: Int32Array, work: () => Result): Result {
  while (Atomics.compareExchange(state, LOCK, 0, 1) !== 0) Atomics.wait(state, LOCK, 1, 10);
  try {
    return work();
  } finally {
    Atomics.store(state, LOCK, 0);
    Atomics.notify(state, LOCK);
  }
}
