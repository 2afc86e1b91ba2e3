/** The client half of the protocol: what it serves, how it starts, and how its end is noticed. */
import { type LogOutputChannel, l10n, type TextDocument, workspace } from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  RevealOutputChannelOn,
  type ServerOptions,
  State,
} from "#language-client";
import type { Life } from "./restart-policy.js";

/** What the server is for. No scheme: files, unsaved documents and virtual file systems (vscode-vfs, …) alike. */
export const DOCUMENTS = [
  { language: "forge-alloy" },
  { language: "forge-alloy-configuration" },
  { language: "forge-alloy-domain" },
  { language: "forge-alloy-executor" },
];

/** Whether the server serves a document. */
export function isOurs({ languageId }: TextDocument): boolean {
  return DOCUMENTS.some(({ language }) => language === languageId);
}

interface AlloyClientOptions {
  readonly process: ServerOptions;
  readonly output: LogOutputChannel;
  readonly trace: LogOutputChannel;
  /** Called once at most, when the server is gone, or could not be started; not after `retire`. */
  readonly onDeath: (life: Life) => void;
}

/**
 * A language client for one life of the server: it starts nothing again and shows nothing. Its features leave
 * VS Code with the server, so nothing is asked in vain until the next client is there.
 */
export class AlloyClient extends LanguageClient {
  readonly #onDeath: (life: Life) => void;
  readonly #born = Date.now();
  #hasAnswered = false;
  #isOver = false;
  #retired: Promise<void> | undefined;

  constructor({ process, output, trace, onDeath }: AlloyClientOptions) {
    // The id is also the section in which `forgeAlloy.trace.server` is looked up.
    super("forgeAlloy", "Forge Alloy", process, clientOptions(output, trace));
    this.#onDeath = onDeath;
    this.clientOptions.errorHandler = this.#errorHandler();
    this.clientOptions.middleware = this.#middleware();
  }

  /** Starts the server. Resolves with whether it runs. */
  async run(): Promise<boolean> {
    await this.start().catch(() => this.#die()); // the reason is in the output
    return this.isRunning(); // `start` also resolves if the server died meanwhile
  }

  /** Ends client and server for good, in whatever state they are. Never rejects. */
  retire(): Promise<void> {
    this.#isOver = true;
    this.#retired ??= this.#end();
    return this.#retired;
  }

  /** Logs an error. The base class would show some errors in a dialog, several of them for one cause. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  async #end(): Promise<void> {
    // `stop` rejects for a client that is not running, and a server that hangs would never finish starting.
    if (this.state !== State.Running) this.serverProcess?.kill("SIGKILL");
    if (this.state === State.Starting) await this.start().catch(() => {}); // the start under way, not another one
    await this.dispose().catch(() => {});
  }

  #die(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onDeath({ duration: Date.now() - this.#born, hasAnswered: this.#hasAnswered });
  }

  #errorHandler(): ErrorHandler {
    return {
      // Every message written to a server that has just died fails; `closed` handles the end itself.
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        this.#die();
        const message = l10n.t("The language server stopped unexpectedly.");
        return { action: CloseAction.DoNotRestart, message, handled: true };
      },
    };
  }

  #middleware(): Middleware {
    return {
      sendRequest: async (type, param, token, next) => {
        const answer = await next(type, param, token);
        this.#hasAnswered = true;
        return answer;
      },
    };
  }
}

function clientOptions(output: LogOutputChannel, trace: LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: DOCUMENTS,
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
      verifyCommand: "forge-alloy.verify",
      selectCommand: "forge-alloy.select",
      explainCommand: "forge-alloy.explainRule",
      previewCommand: "forge-alloy.openPreview",
      locationsCommand: "forge-alloy.showLocations",
      insertSnippetCommand: "forge-alloy.insertSnippet",
      editCommand: "forge-alloy.edit",
    },
    // No `synchronize`: the server registers for changes of `forgeAlloy` and pulls what it needs.
  };
}
