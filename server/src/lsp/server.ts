import { MAX_BYTES } from "../disk/limits.js";
import { TOKEN_MODIFIERS, TOKEN_TYPES } from "../features/semantic-tokens.js";
import type { Alloy } from "../model/alloy.js";
import { isOurs, kindOf } from "../schema/document-kind.js";
import type { Registry } from "../schema/registry.js";
import type { PositionEncoding } from "../syntax/lines.js";
import { parseJson } from "../syntax/parser.js";
import { localize } from "../text/l10n.js";
import { GITIGNORE } from "../workspace/gitignore.js";
import { canonical } from "../workspace/uris.js";
import { SETTINGS_FOLDER } from "../workspace/workspace.js";
import { Diagnostics } from "./diagnostics.js";
import type { DocumentVersion } from "./documents.js";
import { FIX_ALL, serveEditing } from "./editing.js";
import type { Host } from "./host.js";
import {
  type ClientCapabilities,
  CodeActionKind,
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  ExecuteCommandRequest,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  type InitializeResult,
  InlayHintRefreshRequest,
  type Range,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "./lsp.js";
import { serveNavigation } from "./navigation.js";
import { servePreview } from "./preview.js";
import { type InitializationOptions, Session } from "./session.js";
import type { Support } from "./support.js";
import { SHOW_DOCUMENT } from "./suppressions.js";
import { serveVerification } from "./verification.js";
import { WorkspaceIndex } from "./workspace-index.js";

const ENCODINGS: readonly string[] = ["utf-16", "utf-8", "utf-32"] satisfies PositionEncoding[];

/** The names under which alloys are found, as globs of the protocol. */
const ALLOY_GLOBS = ["**/*.alloy.json", "**/forge-alloy.json", "**/*__forge-alloy.json"];

/** What decides which files are checked, and how. */
const SETTINGS_GLOBS = [`**/${SETTINGS_FOLDER}/**/*.json`, `**/${GITIGNORE}`];

/** Serves one client: answers its requests from the core. Ends with the connection. */
export function serve(connection: Connection, host: Host): void {
  const session = new Session(connection, host);
  const { documents, settings, projects, unused } = session;
  const diagnostics = new Diagnostics(session);
  const index = new WorkspaceIndex(session);
  serveEditing(session, diagnostics, index);
  servePreview(session, diagnostics);
  serveVerification(session, diagnostics);
  serveNavigation(session, index);

  const initialize = async (params: InitializeParams): Promise<InitializeResult> => {
    session.client = params.capabilities ?? {};
    session.options = (params.initializationOptions as InitializationOptions | null) ?? {};
    localize(Object(session.options.translations ?? (await translationsFor(params.locale, host))));
    session.encoding = encodingFor(session.client);
    session.workspaceFolders =
      params.workspaceFolders?.map(({ uri }) => canonical(uri)) ??
      (params.rootUri ? [canonical(params.rootUri)] : []);
    projects.isTrusted = session.options.isTrusted !== false;
    settings.initialize(session.client.workspace?.configuration === true, session.options.settings);
    return {
      serverInfo: { name: "forge-alloy-language-server", version: host.version },
      capabilities: capabilitiesFor(session.client, session.support, session.encoding),
    };
  };
  connection.onInitialize(session.guarded(InitializeRequest.method, initialize));

  session.onNotification(InitializedNotification.type, () => {
    const { workspace } = session.client;
    if (workspace?.didChangeConfiguration?.dynamicRegistration) {
      session.attempt(
        connection.client.register(DidChangeConfigurationNotification.type, { section: "forgeAlloy" }),
      );
    }
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const globs = [...SETTINGS_GLOBS, ...ALLOY_GLOBS];
      const watchers = globs.map((globPattern) => ({ globPattern }));
      session.attempt(connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
    }
    if (workspace?.workspaceFolders) {
      session.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event: { added, removed } }) => {
        const gone = new Set(removed.map(({ uri }) => canonical(uri)));
        for (const uri of gone) settings.forget(uri);
        const kept = session.workspaceFolders.filter((uri) => !gone.has(uri));
        session.workspaceFolders = [...kept, ...added.map(({ uri }) => canonical(uri))];
        session.workspaceDocuments.changed();
        projects.changed();
        index.foldersChanged();
        diagnostics.checkAgain(documents.all());
      });
    }
  });

  session.onNotification("forgeAlloy/trusted", () => {
    projects.isTrusted = true;
    session.inBackground("Reading domains", domainsChanged);
    lensesChanged();
  });

  session.onNotification(DidChangeWatchedFilesNotification.type, ({ changes }) => {
    // What is open counts as it stands in the editor.
    const closed = changes.map(({ uri }) => canonical(uri)).filter((uri) => !documents.has(uri));
    if (closed.length > 0) session.workspaceDocuments.changed();
    const alloys = closed.filter((uri) => kindOf(uri) === "alloy" && isOurs(uri));
    if (alloys.length > 0) alloysChanged(alloys);
    const isVocabulary = (uri: string) => kindOf(uri) === "domain" || kindOf(uri) === "executor";
    const isOthers = (uri: string) => !isVocabulary(uri) && !isOurs(uri);
    // Configurations extend files of any name.
    if (closed.some((uri) => kindOf(uri) === "configuration" || isOthers(uri))) configurationChanged();
    if (closed.some((uri) => isVocabulary(uri) || isOthers(uri)))
      session.inBackground("Reading domains", domainsChanged);
  });

  session.onNotification(DidChangeConfigurationNotification.type, (change) => {
    settings.changed(change.settings);
    settingsChanged();
  });
  settings.whenLate(settingsChanged);

  session.onNotification(
    DidOpenTextDocumentNotification.type,
    ({ textDocument: { uri, languageId, version, text } }) => {
      // Some editors send every JSON file.
      if (!languageId.startsWith("forge-alloy") && !isOurs(uri)) return;
      const document = documents.open(uri, version ?? 0, text);
      contentChanged(uri);
      // What the first question needs is looked for at once, while the text is read.
      session.inBackground("Reading configurations", () => projects.settings(uri));
      diagnostics.documentChanged(document);
    },
  );

  session.onNotification(
    DidChangeTextDocumentNotification.type,
    ({ textDocument: { uri, version }, contentChanges }) => {
      const document = documents.change(uri, version ?? 0, contentChanges, session.encoding);
      if (!document) return;
      contentChanged(uri);
      diagnostics.documentChanged(document);
    },
  );

  session.onNotification(DidSaveTextDocumentNotification.type, () => {
    // Every version is checked when it arrives; saving changes nothing.
  });

  session.onNotification(DidCloseTextDocumentNotification.type, ({ textDocument: { uri } }) => {
    documents.close(uri);
    settings.forget(uri);
    projects.forget(uri);
    session.outcomes.forget(uri);
    contentChanged(uri);
    // It may have been saved for the first time.
    session.workspaceDocuments.changed();
    index.filesChanged([canonical(uri)]);
    diagnostics.documentClosed(uri);
  });

  // The only command; `shapes.ts` refuses others, and other arguments.
  session.onRequest(ExecuteCommandRequest.type, ({ arguments: given }) => {
    const [uri, selection] = given as [string, Range];
    session.attempt(connection.window.showDocument({ uri, takeFocus: true, selection }));
  });

  connection.listen();

  /** The text that counts for a document is another one: it was opened, changed or closed. */
  function contentChanged(uri: string): void {
    const kind = kindOf(uri);
    if (kind === "configuration") configurationChanged();
    else if (kind !== "alloy") session.inBackground("Reading domains", domainsChanged);
    else unused.changed();
  }

  function settingsChanged(): void {
    projects.changed();
    index.foldersChanged();
    diagnostics.checkAgain(documents.all());
    const { workspace } = session.client;
    if (workspace?.inlayHint?.refreshSupport)
      session.attempt(connection.sendRequest(InlayHintRefreshRequest.type));
    lensesChanged();
  }

  function lensesChanged(): void {
    if (session.client.workspace?.codeLens?.refreshSupport)
      session.attempt(connection.sendRequest(CodeLensRefreshRequest.type));
  }

  function alloysChanged(uris: readonly string[]): void {
    unused.changed();
    index.filesChanged(uris);
    diagnostics.filesChanged(uris);
  }

  /** Only documents whose vocabularies or executor profiles changed are checked again. */
  async function domainsChanged(): Promise<void> {
    projects.changed();
    index.foldersChanged();
    unused.changed();
    const affected: DocumentVersion[] = [];
    for (const { uri, alloy } of documents.all()) {
      const registry = await projects.registry(uri);
      if (alloy.registry === registry || (alloy.kind === "alloy" && isAlike(alloy, registry))) continue;
      documents.useRegistry(uri, registry);
      const document = documents.get(uri);
      if (document) affected.push(document);
    }
    diagnostics.checkAgain(affected);
  }

  function configurationChanged(): void {
    projects.changed();
    session.workspaceDocuments.changed();
    index.foldersChanged();
    unused.changed();
    diagnostics.checkAgain(documents.all());
  }
}

/** Whether an alloy means the same under another registry: its domains and executors are the same, and it misses none. */
function isAlike(alloy: Alloy, registry: Registry): boolean {
  return (
    alloy.areDomainsKnown &&
    alloy.declaredDomains.every(({ id, domain }) => registry.domain(id) === domain) &&
    alloy.registry.executors.isLike(registry.executors) &&
    alloy.stages.every(({ type, typeNode }) => type !== undefined || typeNode === undefined)
  );
}

/** The table of a language, or of its main one (`de` for `de-AT`); empty where there is none, then all is English. */
async function translationsFor(
  locale: string | undefined,
  { translations, files }: Host,
): Promise<Record<string, string>> {
  for (const name of new Set([locale, locale?.split(/[-_]/)[0]])) {
    if (!name || !translations || !/^[\w-]+$/.test(name)) continue;
    const table = await files.read(
      `${translations}/bundle.l10n.${name.toLowerCase()}.json`,
      MAX_BYTES.settings,
    );
    const { root } = parseJson(table && "text" in table ? table.text : "");
    if (root?.kind !== "object") continue;
    return Object.fromEntries(
      root.members.flatMap(({ key, value }) => (value?.kind === "string" ? [[key.value, value.value]] : [])),
    );
  }
  return {};
}

function encodingFor(client: ClientCapabilities): PositionEncoding {
  const known = client.general?.positionEncodings?.find((name) => ENCODINGS.includes(name));
  return (known ?? "utf-16") as PositionEncoding;
}

/** What the server can do, as far as the client can ask for it. */
function capabilitiesFor(
  { textDocument = {}, workspace, window }: ClientCapabilities,
  support: Support,
  positionEncoding: PositionEncoding,
): ServerCapabilities {
  const { full, delta, range } = support.semanticTokens;
  return {
    positionEncoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    completionProvider: {
      triggerCharacters: ['"', ":", "{", "[", ","],
      resolveProvider: support.completion.lazyDocumentation,
    },
    hoverProvider: true,
    codeActionProvider: {
      resolveProvider: textDocument.codeAction?.resolveSupport !== undefined,
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.Refactor,
        "refactor.insert",
        "refactor.rewrite",
        FIX_ALL,
      ],
    },
    diagnosticProvider: {
      identifier: "forge-alloy",
      // Domains and configurations decide what is wrong in an alloy.
      interFileDependencies: true,
      workspaceDiagnostics: true,
      workDoneProgress: true,
    },
    definitionProvider: true,
    typeDefinitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: "}", moreTriggerCharacter: ["]", "\n"] },
    renameProvider: textDocument.rename?.prepareSupport ? { prepareProvider: true } : true,
    documentLinkProvider: {},
    codeLensProvider: {},
    ...(textDocument.inlayHint && { inlayHintProvider: { resolveProvider: support.lazyInlayTooltip } }),
    ...(textDocument.foldingRange && { foldingRangeProvider: true }),
    ...(textDocument.selectionRange && { selectionRangeProvider: true }),
    ...(textDocument.linkedEditingRange && { linkedEditingRangeProvider: true }),
    ...((full || range) && {
      semanticTokensProvider: {
        legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
        ...(full && { full: { delta } }),
        ...(range && { range }),
      },
    }),
    workspaceSymbolProvider: true,
    ...(workspace?.workspaceFolders && {
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    }),
    ...(window?.showDocument?.support && { executeCommandProvider: { commands: [SHOW_DOCUMENT] } }),
  };
}
