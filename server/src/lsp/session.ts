import { registries } from "../schema/bundled.js";
import { kindOf } from "../schema/document-kind.js";
import type { PositionEncoding } from "../syntax/lines.js";
import { t } from "../text/l10n.js";
import { Checks } from "./checks.js";
import { Configurations } from "./configurations.js";
import { Converter } from "./convert.js";
import { Documents, DocumentVersion } from "./documents.js";
import { ErrorLog } from "./error-log.js";
import type { Host } from "./host.js";
import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  LSPErrorCodes,
  type NotificationType,
  type NotificationType0,
  type RequestType,
  ResponseError,
  type TextDocumentIdentifier,
} from "./lsp.js";
import { Outcomes } from "./outcomes.js";
import { Registries } from "./registries.js";
import { SettingsStore } from "./settings.js";
import { type Support, supportOf } from "./support.js";
import { Turns } from "./turns.js";
import { UnusedSuppressions } from "./unused-suppressions.js";
import { canonical, isBelow } from "./uris.js";
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
}

/** One client and what it has open; shared by all that answers its requests. */
export class Session {
  readonly connection: Connection;
  readonly host: Host;
  readonly errorLog: ErrorLog;
  readonly documents: Documents;
  readonly settings: SettingsStore;
  readonly configurations: Configurations;
  readonly checks: Checks;
  readonly unused: UnusedSuppressions;
  readonly registries: Registries;
  readonly workspaceDocuments: WorkspaceDocuments;
  readonly outcomes = new Outcomes();
  readonly turns = new Turns();
  #lastAnswer: Promise<void> = Promise.resolve();
  #client: ClientCapabilities = {};
  #support: Support = supportOf({});
  options: InitializationOptions = {};
  encoding: PositionEncoding = "utf-16";
  /** Canonical URIs, changing while the session lasts. */
  workspaceFolders: readonly string[] = [];

  constructor(connection: Connection, host: Host) {
    this.connection = connection;
    this.host = host;
    this.errorLog = new ErrorLog(connection);
    this.documents = new Documents(host.registry);
    this.settings = new SettingsStore(connection, (uri) => this.folderOf(uri));
    this.configurations = new Configurations(
      this.documents,
      host.files,
      () => this.workspaceFolders,
      (sentence) => this.connection.console.warn(sentence),
    );
    this.checks = new Checks(this.settings, this.configurations);
    this.registries = new Registries(this);
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

  /** What the form of an answer depends on. */
  get support(): Support {
    return this.#support;
  }

  /** The workspace folder that holds a document, the innermost where folders are nested. */
  folderOf(uri: string): string | undefined {
    const document = canonical(uri);
    return this.workspaceFolders
      .filter((folder) => isBelow(folder, document))
      .sort((a, b) => b.length - a.length)[0];
  }

  /** A document of the workspace under the vocabularies of its folder: as it stands in an editor, else as saved. */
  async read(uri: string): Promise<DocumentVersion | undefined> {
    const kind = kindOf(uri);
    const registry = kind === "alloy" ? await this.registries.of(uri) : registries[kind];
    this.documents.useRegistry(uri, registry);
    const open = this.documents.get(uri);
    if (open) return open;
    const text = await this.host.files.read(uri);
    return text === undefined ? undefined : new DocumentVersion(uri, 0, text, registry);
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
    return new Converter(document, this.encoding, this.host.rulePages, this.support);
  }

  /** Asks the client for something that it may refuse: what it does not know is no reason to end. */
  attempt(request: Promise<unknown>): void {
    request.catch((error) => this.connection.console.log(`The client refused: ${error?.message ?? error}`));
  }

  /** As `answerAnySize`, for what takes too long in a large document: it gets the empty answer. */
  answer<T>(uri: string, empty: T, answer: (document: DocumentVersion, convert: Converter) => T): T {
    return this.documents.get(uri)?.isLarge ? empty : this.answerAnySize(uri, empty, answer);
  }

  /** What there is to say about an open document; the empty answer about one that is not open. */
  answerAnySize<T>(uri: string, empty: T, answer: (document: DocumentVersion, convert: Converter) => T): T {
    const document = this.documents.get(uri);
    return document ? answer(document, this.converter(document)) : empty;
  }

  /** Answers a request of the client. */
  onRequest<Params, Result, Failure>(
    type: RequestType<Params, Result, Failure> | string,
    handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
  ): void {
    const method = typeof type === "string" ? type : type.method;
    const guarded = this.guarded(method, handler);
    // Without parameters there is the token alone.
    const answer = (...args: unknown[]) =>
      guarded((args.length > 1 ? args[0] : undefined) as Params, args.at(-1) as CancellationToken);
    this.connection.onRequest<unknown, unknown>(method, answer);
  }

  /** Takes a notification of the client. */
  onNotification<Params>(
    type: NotificationType<Params> | NotificationType0 | string,
    handler: (params: Params) => void,
  ): void {
    const method = typeof type === "string" ? type : type.method;
    this.connection.onNotification(method, (params: Params) => {
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

  /** Does what nobody waits for. */
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
        if (uri !== undefined && this.documents.has(uri)) await this.#learnVocabularies(uri);
        const result = await handler(params, token);
        refuseCancelled(token);
        if (asked !== undefined && this.#versionOf(uri) !== asked)
          throw new ResponseError(LSPErrorCodes.ContentModified, "The document was changed meanwhile.");
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
    const registry = await this.piece("Reading domains", uri, () => this.registries.of(uri));
    if (registry) this.documents.useRegistry(uri, registry);
  }

  #versionOf(uri: string | undefined): number | undefined {
    return uri === undefined ? undefined : this.documents.get(uri)?.version;
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
