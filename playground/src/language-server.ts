/** The language server in its worker, and the connection to it. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  type CancellationToken,
  CodeActionKind,
  CompletionItemTag,
  createMessageConnection,
  DiagnosticTag,
  FoldingRangeKind,
  type InitializeParams,
  type MessageConnection,
} from "vscode-languageserver-protocol/browser";
import type { OwnRequests } from "../../server/src/lsp/protocol.js";
import { FOLDER } from "./paths.js";

/** Commands that the server names, and that the page or the editor runs. `commands.ts` registers ours. */
export const COMMANDS = {
  select: "playground.select",
  explain: "playground.explain",
  preview: "playground.preview",
  insertSnippet: "playground.insertSnippet",
  locations: "playground.locations",
} as const;

export class LanguageServer {
  readonly #connection: MessageConnection;
  readonly #ready: Promise<void>;

  /** @param onDeath called when the worker fails */
  constructor(worker: Worker, onDeath: (reason: string) => void) {
    worker.addEventListener("error", ({ message }) => {
      worker.terminate();
      onDeath(message);
    });
    this.#connection = createMessageConnection(
      new BrowserMessageReader(worker),
      new BrowserMessageWriter(worker),
    );
    this.#ready = this.#initialize();
  }

  /** Answers requests of the server. Call it before anything is sent. */
  answer<Params>(method: string, handler: (params: Params) => unknown): void {
    this.#connection.onRequest(method, (params: Params) => handler(params));
  }

  /** Sends a request of the protocol; resolves to `undefined` if the server rejects it, as for an outdated text. */
  async ask<Result>(method: string, params: unknown, token?: CancellationToken): Promise<Result | undefined> {
    await this.#ready;
    try {
      const answer = await (token
        ? this.#connection.sendRequest(method, params, token)
        : this.#connection.sendRequest(method, params));
      return (answer as Result | null) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** Sends a request of our own. */
  request<Method extends keyof OwnRequests>(
    method: Method,
    params: OwnRequests[Method]["params"],
  ): Promise<NonNullable<OwnRequests[Method]["result"]> | undefined> {
    return this.ask(method, params);
  }

  async notify(method: string, params: unknown): Promise<void> {
    await this.#ready;
    await this.#connection.sendNotification(method, params);
  }

  async #initialize(): Promise<void> {
    await Promise.resolve(); // the handlers of `answer` come first
    this.#connection.listen();
    await this.#connection.sendRequest("initialize", INITIALIZE);
    await this.#connection.sendNotification("initialized", {});
  }
}

const DYNAMIC = { dynamicRegistration: false };
const MARKDOWN = ["markdown", "plaintext"] as const;

const INITIALIZE: InitializeParams = {
  processId: null,
  clientInfo: { name: "Forge Alloy playground" },
  locale: "en",
  rootUri: FOLDER,
  workspaceFolders: [{ uri: FOLDER, name: "playground" }],
  initializationOptions: {
    completion: { retriggerCommand: "editor.action.triggerSuggest" },
    selectCommand: COMMANDS.select,
    explainCommand: COMMANDS.explain,
    previewCommand: COMMANDS.preview,
    locationsCommand: COMMANDS.locations,
    insertSnippetCommand: COMMANDS.insertSnippet,
  },
  capabilities: {
    general: { positionEncodings: ["utf-16"] },
    window: { showDocument: { support: true } },
    workspace: {
      applyEdit: true,
      workspaceEdit: {
        documentChanges: true,
        resourceOperations: ["create"],
        snippetEditSupport: true,
      },
      diagnostics: { refreshSupport: true },
      codeLens: { refreshSupport: true },
      inlayHint: { refreshSupport: true },
      workspaceFolders: true,
    },
    textDocument: {
      diagnostic: {
        relatedInformation: true,
        codeDescriptionSupport: true,
        tagSupport: { valueSet: [DiagnosticTag.Unnecessary, DiagnosticTag.Deprecated] },
      },
      completion: {
        completionItem: {
          snippetSupport: true,
          documentationFormat: [...MARKDOWN],
          tagSupport: { valueSet: [CompletionItemTag.Deprecated] },
          labelDetailsSupport: true,
          insertReplaceSupport: true,
          resolveSupport: { properties: ["documentation"] },
          insertTextModeSupport: { valueSet: [1, 2] },
        },
        completionItemKind: { valueSet: Array.from({ length: 25 }, (_, i) => (i + 1) as 1) },
      },
      hover: { contentFormat: [...MARKDOWN] },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: [CodeActionKind.QuickFix] } },
        isPreferredSupport: true,
        resolveSupport: { properties: ["edit", "command"] },
        dataSupport: true,
      },
      documentSymbol: {
        hierarchicalDocumentSymbolSupport: true,
        symbolKind: { valueSet: Array.from({ length: 26 }, (_, i) => (i + 1) as 1) },
      },
      foldingRange: { foldingRangeKind: { valueSet: [FoldingRangeKind.Region] } },
      selectionRange: DYNAMIC,
      linkedEditingRange: DYNAMIC,
      documentLink: { tooltipSupport: true },
      rename: { prepareSupport: true },
      inlayHint: { resolveSupport: { properties: ["tooltip"] } },
      codeLens: DYNAMIC,
      semanticTokens: {
        requests: { full: true },
        tokenTypes: [],
        tokenModifiers: [],
        formats: ["relative"],
      },
    },
  },
};
