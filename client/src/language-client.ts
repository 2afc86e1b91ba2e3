/** The client half of the protocol: what it serves, how it starts, and when it gives up. */
import { type LogOutputChannel, l10n, workspace } from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  State,
} from "#language-client";

/** How often within three minutes a server that died is brought back without a word. */
export const MAX_RESTARTS = 4;

/** `start`: it never answered. `crash`: it ran, and died once more than `MAX_RESTARTS`. */
export type Failure = "start" | "crash";

export interface AlloyClientOptions {
  readonly process: ServerOptions;
  readonly output: LogOutputChannel;
  readonly trace: LogOutputChannel;
  /** Called once at most, when the server is gone for good; not after `retire`. */
  readonly onFailure: (failure: Failure) => void;
}

/** A language client that keeps its troubles in the output and says the one that matters once. */
export class AlloyClient extends LanguageClient {
  readonly #onFailure: (failure: Failure) => void;
  #silent = false;
  #retired: Promise<void> | undefined;

  constructor({ process, output, trace, onFailure }: AlloyClientOptions) {
    // The id is also the section in which `forgeAlloy.trace.server` is looked up.
    super("forgeAlloy", "Forge Alloy", process, clientOptions(output, trace));
    this.#onFailure = onFailure;
    this.clientOptions.errorHandler = this.#errorHandler();
  }

  /** Starts the server and resolves when it has answered or failed. */
  async run(): Promise<void> {
    try {
      await this.start();
    } catch {
      this.#fail("start"); // the reason stands in the output
    }
  }

  /** Ends client and server for good, in whatever state they are. Never rejects. */
  retire(): Promise<void> {
    this.#silent = true;
    this.#retired ??= this.#end();
    return this.#retired;
  }

  /** The base class would show some of these in a dialogue, several for one cause. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  async #end(): Promise<void> {
    if (this.state === State.Starting) {
      // `stop` refuses a client that is starting, and a server that hangs would never finish to.
      this.serverProcess?.kill("SIGKILL");
      await this.start().catch(() => {}); // the start under way, not another one
    }
    await this.dispose().catch(() => {});
  }

  #fail(failure: Failure): void {
    if (this.#silent) return;
    this.#silent = true;
    this.#onFailure(failure);
  }

  /** The default handler counts; this one speaks for it, and does not repeat a start that failed. */
  #errorHandler(): ErrorHandler {
    const counter = this.createDefaultErrorHandler(MAX_RESTARTS);
    return {
      error: async (error, message, count) => {
        const result = await counter.error(error, message, count);
        if (result.action === ErrorAction.Shutdown) this.#fail("crash");
        return { ...result, handled: true };
      },
      closed: async () => {
        if (this.state !== State.Running) {
          this.#fail("start");
          return { action: CloseAction.DoNotRestart, handled: true };
        }
        const result = await counter.closed();
        if (result.action === CloseAction.DoNotRestart) this.#fail("crash");
        return { ...result, handled: true };
      },
    };
  }
}

function clientOptions(output: LogOutputChannel, trace: LogOutputChannel): LanguageClientOptions {
  return {
    // No scheme: files, unsaved documents and virtual file systems (vscode-vfs, …) alike.
    documentSelector: [
      { language: "forge-alloy" },
      { language: "forge-alloy-configuration" },
      { language: "forge-alloy-domain" },
    ],
    outputChannel: output,
    traceOutputChannel: trace,
    // A request that fails is a line in the output, never a dialogue.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    // The protocol has no word for "suggest again" after an insertion: the client must name its command.
    initializationOptions: {
      completion: { retriggerCommand: "editor.action.triggerSuggest" },
      isTrusted: workspace.isTrusted,
      trustCommand: "workbench.trust.manage",
      translations: l10n.bundle,
    },
    // No `synchronize`: the server registers for changes of `forgeAlloy` and pulls what it needs.
  };
}
