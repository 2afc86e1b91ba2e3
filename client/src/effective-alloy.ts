/** "Show Effective Alloy": a read-only document with what a run makes of an alloy. It follows the text. */
import {
  commands,
  type Disposable,
  EventEmitter,
  l10n,
  languages,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import type { LanguageServer } from "./language-server.js";

/** URI scheme of effective alloys. The query has the URI of the alloy. */
const SCHEME = "forge-alloy-effective";

/** So long typing rests before the document is written again, in milliseconds. */
const REST_MS = 250;

export function registerEffectiveAlloy(server: LanguageServer): Disposable[] {
  const documents = new EffectiveAlloys(server);
  return [
    documents,
    workspace.registerTextDocumentContentProvider(SCHEME, documents),
    commands.registerCommand("forge-alloy.showEffective", async (uri?: Uri) => {
      const alloy = uri ?? window.activeTextEditor?.document.uri;
      if (!alloy || alloy.scheme === SCHEME) return;
      const document = await workspace.openTextDocument(effectiveUri(alloy));
      await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true });
    }),
  ];
}

/** The name ends with `.jsonc`, by which VS Code knows the language, and does not end like an alloy. */
function effectiveUri(alloy: Uri): Uri {
  const path = `${alloy.path.replace(/(\.alloy)?\.json$/, "")} (effective).jsonc`;
  return Uri.from({ scheme: SCHEME, path, query: alloy.toString() });
}

class EffectiveAlloys implements TextDocumentContentProvider, Disposable {
  readonly #server: LanguageServer;
  readonly #changed = new EventEmitter<Uri>();
  /** The last text of an alloy without syntax errors, by the URI of its effective alloy. */
  readonly #whole = new Map<string, string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #disposables: Disposable[];
  readonly onDidChange = this.#changed.event;

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#disposables = [
      this.#changed,
      workspace.onDidChangeTextDocument(({ document }) => this.#follow([document.uri])),
      // Another configuration or executor profile leads to new diagnostics, too.
      languages.onDidChangeDiagnostics(({ uris }) => this.#follow(uris)),
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.#whole.delete(uri.toString());
      }),
      server.onDidChangeState((state) => {
        if (state === "running") for (const { uri } of this.#open) this.#changed.fire(uri);
      }),
    ];
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const textDocument = { uri: uri.query };
    const effective = await this.#server.request("forgeAlloy/effective", { textDocument });
    if (effective?.fault === "") {
      this.#whole.set(uri.toString(), effective.text);
      return effective.text;
    }
    const fault = effective?.fault ?? l10n.t("The effective alloy is not available.");
    const whole = this.#whole.get(uri.toString());
    return whole === undefined
      ? `// ${fault}\n`
      : `// ${l10n.t("{0} Showing the last valid version.", fault)}\n${whole}`;
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** The effective alloys that are open. */
  get #open() {
    return workspace.textDocuments.filter(({ uri }) => uri.scheme === SCHEME);
  }

  /** Writes the effective alloys of these alloys again, once nothing changes for a moment. */
  #follow(alloys: readonly Uri[]): void {
    const changed = new Set(alloys.map(String));
    for (const { uri } of this.#open) {
      if (!changed.has(uri.query)) continue;
      const key = uri.toString();
      clearTimeout(this.#timers.get(key));
      const fire = () => {
        this.#timers.delete(key);
        this.#changed.fire(uri);
      };
      this.#timers.set(key, setTimeout(fire, REST_MS));
    }
  }
}
