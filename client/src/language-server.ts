/** The language server as the extension sees it: there or not, and restarted when asked. */
import { type ExtensionContext, type LogOutputChannel, l10n, window } from "vscode";
import type { ServerOptions } from "vscode-languageclient/node";
import { AlloyClient, type Failure, MAX_RESTARTS } from "./language-client.js";
import { traceChannel } from "./trace-channel.js";
import { fileRequests } from "./workspace-files.js";

/** Owns one client at a time. A client that failed cannot be started again, so every start makes a new one. */
export class LanguageServer {
  readonly #process: ServerOptions;
  readonly #output: LogOutputChannel;
  readonly #trace: LogOutputChannel;
  #client: AlloyClient | undefined;

  constructor(context: ExtensionContext, output: LogOutputChannel, process: ServerOptions) {
    this.#process = process;
    this.#output = output;
    this.#trace = traceChannel(output, context.subscriptions);
  }

  /**
   * Starts the server; one that is there already is ended first, however it is doing. Resolves also
   * when the start fails: the user has been told by then.
   */
  async restart(): Promise<void> {
    // A loop, since another restart may have been quicker while this one waited for the end.
    while (this.#client !== undefined) await this.stop();
    this.#client = new AlloyClient({
      process: this.#process,
      output: this.#output,
      trace: this.#trace,
      onFailure: (failure) => void this.#tell(failure),
    });
    for (const [method, answer] of Object.entries(fileRequests)) this.#client.onRequest(method, answer);
    await this.#client.run();
  }

  /** Tells the server something, where there is one. */
  notify(method: string): void {
    void this.#client?.sendNotification(method).catch(() => {});
  }

  /** Asks the server; undefined where it is not there or refuses. */
  async request<Result>(method: string, params: object): Promise<Result | undefined> {
    return this.#client?.sendRequest<Result>(method, params).catch(() => undefined);
  }

  /** Ends the server. Never rejects. */
  async stop(): Promise<void> {
    const client = this.#client;
    await client?.retire();
    if (this.#client === client) this.#client = undefined;
  }

  async #tell(failure: Failure): Promise<void> {
    const restart = l10n.t("Restart");
    const showOutput = l10n.t("Show Output");
    const choice = await window.showErrorMessage(sentence(failure), restart, showOutput);
    if (choice === restart) await this.restart();
    if (choice === showOutput) this.#output.show();
  }
}

function sentence(failure: Failure): string {
  if (failure === "start") {
    return l10n.t("The Forge Alloy language server could not be started, so alloys are not checked.");
  }
  return l10n.t(
    "The Forge Alloy language server stopped unexpectedly {0} times in three minutes and stays off, so alloys are not checked.",
    MAX_RESTARTS + 1,
  );
}
