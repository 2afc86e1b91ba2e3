import {
  type ClientCapabilities,
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import type { Registry } from "../alloy/registry.js";
import { codeActionsAt, fixAll } from "../features/code-actions.js";
import { codeLenses } from "../features/code-lens.js";
import { type CompletionItem, completionsAt } from "../features/completion.js";
import { hoverAt } from "../features/hover.js";
import { inlayHints } from "../features/inlay-hints.js";
import type { PositionEncoding } from "../text/lines.js";
import { Converter } from "./conversions.js";
import { Documents, type DocumentVersion } from "./documents.js";
import { SettingsStore } from "./settings.js";

/** What our own client adds to `initialize`. */
interface InitializationOptions {
  readonly completion?: {
    /** Command that opens the list of suggestions again. */ readonly retriggerCommand?: string;
  };
  readonly settings?: unknown;
}

const FIX_ALL = "source.fixAll.forge-alloy";

const ENCODINGS: readonly string[] = ["utf-16", "utf-8", "utf-32"] satisfies PositionEncoding[];

/** Serves one client: answers its requests from the core. Ends with the connection. */
export function serve(connection: Connection, registry: Registry, version: string): void {
  const documents = new Documents(registry);
  const settings = new SettingsStore(connection);
  let client: ClientCapabilities = {};
  let options: InitializationOptions = {};
  let encoding: PositionEncoding = "utf-16";
  /** The list that was sent last, so that an item of it can be documented later. */
  let lastList: { id: number; items: readonly CompletionItem[] } = { id: 0, items: [] };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    client = params.capabilities ?? {};
    options = (params.initializationOptions as InitializationOptions | null) ?? {};
    encoding = (client.general?.positionEncodings?.find((name) => ENCODINGS.includes(name)) ??
      "utf-16") as PositionEncoding;
    settings.initialize(client.workspace?.configuration === true, options.settings);
    return {
      serverInfo: { name: "forge-alloy-language-server", version },
      capabilities: {
        positionEncoding: encoding,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        completionProvider: { triggerCharacters: ['"', ":", "{", "[", ","], resolveProvider: true },
        hoverProvider: true,
        codeLensProvider: {},
        inlayHintProvider: true,
        codeActionProvider: {
          codeActionKinds: [CodeActionKind.QuickFix, "refactor.insert", "refactor.rewrite", FIX_ALL],
        },
        diagnosticProvider: {
          identifier: "forge-alloy",
          interFileDependencies: false,
          workspaceDiagnostics: false,
        },
      },
    };
  });

  connection.onInitialized(() => {
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: "forgeAlloy" });
    }
  });

  connection.onDidChangeConfiguration((change) => {
    settings.changed(change.settings);
    if (!pulls()) for (const document of documents.all()) publishSoon(document);
    else if (client.workspace?.diagnostics?.refreshSupport) connection.languages.diagnostics.refresh();
  });

  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    publishSoon(documents.open(uri, version, text));
  });

  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const document = documents.change(uri, version, contentChanges, encoding);
    if (document) publishSoon(document);
  });

  connection.onDidSaveTextDocument(() => {
    // Every version is checked when it arrives; saving changes nothing.
  });

  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    documents.close(uri);
    settings.forget(uri);
    if (!pulls()) void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  connection.onCompletion(({ textDocument, position }) =>
    withDocument(textDocument.uri, [], (document, convert) => {
      const support = client.textDocument?.completion?.completionItem;
      const items = completionsAt(document.alloy, convert.offset(position), {
        snippets: support?.snippetSupport === true,
        retriggers: retriggerCommand() !== undefined,
      });
      lastList = { id: lastList.id + 1, items };
      // A client that cannot ask for the documentation later gets it at once.
      const isLazy = support?.resolveSupport?.properties.includes("documentation") === true;
      return items.map((item, index) => ({
        ...convert.completion(item, index, retriggerCommand()),
        ...(isLazy ? { data: { list: lastList.id, index } } : documentationOf(item)),
      }));
    }),
  );

  connection.onCompletionResolve((item) => {
    const { list, index } = (item.data as { list?: number; index?: number } | undefined) ?? {};
    const known = list === lastList.id && index !== undefined ? lastList.items[index] : undefined;
    return known ? { ...item, ...documentationOf(known) } : item;
  });

  connection.onHover(({ textDocument, position }) =>
    withDocument(textDocument.uri, null, (document, convert) => {
      const hover = hoverAt(document.alloy, convert.offset(position));
      return hover ? convert.hover(hover) : null;
    }),
  );

  connection.onCodeLens(({ textDocument }) =>
    withDocument(textDocument.uri, [], (document, convert) =>
      codeLenses(document.alloy).map((lens) => ({
        range: convert.range(lens),
        // An empty command is a text that cannot be clicked.
        command: { title: lens.title, command: "" },
      })),
    ),
  );

  connection.languages.inlayHint.on(({ textDocument, range }) =>
    withDocument(textDocument.uri, [], (document, convert) => {
      const span = { start: convert.offset(range.start), end: convert.offset(range.end) };
      return inlayHints(document.alloy, span).map((hint) => convert.inlayHint(hint));
    }),
  );

  connection.onCodeAction(async ({ textDocument, range, context }) => {
    const { rules } = await settings.of(textDocument.uri);
    return withDocument(textDocument.uri, [], (document, convert) => {
      const span = { start: convert.offset(range.start), end: convert.offset(range.end) };
      const problems = document.problems(rules);
      // Made only for a client that asks: it reads every fix of the file.
      const all = context.only?.some((only) => FIX_ALL.startsWith(only)) ? fixAll(problems) : undefined;
      return [...codeActionsAt(document.alloy, span, problems), ...(all ? [all] : [])]
        .filter(
          ({ kind }) =>
            !context.only || context.only.some((only) => kind === only || kind.startsWith(`${only}.`)),
        )
        .map((action) => convert.codeAction(action));
    });
  });

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }) => {
    const { rules } = await settings.of(textDocument.uri);
    const none: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
    return withDocument(textDocument.uri, none, (document, convert): DocumentDiagnosticReport => {
      const resultId = `${document.version} ${JSON.stringify(rules)}`;
      if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      const items = document.problems(rules).map((problem) => convert.diagnostic(problem));
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
    });
  });

  connection.listen();

  function pulls(): boolean {
    return client.textDocument?.diagnostic !== undefined;
  }

  function retriggerCommand(): string | undefined {
    return options.completion?.retriggerCommand;
  }

  function documentationOf(item: CompletionItem): { documentation?: { kind: "markdown"; value: string } } {
    const value = item.documentation?.();
    return value ? { documentation: { kind: "markdown", value } } : {};
  }

  /** Sends the problems of a document to a client that does not ask for them, unless a newer version came first. */
  function publishSoon({ uri, version }: DocumentVersion): void {
    if (pulls()) return;
    setTimeout(async () => {
      const { rules } = await settings.of(uri);
      const document = documents.get(uri);
      if (document?.version !== version) return;
      withDocument(uri, undefined, (current, convert) => {
        const diagnostics = current.problems(rules).map((problem) => convert.diagnostic(problem));
        void connection.sendDiagnostics({ uri, version, diagnostics });
      });
    }, 0);
  }

  /**
   * The one guard around the core: a request about a document that is not open gets the empty answer, and one that
   * fails is logged and answered with an error, while the session goes on.
   */
  function withDocument<T>(
    uri: string,
    empty: T,
    answer: (document: DocumentVersion, convert: Converter) => T,
  ): T {
    const document = documents.get(uri);
    if (!document) return empty;
    try {
      return answer(document, new Converter(document, encoding));
    } catch (error) {
      connection.console.error(
        `${uri}, version ${document.version}: ${error instanceof Error ? error.stack : error}`,
      );
      throw new ResponseError(
        LSPErrorCodes.RequestFailed,
        "Forge Alloy could not answer this request; see its log.",
      );
    }
  }
}
