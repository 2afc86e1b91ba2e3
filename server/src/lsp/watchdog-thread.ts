/**
 * A thread next to the server that ends the process if its client is gone while the server is busy: the event
 * loop, which would otherwise detect that, is blocked then. The thread detects the end of the session, of the
 * input, and of the client's process.
 */
import { fstatSync, readSync } from "node:fs";
import { type MessagePort, workerData } from "node:worker_threads";
import { endBusyServer, isClientGone } from "./client-process.js";
import { ALIVE, CLIENT, ENDING, locked, PING, TAKEN, type WatchdogData } from "./watchdog.js";

/** ms between two looks, and within which a server that is not busy answers. */
const PERIOD = 500;

/** ms that a server still has after its client is gone: it may be about to answer, or to end in order. */
const GRACE = 500;

/** Bytes of the input that are kept for a busy server; the rest waits where it is. */
const MAX_TAKEN = 64_000_000;

/** Inside a string, the quotation marks would be escaped. */
const EXIT = /"method"\s*:\s*"exit"/;
/** Characters in which the longest of these fits, if the client writes as others do. */
const OVERLAP = 64;

function watch({ state: buffer, port, fd }: WatchdogData): never {
  const state = new Int32Array(buffer);
  const parent = process.ppid;
  const input = fd !== undefined && isReadable(fd) ? new Input(fd, state, port) : undefined;
  const isGone = () =>
    Atomics.load(state, ENDING) === 1 ||
    input?.isOver === true ||
    isClientGone(Atomics.load(state, CLIENT), parent);
  for (let ping = 1, goneSince: number | undefined; ; ) {
    const isAsked = Atomics.load(state, PING) === ping;
    if (!isAsked) {
      Atomics.store(state, PING, ping);
      port.postMessage(undefined);
    }
    Atomics.wait(state, ALIVE, ping - 1, PERIOD);
    if (Atomics.load(state, ALIVE) === ping) {
      ping++;
      goneSince = undefined;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PERIOD);
      continue;
    }
    input?.take();
    if (!isGone()) continue;
    goneSince ??= Date.now();
    if (Date.now() - goneSince >= GRACE) endBusyServer();
  }
}

/** What the client sends while the server is busy. */
class Input {
  /** Nothing follows: the client has closed it, or said so. */
  isOver = false;
  readonly #fd: number;
  readonly #state: Int32Array;
  readonly #port: MessagePort;
  #taken = 0;
  #last = "";

  constructor(fd: number, state: Int32Array, port: MessagePort) {
    this.#fd = fd;
    this.#state = state;
    this.#port = port;
  }

  /** Takes what there is and passes it on, unless the server has come back, which then reads on by itself. */
  take(): void {
    while (!this.isOver && this.#taken < MAX_TAKEN) if (!locked(this.#state, () => this.#takeSome())) return;
  }

  #takeSome(): boolean {
    if (Atomics.load(this.#state, ALIVE) === Atomics.load(this.#state, PING)) return false;
    const chunk = Buffer.alloc(65_536);
    let length: number;
    try {
      length = readSync(this.#fd, chunk);
    } catch (error) {
      // Nothing there yet; any other error is the server's to see.
      this.isOver = (error as NodeJS.ErrnoException).code === "ECONNRESET";
      return false;
    }
    if (length === 0) {
      this.isOver = true;
      return false;
    }
    this.#port.postMessage(chunk.subarray(0, length));
    Atomics.add(this.#state, TAKEN, 1);
    this.#taken += length;
    const text = this.#last + chunk.toString("latin1", 0, length);
    this.isOver = EXIT.test(text);
    this.#last = text.slice(-OVERLAP);
    return true;
  }
}

/** Whether a read returns at once if there is nothing to read, as for pipes and sockets that an event loop reads too. */
function isReadable(fd: number): boolean {
  if (process.platform === "win32") return false;
  const stat = fstatSync(fd);
  return stat.isFIFO() || stat.isSocket();
}

watch(workerData as WatchdogData);
