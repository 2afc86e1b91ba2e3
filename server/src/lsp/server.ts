import { TOKEN_MODIFIERS, TOKEN_TYPES } from "../features/semantic-tokens.js";
import type { Alloy } from "../model/alloy.js";
import { CONFIGURATION_FILE, DOMAINS_FOLDER, isOurs, kindOf } from "../schema/document-kind.js";
import type { Registry } from "../schema/registry.js";
import type { PositionEncoding } from "../syntax/lines.js";
import { parseJson } from "../syntax/parser.js";
import { localize } from "../text/l10n.js";
import { serveCompare } from "./compare.js";
import { Diagnostics } from "./diagnostics.js";
import type { DocumentVersion } from "./documents.js";
import { FIX_ALL, serveEditing } from "./editing.js";
import { ALLOY_GLOBS } from "./files.js";
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
import { canonical } from "./uris.js";
import { serveVerification } from "./verification.js";
import { WorkspaceIndex } from "./workspace-index.js";

const ENCODINGS: readonly string[] = ["utf-16", "utf-8", "utf-32"] satisfies PositionEncoding[];

/** Serves one client: answers its requests from the core. Ends with the connection. */
export function serve(connection: Connection, host: Host): void {
  const session = new Session(connection, host);
  const { documents, settings, configurations, checks, unused } = session;
  const diagnostics = new Diagnostics(session);
  const index = new WorkspaceIndex(session);
  serveEditing(session, diagnostics, index);
  servePreview(session, diagnostics);
  serveCompare(session);
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
    session.registries.isTrusted = session.options.isTrusted !== false;
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
      const globs = [`**/${CONFIGURATION_FILE}`, `**/${DOMAINS_FOLDER}/*.json`, ...ALLOY_GLOBS];
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
        session.registries.changed();
        index.foldersChanged();
        diagnostics.checkAgain(documents.all());
      });
    }
  });

  session.onNotification("forgeAlloy/trusted", () => {
    session.registries.isTrusted = true;
    session.inBackground("Reading domains", domainsChanged);
    lensesChanged();
  });

  session.onNotification(DidChangeWatchedFilesNotification.type, ({ changes }) => {
    // What is open counts as it stands in the editor.
    const closed = changes.map(({ uri }) => canonical(uri)).filter((uri) => !documents.has(uri));
    if (closed.length > 0) session.workspaceDocuments.changed();
    const alloys = closed.filter((uri) => kindOf(uri) === "alloy" && isOurs(uri));
    if (alloys.length > 0) alloysChanged(alloys);
    if (closed.some((uri) => kindOf(uri) === "configuration")) configurationChanged();
    if (closed.some((uri) => kindOf(uri) === "domain"))
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
      session.inBackground("Reading configurations", () => checks.of(uri));
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
    checks.forget(uri);
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
    else if (kind === "domain") session.inBackground("Reading domains", domainsChanged);
    else unused.changed();
  }

  function settingsChanged(): void {
    checks.changed();
    session.registries.changed();
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

  /** Only alloys whose vocabularies changed are checked again. */
  async function domainsChanged(): Promise<void> {
    session.registries.changed();
    index.foldersChanged();
    unused.changed();
    const affected: DocumentVersion[] = [];
    for (const { uri, alloy } of documents.all()) {
      if (alloy.kind !== "alloy") continue;
      const registry = await session.registries.of(uri);
      if (isAlike(alloy, registry)) continue;
      documents.useRegistry(uri, registry);
      const document = documents.get(uri);
      if (document) affected.push(document);
    }
    diagnostics.checkAgain(affected);
  }

  function configurationChanged(): void {
    configurations.changed();
    unused.changed();
    checks.changed();
    diagnostics.checkAgain(documents.all());
  }
}

/** Whether an alloy means the same under another registry: its domains are the same, and it misses none. */
function isAlike(alloy: Alloy, registry: Registry): boolean {
  return (
    alloy.areDomainsKnown &&
    alloy.declaredDomains.every(({ id, domain }) => registry.domain(id) === domain) &&
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
    const text = await files.read(`${translations}/bundle.l10n.${name.toLowerCase()}.json`);
    const { root } = parseJson(text ?? "");
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
