/** A language client for tests: talks JSON-RPC over stdio to the built server. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceFolder,
} from "vscode-languageserver/node";
import { URI } from "vscode-uri";

export const ROOT = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
export const SERVER = path.join(ROOT, "server/bin/forge-alloy-language-server.js");

const PATIENCE = 60_000;

/** The URI of a file as VS Code and the server write it: on Windows, it begins with `file:///c%3A/`. */
export function fileUri(file: string): string {
  return URI.file(file).toString();
}

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  /** Whether code actions may be more than commands, as in every editor of today. */
  readonly takesCodeActions?: boolean;
  /** Answers `workspace/configuration`. */
  readonly configuration?: () => unknown;
  readonly workspaceFolders?: readonly WorkspaceFolder[];
  readonly locale?: string;
  readonly initializationOptions?: unknown;
  /** Path of the server to start; default: the one that was built here. */
  readonly server?: string;
  /** Node options for the server process. If there are any, the process also has an IPC channel. */
  readonly node?: readonly string[];
}

/** Adds to capabilities that code actions may be more than commands. */
export function withCodeActions(capabilities: ClientCapabilities): ClientCapabilities {
  const { textDocument } = capabilities;
  const codeActionLiteralSupport = { codeActionKind: { valueSet: ["quickfix", "refactor", "source"] } };
  const codeAction = { codeActionLiteralSupport, ...textDocument?.codeAction };
  return { ...capabilities, textDocument: { ...textDocument, codeAction } };
}

export class Client {
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  /** Errors that the server wrote to its log. */
  readonly errors: string[] = [];
  /** Everything else that it wrote to its log. */
  readonly log: string[] = [];
  initialized!: InitializeResult;
  readonly #published = new Map<string, PublishDiagnosticsParams>();
  readonly #counts = new Map<string, number>();
  #arrived: () => void = () => {};
  #isStopped = false;

  static async start({
    capabilities = {},
    takesCodeActions = true,
    configuration,
    workspaceFolders,
    locale,
    initializationOptions,
    server = SERVER,
    node = [],
  }: ClientOptions = {}): Promise<Client> {
    const client = new Client(server, node);
    if (configuration) client.connection.onRequest("workspace/configuration", () => [configuration()]);
    client.connection.onRequest("client/registerCapability", () => null);
    client.initialized = await client.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: takesCodeActions ? withCodeActions(capabilities) : capabilities,
      ...(workspaceFolders && { workspaceFolders }),
      ...(locale && { locale }),
      ...(initializationOptions !== undefined && { initializationOptions }),
    });
    await client.connection.sendNotification("initialized", {});
    return client;
  }

  private constructor(server: string, node: readonly string[]) {
    this.process = spawn(process.execPath, [...node, server, "--stdio"], {
      stdio: ["pipe", "pipe", "inherit", ...(node.length > 0 ? (["ipc"] as const) : [])],
    });
    const { stdin, stdout } = this.process;
    assert.ok(stdin && stdout);
    this.connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.connection.onNotification("window/logMessage", ({ type, message }) => {
      (type === 1 ? this.errors : this.log).push(message);
    });
    this.connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.#published.set(params.uri, params);
      this.#counts.set(params.uri, this.publications(params.uri) + 1);
      this.#arrived();
    });
    this.connection.listen();
  }

  request<T>(method: string, params: object): Promise<T> {
    return this.connection.sendRequest(method, params) as Promise<T>;
  }

  async open(uri: string, text: string, version = 1): Promise<void> {
    const textDocument = { uri, languageId: "forge-alloy", version, text };
    await this.connection.sendNotification("textDocument/didOpen", { textDocument });
  }

  async change(
    uri: string,
    version: number,
    contentChanges: { range?: Range; text: string }[],
  ): Promise<void> {
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async close(uri: string): Promise<void> {
    await this.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }

  /** What the server published for this version of the document. */
  async published(uri: string, version: number | undefined): Promise<Diagnostic[]> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const latest = this.#published.get(uri);
      if (latest && latest.version === version) return latest.diagnostics;
      assert.ok(Date.now() < end, `no diagnostics came for version ${version} of ${uri}`);
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
        setTimeout(resolve, 1000);
      });
    }
  }

  /** How often problems of the document were published. */
  publications(uri: string): number {
    return this.#counts.get(uri) ?? 0;
  }

  /** Waits until what is published satisfies the condition. */
  async publishedWhen(uri: string, condition: (found: Diagnostic[]) => boolean): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!condition(this.#published.get(uri)?.diagnostics ?? [])) {
      assert.ok(Date.now() < end, `the problems of ${uri} did not become as expected`);
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
        setTimeout(resolve, 1000);
      });
    }
  }

  async pull(uri: string): Promise<Diagnostic[]> {
    const report = await this.request<{ items?: Diagnostic[] }>("textDocument/diagnostic", {
      textDocument: { uri },
    });
    return report.items ?? [];
  }

  /** Ends the session in order; nothing may have gone wrong in it. Does nothing if it has ended. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    await this.connection.sendRequest("shutdown");
    const exit = once(this.process, "exit");
    await this.connection.sendNotification("exit");
    assert.deepEqual(await exit, [0, null]);
    this.connection.dispose();
    assert.deepEqual(this.errors, []);
  }
}

/** UTF-16 positions, by walking the text: on purpose not the server's own way. */
export function positionAt(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: (lines[lines.length - 1] ?? "").length };
}

export function offsetAt(text: string, { line, character }: Position): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const next = /\r\n|\n|\r/.exec(text.slice(start));
    if (!next) return text.length;
    start += next.index + next[0].length;
  }
  return start + character;
}

export function textIn(text: string, { start, end }: Range): string {
  return text.slice(offsetAt(text, start), offsetAt(text, end));
}

export function rangeOf(text: string, part: string): Range {
  const start = text.indexOf(part);
  assert.ok(start >= 0, `"${part}" is not in the text`);
  return { start: positionAt(text, start), end: positionAt(text, start + part.length) };
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = edits
    .map(({ range, newText }) => ({
      start: offsetAt(text, range.start),
      end: offsetAt(text, range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start || b.end - a.end);
  return sorted.reduce(
    (result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end),
    text,
  );
}
