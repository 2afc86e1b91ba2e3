import type { CheckSettings } from "../lint/configuration.js";
import { clashOf } from "../lint/load-domain.js";
import type { DocumentContext, Problem } from "../lint/rule.js";
import { kindOf } from "../schema/document-kind.js";
import { t } from "../text/l10n.js";
import { canonical, fileNameOf } from "../workspace/uris.js";
import type { Converter } from "./convert.js";
import type { DocumentVersion } from "./documents.js";
import {
  type CancellationToken,
  DiagnosticRefreshRequest,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type WorkDoneProgressReporter,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
  type WorkspaceFullDocumentDiagnosticReport,
} from "./lsp.js";
import type { Outcome } from "./outcomes.js";
import { readAhead } from "./read-ahead.js";
import type { Session } from "./session.js";

/** So many reports are sent together while a whole workspace is checked. */
const BATCH = 50;

/** Diagnostics in one answer, about, where a client takes no partial results: some 500 KB, written within 10 ms. */
const MAX_PROBLEMS = 1000;

/** UTF-16 code units of a document that is checked within milliseconds. */
const SHORT = 100_000;

/** Result id of what has no problems. It says as much as none, which is what a client has that never heard of it. */
const CLEAN = "";

/** What a client was told of a document. */
interface Told {
  readonly json: string;
  readonly resultId: string;
}

/** A document that is not open, and what was found in it. */
interface Checked {
  readonly document: DocumentVersion;
  readonly problems: readonly Problem[];
}

/** Tells a client about problems: when asked, or on its own to a client that does not ask. */
export class Diagnostics {
  readonly #session: Session;
  /** Of open documents: what the client was told last. */
  readonly #told = new Map<string, Told>();
  /** The result ids of lists of problems, as long as their documents keep them. */
  readonly #resultIds = new WeakMap<
    readonly Problem[],
    { readonly resultId: string; readonly outcomes: readonly Outcome[] }
  >();
  #lastResultId = 0;
  /** Of documents that are not open: the result id of what is known of them, until something changes. */
  #closed = new Map<string, string>();
  /** Alloys among them that are being checked. */
  readonly #checking = new Map<string, Promise<Checked | undefined>>();
  /**
   * Counts changes of documents and of their dependencies, so that a check can detect that it missed a
   * change.
   */
  #changes = 0;
  #isRestTold = false;
  /** Wake those who wait for the next change. */
  readonly #waiting = new Set<() => void>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Returns the problems of an open document, based on its configuration and settings. */
  async problemsOf(uri: string, token?: CancellationToken): Promise<readonly Problem[]> {
    const { documents, projects } = this.#session.store;
    const [settings, registry] = await Promise.all([projects.settings(uri), projects.registry(uri)]);
    documents.useRegistry(uri, registry);
    const asked = documents.get(uri);
    const context = asked ? await this.#contextOf(asked, token) : {};
    const { activity } = this.#session;
    if (kindOf(uri) === "alloy") activity.uses(registry);
    const start = performance.now();
    await this.#checkInTurns(uri, settings, context, token);
    return this.#session.answerAnySize(uri, [], (document) => {
      const problems = document.problems(settings, context);
      activity.checked(uri, problems.length, performance.now() - start);
      return problems;
    });
  }

  /** Checks an open document so that others get their turns meanwhile, and anew when it is edited meanwhile. */
  async #checkInTurns(
    uri: string,
    settings: CheckSettings,
    context: DocumentContext,
    token: CancellationToken | undefined,
  ): Promise<void> {
    const { store, turns } = this.#session;
    const { documents } = store;
    for (let document = documents.get(uri); document && document.source.length > SHORT; ) {
      const steps = document.problemsInSteps(settings, context);
      while (documents.get(uri) === document && !token?.isCancellationRequested && !steps.next().done)
        await turns.next();
      const newest = documents.get(uri);
      if (newest === document || token?.isCancellationRequested) return;
      document = newest;
    }
  }

  /** What a configuration or a domain file does not know itself. */
  async #contextOf(document: DocumentVersion, token?: CancellationToken): Promise<DocumentContext> {
    const { store, unused } = this.#session;
    const { projects } = store;
    const { kind } = document.alloy;
    if (kind === "configuration") {
      const isCancelled = () => token?.isCancellationRequested === true;
      const [unresolved, unusedSuppressions] = [
        await projects.unresolvedIn(document.uri),
        kindOf(document.uri) === kind ? await unused.of(document, isCancelled) : [],
      ];
      return { unresolved, unusedSuppressions };
    }
    const fileName = kind === "alloy" ? fileNameOf(document.uri) : undefined;
    if (fileName !== undefined) return { fileName };
    const clashesWith =
      kind === "domain" ? clashOf(document, await projects.domains(document.uri)) : undefined;
    return clashesWith === undefined ? {} : { clashesWith };
  }

  /** A document has a new text. */
  documentChanged({ uri, version }: DocumentVersion): void {
    if (this.#pulls) return;
    // Later, so that what arrives at once is checked once; a version that is not the newest by then is dropped.
    setTimeout(() => this.#session.inBackground("Checking", () => this.#publish(uri, version)), 0);
  }

  async #publish(uri: string, version: number): Promise<void> {
    const { connection, store } = this.#session;
    const { documents } = store;
    if (documents.get(uri)?.version !== version) return;
    const problems = await this.problemsOf(uri);
    if (documents.get(uri)?.version !== version) return;
    this.#session.answerAnySize(uri, undefined, (document, convert) => {
      // Also where they are the same as before: the version tells that the new text has been checked.
      const diagnostics = convert.diagnostics(problems, this.#session.store.outcomes.of(document));
      void connection.sendDiagnostics({ uri, version, diagnostics });
    });
  }

  /** A document was verified. */
  outcomesChanged(document: DocumentVersion): void {
    const { client, connection } = this.#session;
    this.documentChanged(document);
    if (this.#pulls && client.workspace?.diagnostics?.refreshSupport)
      this.#session.attempt(connection.sendRequest(DiagnosticRefreshRequest.type));
  }

  documentClosed(uri: string): void {
    this.#told.delete(uri);
    if (!this.#pulls) void this.#session.connection.sendDiagnostics({ uri, diagnostics: [] });
    this.filesChanged([canonical(uri)]);
  }

  /** Files that are not open have changed, come or gone. */
  filesChanged(uris: readonly string[]): void {
    this.#checking.clear();
    for (const uri of uris) this.#closed.delete(uri);
    // Whether a suppression is needed depends on all of them.
    for (const uri of this.#closed.keys()) if (kindOf(uri) === "configuration") this.#closed.delete(uri);
    this.#changes++;
    this.#wake();
  }

  /**
   * Something changed that documents depend on.
   * @param affected the open ones that it means something to
   */
  checkAgain(affected: readonly DocumentVersion[]): void {
    const { client, connection } = this.#session;
    this.#closed = new Map();
    this.#checking.clear();
    this.#changes++;
    for (const document of affected) this.documentChanged(document);
    if (affected.length > 0 && this.#pulls && client.workspace?.diagnostics?.refreshSupport)
      this.#session.attempt(connection.sendRequest(DiagnosticRefreshRequest.type));
    this.#wake();
  }

  get #pulls(): boolean {
    return this.#session.client.textDocument?.diagnostic !== undefined;
  }

  async document(
    uri: string,
    previous: string | undefined,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport> {
    const problems = await this.problemsOf(uri, token);
    const none: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
    return this.#session.answerAnySize(uri, none, (document, convert): DocumentDiagnosticReport => {
      const known = this.#resultIds.get(problems);
      const outcomes = this.#session.store.outcomes.of(document);
      const told =
        known !== undefined && known.outcomes === outcomes && known.resultId === previous
          ? { resultId: known.resultId, items: [] }
          : this.#tell(uri, { problems, outcomes }, convert);
      return told.resultId === previous
        ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId: previous }
        : { kind: DocumentDiagnosticReportKind.Full, ...told };
    });
  }

  /**
   * Reports the documents whose problems changed since the last request of the client. If none did, the
   * answer waits until something changes, because clients send the next request immediately. If one answer
   * cannot hold all documents, the next one has the others.
   *
   * @param partial sends some of the reports ahead; awaited, so that reports are not created faster than the
   * client accepts them
   */
  async workspace(
    previous: Map<string, string>,
    token: CancellationToken,
    progress: WorkDoneProgressReporter,
    partial: ((items: WorkspaceDocumentDiagnosticReport[]) => Promise<void>) | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    progress.begin(t`Checking alloys`);
    for (let isFirst = true; ; isFirst = false) {
      const changes = this.#changes;
      const items: WorkspaceDocumentDiagnosticReport[] = [];
      let sent = 0;
      let problems = 0;
      for await (const report of this.#changedReports(previous, token)) {
        items.push(report);
        problems += report.items.length;
        if (partial && items.length >= BATCH) {
          sent += items.length;
          progress.report(t`${sent} files with problems`);
          await partial(items.splice(0));
        } else if (!partial && problems >= MAX_PROBLEMS) {
          this.#tellOfRest();
          break;
        }
      }
      this.#session.activity.checkedWorkspace();
      // From here on, the request only waits for changes, which needs no progress indicator.
      if (isFirst) progress.done();
      if (items.length + sent > 0 || token.isCancellationRequested) {
        await this.#session.turnToAnswer();
        return { items };
      }
      if (changes === this.#changes) await this.#nextChange(token);
    }
  }

  async *#changedReports(
    previous: Map<string, string>,
    token: CancellationToken,
  ): AsyncGenerator<WorkspaceFullDocumentDiagnosticReport> {
    const { store, workspaceDocuments } = this.#session;
    const { documents } = store;
    const uris = await workspaceDocuments.uris();
    const reports = readAhead(this.#outdated(uris, previous), (uri) =>
      this.#session.piece("Checking", uri, () => this.#closedReport(uri, previous.get(uri), token)),
    );
    for await (const report of reports) {
      if (token.isCancellationRequested) return;
      if (report) yield report;
    }
    for (const uri of this.#closed.keys()) if (!uris.has(uri)) this.#closed.delete(uri);
    for (const [uri, resultId] of previous) {
      if (resultId === CLEAN || uris.has(uri) || documents.has(uri)) continue;
      yield { kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId: CLEAN, items: [] };
    }
  }

  /** Those of which the client does not know what is known. What is open it asks for one by one. */
  *#outdated(uris: Iterable<string>, previous: ReadonlyMap<string, string>): Generator<string> {
    for (const uri of uris) {
      const isKnown = this.#closed.get(uri) === (previous.get(uri) ?? CLEAN);
      if (!isKnown && !this.#session.store.documents.has(uri)) yield uri;
    }
  }

  async #closedReport(
    uri: string,
    previous: string | undefined,
    token: CancellationToken,
  ): Promise<WorkspaceFullDocumentDiagnosticReport | undefined> {
    const changes = this.#changes;
    const found = await (this.#session.store.projects.kindOf(uri) === "alloy"
      ? this.#checkOnce(uri)
      : this.#checkClosed(uri, token));
    if (!found || token.isCancellationRequested) return undefined;
    const { document, problems } = found;
    const resultId = problems.length === 0 ? CLEAN : String(++this.#lastResultId);
    this.#session.activity.checkedClosed();
    // What changed meanwhile is checked again.
    if (changes === this.#changes) this.#closed.set(uri, resultId);
    if (resultId === (previous ?? CLEAN)) return undefined;
    await this.#session.turns.next();
    const convert = this.#session.converter(document);
    const items = problems.map((problem) => convert.diagnostic(problem));
    return { kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId, items };
  }

  /** Checks an alloy once for all requests that want it at the same time. It takes milliseconds, and is not cancelled. */
  #checkOnce(uri: string): Promise<Checked | undefined> {
    const known = this.#checking.get(uri);
    if (known) return known;
    const checking = this.#checkClosed(uri).finally(() => {
      // After a change, somebody else may be checking it again.
      if (this.#checking.get(uri) === checking) this.#checking.delete(uri);
    });
    this.#checking.set(uri, checking);
    return checking;
  }

  async #checkClosed(uri: string, token?: CancellationToken): Promise<Checked | undefined> {
    const { store, turns } = this.#session;
    const { projects } = store;
    const document = await this.#session.read(uri);
    if (!document || token?.isCancellationRequested) return undefined;
    const [settings, context] = [await projects.settings(uri), await this.#contextOf(document, token)];
    projects.forget(uri); // one of very many
    const steps = document.problemsInSteps(settings, context);
    for (;;) {
      await turns.next();
      const { done, value: problems } = steps.next();
      if (token?.isCancellationRequested) return undefined;
      if (done) return { document, problems };
    }
  }

  #tellOfRest(): void {
    if (this.#isRestTold) return;
    this.#isRestTold = true;
    this.#session.connection.console.info(
      t`The workspace has more than ${MAX_PROBLEMS} problems. The rest are reported when the client asks again.`,
    );
  }

  /** What is told of a document now; what was told before keeps its id where it is the same. */
  #tell(
    uri: string,
    { problems, outcomes }: { problems: readonly Problem[]; outcomes: readonly Outcome[] },
    convert: Converter,
  ) {
    const before = this.#told.get(uri);
    const items = convert.diagnostics(problems, outcomes);
    const json = JSON.stringify(items);
    const resultId = before?.json === json ? before.resultId : String(++this.#lastResultId);
    this.#told.set(uri, { json, resultId });
    this.#resultIds.set(problems, { resultId, outcomes });
    return { items, resultId };
  }

  #nextChange(token: CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      token.onCancellationRequested(wake);
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
