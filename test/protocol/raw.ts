/** A client that may say anything: frames as bytes, messages as they are, and everything that came back. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { SERVER, withCodeActions } from "./client.js";

/** What came from the server. */
export interface Incoming {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: { readonly type?: number; readonly message?: string };
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

const PATIENCE = 60_000;

export class RawClient {
  readonly process: ChildProcess;
  readonly exited: Promise<unknown[]>;
  /** Answers in the order in which they came. */
  readonly answers: Incoming[] = [];
  /** Errors that the server wrote to its log. */
  readonly errors: string[] = [];
  /** Everything else that it wrote to its log. */
  readonly log: string[] = [];
  stderr = "";
  #input = Buffer.alloc(0);
  #lastId = 0;
  readonly #waiting = new Map<number | string | null, (answer: Incoming) => void>();

  /** @param nodeOptions for the process of the server */
  constructor(nodeOptions: readonly string[] = []) {
    this.process = spawn(process.execPath, [...nodeOptions, SERVER, "--stdio"], { stdio: "pipe" });
    this.exited = once(this.process, "exit");
    this.process.stdout?.on("data", (chunk: Buffer) => this.#take(chunk));
    this.process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    // It may be gone before all is said.
    this.process.stdin?.on("error", () => {});
  }

  static async initialized(
    nodeOptions: readonly string[] = [],
    params: object = { processId: null, rootUri: null, capabilities: withCodeActions({}) },
  ): Promise<RawClient> {
    const client = new RawClient(nodeOptions);
    assert.ok((await client.request("initialize", params)).result);
    client.notify("initialized", {});
    return client;
  }

  write(bytes: string | Buffer): void {
    this.process.stdin?.write(bytes);
  }

  send(message: unknown): void {
    const body = JSON.stringify(message);
    this.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  notify(method: string, params?: unknown): void {
    this.send({ jsonrpc: "2.0", method, params });
  }

  /** Sends a request; the id under which it will be answered. */
  ask(method: string, params?: unknown): number {
    const id = ++this.#lastId;
    this.send({ jsonrpc: "2.0", id, method, params });
    return id;
  }

  /**
   * The answer to a request, or to what the server could make no request of.
   * @param patience in milliseconds
   */
  answerTo(id: number | string | null, patience = PATIENCE): Promise<Incoming> {
    const known = this.answers.find((answer) => answer.id === id);
    if (known) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer to ${id}: ${this.stderr}`)), patience);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
    });
  }

  request(method: string, params?: unknown): Promise<Incoming> {
    return this.answerTo(this.ask(method, params));
  }

  async codeOf(method: string, params?: unknown): Promise<number | undefined> {
    return (await this.request(method, params)).error?.code;
  }

  open(uri: string, text: string, version = 1): void {
    this.notify("textDocument/didOpen", {
      textDocument: { uri, languageId: "forge-alloy", version, text },
    });
  }

  /** Ends the session in order. */
  async stop(): Promise<void> {
    await this.request("shutdown");
    this.notify("exit");
    assert.deepEqual(await this.exited, [0, null], this.stderr);
  }

  #take(chunk: Buffer): void {
    this.#input = Buffer.concat([this.#input, chunk]);
    for (;;) {
      const end = this.#input.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#input.toString("latin1", 0, end))?.[1]);
      const from = end + 4;
      if (this.#input.length < from + length) return;
      this.#receive(JSON.parse(this.#input.toString("utf8", from, from + length)));
      this.#input = this.#input.subarray(from + length);
    }
  }

  #receive(message: Incoming): void {
    const { id, method, params } = message;
    if (method === "window/logMessage") {
      (params?.type === 1 ? this.errors : this.log).push(String(params?.message));
    } else if (method !== undefined && id !== undefined) {
      this.send({ jsonrpc: "2.0", id, error: { code: -32601, message: "not known here" } });
    } else if (method === undefined) {
      this.answers.push(message);
      this.#waiting.get(id ?? null)?.(message);
      this.#waiting.delete(id ?? null);
    }
  }
}
