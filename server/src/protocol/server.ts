import {
  type CancellationToken,
  type ClientCapabilities,
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  type Range,
  ResponseError,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { URI, Utils } from "vscode-uri";
import type { Registry } from "../alloy/registry.js";
import { codeActionsAt, fixAll } from "../features/code-actions.js";
import { codeLenses } from "../features/code-lens.js";
import { type CompletionItem, completionsAt } from "../features/completion.js";
import { hoverAt } from "../features/hover.js";
import { inlayHints } from "../features/inlay-hints.js";
import { CONFIGURATION_FILE } from "../rules/configuration.js";
import type { Problem } from "../rules/rule.js";
import type { PositionEncoding } from "../text/lines.js";
import { Checks } from "./checks.js";
import { Configurations } from "./configurations.js";
import { Converter } from "./conversions.js";
import { Documents, type DocumentVersion, isConfiguration } from "./documents.js";
import { ALLOY_GLOBS, type Files, isAlloyName } from "./files.js";
import { SettingsStore } from "./settings.js";
import { SHOW_DOCUMENT, suppressionActions } from "./suppressions.js";
import { UnusedSuppressions } from "./unused-suppressions.js";

/** What our own client adds to `initialize`. */
interface InitializationOptions {
  readonly completion?: {
    /** Command that opens the list of suggestions again. */ readonly retriggerCommand?: string;
  };
  readonly settings?: unknown;
}

const FIX_ALL = "source.fixAll.forge-alloy";

const ENCODINGS: readonly string[] = ["utf-16", "utf-8", "utf-32"] satisfies PositionEncoding[];

/** What a server needs from where it runs. */
export interface Host {
  readonly registry: Registry;
  readonly version: string;
  readonly files: Files;
  /** URI of the folder with the pages about rules, `stage-none.md` for `stage/none`. */
  readonly rulePages: string | undefined;
}

/** Serves one client: answers its requests from the core. Ends with the connection. */
export function serve(connection: Connection, { registry, version, files, rulePages }: Host): void {
  const documents = new Documents(registry);
  const settings = new SettingsStore(connection);
  const configurations = new Configurations(documents, files);
  const checks = new Checks(settings, configurations);
  const unused = new UnusedSuppressions(documents, files, configurations, registry);
  let client: ClientCapabilities = {};
  let options: InitializationOptions = {};
  let encoding: PositionEncoding = "utf-16";
  const resultIds = new WeakMap<readonly Problem[], string>();
  let lastResultId = 0;
  let workspaceFolders: readonly string[] = [];
  /** The list that was sent last, so that an item of it can be documented later. */
  let lastList: { id: number; items: readonly CompletionItem[] } = { id: 0, items: [] };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    client = params.capabilities ?? {};
    options = (params.initializationOptions as InitializationOptions | null) ?? {};
    encoding = (client.general?.positionEncodings?.find((name) => ENCODINGS.includes(name)) ??
      "utf-16") as PositionEncoding;
    workspaceFolders =
      params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
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
        ...(client.window?.showDocument?.support && {
          executeCommandProvider: { commands: [SHOW_DOCUMENT] },
        }),
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
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const watchers = [`**/${CONFIGURATION_FILE}`, ...ALLOY_GLOBS].map((globPattern) => ({ globPattern }));
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    // What is open counts as it stands in the editor.
    const closed = changes.filter(({ uri }) => !documents.get(uri));
    if (closed.some(({ uri }) => isAlloyName(Utils.basename(URI.parse(uri))))) unused.changed();
    if (closed.some(({ uri }) => isConfiguration(uri))) configurationChanged();
  });

  connection.onDidChangeConfiguration((change) => {
    settings.changed(change.settings);
    checks.changed();
    checkAgain();
  });

  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    const document = documents.open(uri, version, text);
    if (isConfiguration(uri)) configurationChanged();
    publishSoon(document);
  });

  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const document = documents.change(uri, version, contentChanges, encoding);
    if (!document) return;
    if (isConfiguration(uri)) configurationChanged();
    else unused.changed();
    publishSoon(document);
  });

  connection.onDidSaveTextDocument(() => {
    // Every version is checked when it arrives; saving changes nothing.
  });

  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    documents.close(uri);
    settings.forget(uri);
    checks.forget(uri);
    if (isConfiguration(uri)) configurationChanged();
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

  connection.onCodeAction(async ({ textDocument, range, context }, token) => {
    const problems = await problemsOf(textDocument.uri, token);
    const nearest = await configurations.nearest(textDocument.uri);
    return withDocument(textDocument.uri, [], (document, convert) => {
      const span = { start: convert.offset(range.start), end: convert.offset(range.end) };
      // Made only for a client that asks: it reads every fix of the file.
      const all = context.only?.some((only) => FIX_ALL.startsWith(only)) ? fixAll(problems) : undefined;
      const actions = [...codeActionsAt(document.alloy, span, problems), ...(all ? [all] : [])];
      return [
        ...actions.map((action) => convert.codeAction(action)),
        ...suppressionActions({
          document,
          span,
          problems,
          nearest,
          workspaceFolder: folderOf(document.uri),
          convert,
          client,
          encoding,
        }),
      ].filter(
        ({ kind }) =>
          !context.only?.length || context.only.some((only) => kind === only || kind?.startsWith(`${only}.`)),
      );
    });
  });

  connection.onExecuteCommand(async ({ command, arguments: [uri, selection] = [] }) => {
    if (command === SHOW_DOCUMENT)
      await connection.window.showDocument({
        uri: String(uri),
        takeFocus: true,
        selection: selection as Range,
      });
  });

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
    const problems = await problemsOf(textDocument.uri, token);
    const none: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
    return withDocument(textDocument.uri, none, (_, convert): DocumentDiagnosticReport => {
      const resultId = resultIdOf(problems);
      if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      const items = problems.map((problem) => convert.diagnostic(problem));
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

  /** The same list of problems, the same id: lists are made anew when anything they depend on changes. */
  function resultIdOf(problems: readonly Problem[]): string {
    const id = resultIds.get(problems) ?? String(++lastResultId);
    resultIds.set(problems, id);
    return id;
  }

  /** What there is to say about an open document, by its configuration and settings. */
  async function problemsOf(uri: string, token?: CancellationToken): Promise<readonly Problem[]> {
    const settings = await checks.of(uri);
    const asked = documents.get(uri);
    const unusedSuppressions =
      asked && isConfiguration(uri)
        ? await unused.of(asked, () => token?.isCancellationRequested === true)
        : [];
    return withDocument(uri, [], (document) => document.problems(settings, { unusedSuppressions }));
  }

  /** The workspace folder that holds a document, the innermost where folders are nested. */
  function folderOf(uri: string): string | undefined {
    return workspaceFolders
      .filter((folder) => uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`))
      .sort((a, b) => b.length - a.length)[0];
  }

  function configurationChanged(): void {
    configurations.changed();
    unused.changed();
    checks.changed();
    checkAgain();
  }

  function checkAgain(): void {
    if (!pulls()) for (const document of documents.all()) publishSoon(document);
    else if (client.workspace?.diagnostics?.refreshSupport) connection.languages.diagnostics.refresh();
  }

  /** Sends the problems of a document to a client that does not ask for them, unless a newer version came first. */
  function publishSoon({ uri, version }: DocumentVersion): void {
    if (pulls()) return;
    setTimeout(async () => {
      const problems = await problemsOf(uri);
      if (documents.get(uri)?.version !== version) return;
      withDocument(uri, undefined, (_, convert) => {
        const diagnostics = problems.map((problem) => convert.diagnostic(problem));
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
      return answer(document, new Converter(document, encoding, rulePages));
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
