import { MAX_BYTES } from "../disk/limits.js";
import type { PositionEncoding } from "../syntax/lines.js";
import { SourceText } from "../syntax/source-text.js";
import { t } from "../text/l10n.js";
import { ActivityLog } from "./activity-log.js";
import { Converter } from "./convert.js";
import { DocumentVersion } from "./documents.js";
import { ErrorLog } from "./error-log.js";
import type { Host } from "./host.js";
import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type TextDocumentIdentifier,
} from "./lsp.js";
import { Store } from "./store.js";
import { type Support, supportOf } from "./support.js";
import { Turns } from "./turns.js";
import { UnusedSuppressions } from "./unused-suppressions.js";
import { WorkspaceDocuments } from "./workspace-documents.js";

/** What our own client adds to `initialize`. */
export interface InitializationOptions {
  readonly completion?: {
    /** Command that opens the list of suggestions again. */ readonly retriggerCommand?: string;
  };
  readonly settings?: unknown;
  /** The texts of the server in the user's language, by their English; else the server looks for its own. */
  readonly translations?: Readonly<Record<string, string>>;
  /** False while the user has not said that the workspace may be trusted. */
  readonly isTrusted?: boolean;
  /** Command with which the user says so. */
  readonly trustCommand?: string;
  /** Command that verifies the alloy whose URI it is given, by `forgeAlloy/verify`. */
  readonly verifyCommand?: string;
  /** Command that writes a snippet into a file, new or not, and moves through its tab stops: `[uri, range, snippet]`. */
  readonly insertSnippetCommand?: string;
  /** Command that makes an edit and then selects a range of a document: `[edit, uri, range]`. */
  readonly editCommand?: string;
  /** Command that shows the page of a rule, whose URI it is given. */
  readonly explainCommand?: string;
  /** Command that selects a range of a document: its URI, the range. */
  readonly selectCommand?: string;
  /** Command that shows the preview of the alloy whose URI it is given. */
  readonly previewCommand?: string;
  /** Command that lists locations: a URI, a position, and the locations. */
  readonly locationsCommand?: string;
}

/** One client and what it has open; shared by all that answers its requests. */
export class Session {
  readonly connection: Connection;
  readonly host: Host;
  readonly errorLog: ErrorLog;
  readonly activity: ActivityLog;
  readonly store: Store;
  readonly unused: UnusedSuppressions;
  readonly workspaceDocuments: WorkspaceDocuments;
  readonly turns = new Turns();
  #lastAnswer: Promise<void> = Promise.resolve();
  #client: ClientCapabilities = {};
  #support: Support = supportOf({});
  options: InitializationOptions = {};
  encoding: PositionEncoding = "utf-16";

  constructor(connection: Connection, host: Host) {
    this.connection = connection;
    this.host = host;
    this.errorLog = new ErrorLog(connection);
    this.activity = new ActivityLog(connection, host);
    this.store = new Store(connection, host);
    this.unused = new UnusedSuppressions(this);
    this.workspaceDocuments = new WorkspaceDocuments(this);
  }

  get client(): ClientCapabilities {
    return this.#client;
  }

  set client(client: ClientCapabilities) {
    this.#client = client;
    this.#support = supportOf(client);
  }

  /** The client capabilities that determine the form of an answer. */
  get support(): Support {
    return this.#support;
  }

  /**
   * Returns a document of the workspace with the vocabularies of its folder: the open document if the file is
   * open in the editor, else the saved file.
   */
  async read(uri: string): Promise<DocumentVersion | undefined> {
    const registry = await this.store.projects.registry(uri);
    this.store.documents.useRegistry(uri, registry);
    const open = this.store.documents.get(uri);
    if (open) return open;
    const read = await this.host.files.read(uri, MAX_BYTES.document);
    return read && "text" in read
      ? new DocumentVersion(uri, 0, SourceText.of(read.text), registry)
      : undefined;
  }

  /**
   * Resolves when a long answer may be sent: one at a time, once the client has taken the one before, so that a short
   * answer never waits behind several long ones.
   */
  turnToAnswer(): Promise<void> {
    const turn = this.#lastAnswer.then(async () => {
      await this.turns.next(true);
      await this.host.drained?.();
    });
    this.#lastAnswer = turn;
    return turn;
  }

  converter(document: DocumentVersion): Converter {
    return new Converter(document, this.encoding, this.host, this.support);
  }

  /**
   * Logs the rejection of a request to the client: the session continues if the client does not support the
   * request.
   */
  attempt(request: Promise<unknown>): void {
    request.catch((error) =>
      this.connection.console.log(`The client rejected a request: ${error?.message ?? error}`),
    );
  }

  /**
   * As `answerAnySize`, but returns the empty answer for a large document, where the answer would take too
   * long.
   */
  answer<T>(uri: string, empty: T, answer: (document: DocumentVersion, convert: Converter) => T): T {
    return this.store.documents.get(uri)?.isLarge ? empty : this.answerAnySize(uri, empty, answer);
  }

  /** Returns the answer about an open document, or the empty answer if the document is not open. */
  answerAnySize<T>(uri: string, empty: T, answer: (document: DocumentVersion, convert: Converter) => T): T {
    const document = this.store.documents.get(uri);
    return document ? answer(document, this.converter(document)) : empty;
  }

  /** Answers a request of the client. */
  onRequest(method: string, handler: (params: unknown, token: CancellationToken) => unknown): void {
    const guarded = this.guarded(method, handler);
    // Without parameters there is the token alone.
    this.connection.onRequest<unknown, unknown>(method, (...args: unknown[]) =>
      guarded(args.length > 1 ? args[0] : undefined, args.at(-1) as CancellationToken),
    );
  }

  /** Takes a notification of the client. */
  onNotification(method: string, handler: (params: unknown) => void): void {
    this.connection.onNotification(method, (params: unknown) => {
      try {
        handler(params);
      } catch (error) {
        this.errorLog.write({ name: method, about: uriIn(params) }, error);
      }
    });
  }

  /** One piece of a greater work: should it fail, the rest is done all the same. */
  async piece<Result>(name: string, about: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      this.errorLog.write({ name, about }, error);
      return undefined;
    }
  }

  /** Runs work that no request waits for. If the work fails, the error is logged. */
  inBackground(name: string, work: () => Promise<unknown>): void {
    work().catch((error) => this.errorLog.write({ name }, error));
  }

  /**
   * The one guard around the core: a request that fails is told to the log and answered with an error, one that was
   * cancelled, or whose place in a text is gone, is answered so, and the session goes on.
   */
  guarded<Params, Result>(
    method: string,
    handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
  ): (params: Params, token: CancellationToken) => Promise<Result> {
    return async (params, token) => {
      const uri = uriIn(params);
      const asked = hasPlace(params) ? this.#versionOf(uri) : undefined;
      try {
        refuseCancelled(token);
        if (uri !== undefined && this.store.documents.has(uri)) await this.#learnVocabularies(uri);
        const result = await handler(params, token);
        refuseCancelled(token);
        if (asked !== undefined && this.#versionOf(uri) !== asked)
          throw new ResponseError(LSPErrorCodes.ContentModified, "The document has changed in the meantime.");
        return result;
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        this.errorLog.write({ name: method, about: uri }, error);
        throw new ResponseError(
          LSPErrorCodes.RequestFailed,
          t`Forge Alloy could not answer this request; see its log.`,
        );
      }
    };
  }

  /** A document that has just been opened is not answered about before its domains are read. */
  async #learnVocabularies(uri: string): Promise<void> {
    const registry = await this.piece("Reading domains", uri, () => this.store.projects.registry(uri));
    if (registry) this.store.documents.useRegistry(uri, registry);
  }

  #versionOf(uri: string | undefined): number | undefined {
    return uri === undefined ? undefined : this.store.documents.get(uri)?.version;
  }
}

function refuseCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
}

/** The document that a message is about. */
function uriIn(params: unknown): string | undefined {
  return (params as { textDocument?: TextDocumentIdentifier } | undefined)?.textDocument?.uri;
}

/** Whether a request is about a place in a text, which another version of it has elsewhere. */
function hasPlace(params: unknown): boolean {
  return typeof params === "object" && params !== null && ("position" in params || "range" in params);
}
