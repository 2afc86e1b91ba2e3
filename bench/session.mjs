// One language server under measurement, and the client that talks to it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { cpuMs, residentMb } from "./process-figures.mjs";

/** What VS Code announces, as far as it changes an answer that is measured. */
const CAPABILITIES = {
  textDocument: {
    diagnostic: {},
    completion: {
      completionItem: {
        snippetSupport: true,
        documentationFormat: ["markdown", "plaintext"],
        resolveSupport: { properties: ["documentation", "detail"] },
      },
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: {
      dataSupport: true,
      resolveSupport: { properties: ["edit", "command"] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "refactor", "source"] } },
    },
  },
};

export class Session {
  /** @type {import("./contenders.mjs").Contender} */
  contender;
  /** The capabilities that the server declares in its answer to `initialize`. */
  capabilities = {};
  #process;
  #connection;
  #errors = "";
  #versions = new Map();
  #kill = () => this.#process.kill("SIGKILL");

  /** Starts a server and leaves it ready for documents. */
  static async start(contender) {
    const session = new Session(contender);
    const { capabilities } = await session.request("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: CAPABILITIES,
      initializationOptions: contender.initializationOptions,
    });
    session.capabilities = capabilities;
    session.notify("initialized", {});
    if (contender.settings) {
      session.notify("workspace/didChangeConfiguration", { settings: contender.settings });
    }
    return session;
  }

  constructor(contender) {
    this.contender = contender;
    this.#process = spawn(process.execPath, contender.args, { stdio: "pipe" });
    this.#process.stderr.on("data", (chunk) => {
      this.#errors = (this.#errors + chunk).slice(-2000);
    });
    process.on("exit", this.#kill);
    this.#connection = createMessageConnection(
      new StreamMessageReader(this.#process.stdout),
      new StreamMessageWriter(this.#process.stdin),
    );
    // Answers every request of the server at once, so that no server waits for its client.
    this.#connection.onRequest((method) => (method === "workspace/configuration" ? [null] : null));
    this.#connection.listen();
  }

  async request(method, params) {
    try {
      return await this.#connection.sendRequest(method, params);
    } catch (error) {
      throw new Error(`${this.contender.title}: ${method}: ${error.message} ${this.#errors}`);
    }
  }

  notify(method, params) {
    void this.#connection.sendNotification(method, params);
  }

  open(uri, text) {
    this.#versions.set(uri, 1);
    const { languageId } = this.contender;
    this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  close(uri) {
    this.notify("textDocument/didClose", { textDocument: { uri } });
  }

  /** An incremental change, as an editor sends it for one key. */
  edit(uri, range, text) {
    const version = this.#versions.get(uri) + 1;
    this.#versions.set(uri, version);
    this.notify("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range, text }],
    });
  }

  /** The problems of the newest version: a server sees the messages in the order in which they are sent. */
  async diagnostics(uri) {
    return (await this.request("textDocument/diagnostic", { textDocument: { uri } })).items ?? [];
  }

  get cpuMs() {
    return cpuMs(this.#process.pid);
  }

  get residentMb() {
    return residentMb(this.#process.pid);
  }

  async stop() {
    const exit = once(this.#process, "exit");
    await this.request("shutdown");
    this.notify("exit");
    const late = setTimeout(this.#kill, 2000);
    await exit;
    clearTimeout(late);
    process.off("exit", this.#kill);
    this.#connection.dispose();
  }
}
