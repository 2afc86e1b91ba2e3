/** The language server as the extension sees it: there or not, brought back when it dies and when asked. */
import {
  type CancellationToken,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  l10n,
  type WorkspaceEditMetadata,
  window,
  workspace,
} from "vscode";
import type { WorkspaceEdit } from "vscode-languageclient";
import type { ServerOptions } from "vscode-languageclient/node";
import { WorkDoneProgress } from "#language-client";
import type { ClientRequests, OwnNotifications } from "../../server/src/lsp/protocol.js";
import { AlloyClient } from "./language-client.js";
import { type Life, RestartPolicy } from "./restart-policy.js";
import { traceChannel } from "./trace-channel.js";
import { fileRequests } from "./workspace-files.js";

/** `off`: it died too often and is left alone until somebody asks for it. */
export type ServerState = "starting" | "running" | "off";

/** Owns one client at a time. A client ends with its server, so every start makes a new one. */
export class LanguageServer implements Disposable {
  readonly #process: ServerOptions;
  readonly #output: LogOutputChannel;
  readonly #trace: LogOutputChannel;
  readonly #stateChanged = new EventEmitter<ServerState>();
  #client: AlloyClient | undefined;
  #policy = new RestartPolicy();
  #nextStart: NodeJS.Timeout | undefined;
  #lastToken = 0;
  #firstStart: Promise<boolean> | undefined;

  /** Fires with each new state. */
  readonly onDidChangeState = this.#stateChanged.event;

  constructor(context: ExtensionContext, output: LogOutputChannel, process: ServerOptions) {
    this.#process = process;
    this.#output = output;
    this.#trace = traceChannel(output, context.subscriptions);
  }

  /**
   * Starts the server; one that is there already is ended first, however it is doing. Earlier deaths
   * are forgotten. Resolves to whether the server runs; otherwise it is tried again, and in the end the user told.
   */
  restart(): Promise<boolean> {
    this.#policy = new RestartPolicy();
    this.#firstStart = this.#start();
    return this.#firstStart;
  }

  /** Tells the server something, where there is one. */
  notify(method: keyof OwnNotifications): void {
    void this.#client?.sendNotification(method, {}).catch(() => {});
  }

  /** Starts the server, unless that was done before. */
  start(): Promise<boolean> {
    this.#firstStart ??= this.#start();
    return this.#firstStart;
  }

  /**
   * Sends a request, and starts the server first if necessary. Resolves with undefined if the server is not
   * running or the request fails.
   */
  async request<Method extends keyof ClientRequests>(
    method: Method,
    params: ClientRequests[Method]["params"],
  ): Promise<ClientRequests[Method]["result"] | undefined> {
    await this.start();
    return this.#client?.sendRequest<ClientRequests[Method]["result"]>(method, params).catch(() => undefined);
  }

  /** Like `request`, for long operations: shows progress, and the user can cancel. */
  async requestWithProgress<Method extends keyof ClientRequests>(
    method: Method,
    params: ClientRequests[Method]["params"],
    { token, report }: { readonly token: CancellationToken; readonly report: (percentage: number) => void },
  ): Promise<ClientRequests[Method]["result"] | undefined> {
    const client = this.#client;
    const workDoneToken = `${method} ${++this.#lastToken}`;
    const listening = client?.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind === "report" && value.percentage !== undefined) report(value.percentage);
    });
    try {
      return await client?.sendRequest<ClientRequests[Method]["result"]>(
        method,
        { ...params, workDoneToken },
        token,
      );
    } catch {
      return undefined;
    } finally {
      listening?.dispose();
    }
  }

  /** Applies an edit as the protocol writes it, with its tab stops. Resolves to whether it was applied. */
  async applyEdit(edit: WorkspaceEdit, metadata?: WorkspaceEditMetadata): Promise<boolean> {
    const converted = await this.#client?.protocol2CodeConverter.asWorkspaceEdit(edit);
    return converted !== undefined && (await workspace.applyEdit(converted, metadata));
  }

  /** Ends the server. Never rejects. */
  async stop(): Promise<void> {
    clearTimeout(this.#nextStart);
    const client = this.#client;
    await client?.retire();
    if (this.#client === client) this.#client = undefined;
  }

  dispose(): void {
    this.#stateChanged.dispose();
  }

  async #start(): Promise<boolean> {
    this.#stateChanged.fire("starting");
    // A loop, since another start may have been quicker while this one waited for the end.
    do await this.stop();
    while (this.#client !== undefined);
    this.#client = new AlloyClient({
      process: this.#process,
      output: this.#output,
      trace: this.#trace,
      onDeath: (life) => this.#bury(life),
    });
    for (const [method, answer] of Object.entries(fileRequests))
      this.#client.onRequest(method, (params: { readonly uri: string }): Promise<unknown> => answer(params));
    const isRunning = await this.#client.run();
    if (isRunning) this.#stateChanged.fire("running");
    return isRunning;
  }

  /** The documents are safe in the editor, which sends them to the next server as they are then. */
  #bury(life: Life): void {
    const pause = this.#policy.died(life);
    if (pause === undefined) {
      this.#stateChanged.fire("off");
      void this.#tell(this.#policy.deaths);
    } else {
      this.#stateChanged.fire("starting");
      this.#nextStart = setTimeout(() => void this.#start(), pause);
    }
  }

  async #tell(deaths: number): Promise<void> {
    const restart = l10n.t("Restart");
    const showOutput = l10n.t("Show Output");
    const choice = await window.showErrorMessage(
      l10n.t(
        "The Forge Alloy language server stopped {0} times in a row and will not be restarted. Alloys are not checked. Your files are not affected.",
        deaths,
      ),
      restart,
      showOutput,
    );
    if (choice === restart) await this.restart();
    if (choice === showOutput) this.#output.show();
  }
}
