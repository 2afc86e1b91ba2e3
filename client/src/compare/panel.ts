/** The panel that compares two alloys. It follows both texts as they are edited. */
import {
  type Disposable,
  l10n,
  Range,
  Selection,
  type TextDocument,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import type { LanguageServer } from "../language-server.js";
import type { FromPage, ToPage } from "../preview/messages.js";
import { pageHtml } from "../preview/page-html.js";
import { showDocument } from "../show-document.js";

/** So long typing rests before the texts are compared again, in milliseconds. */
const REST_MS = 250;

/** One of the two alloys. */
export interface Side {
  readonly document: TextDocument;
  /** What the page calls it. */
  readonly name: string;
  /** The file that determines which domains apply; that of a revision is the one in the workspace. */
  readonly uri: Uri;
}

/** Opens a panel that compares two alloys. It ends with its tab. */
export function openComparison(server: LanguageServer, extension: Uri, a: Side, b: Side): Disposable {
  const title = l10n.t("{0} ↔ {1}", a.name, b.name);
  const place = { viewColumn: ViewColumn.Active };
  const webview = window.createWebviewPanel("forge-alloy.comparison", title, place, {
    enableScripts: true,
    localResourceRoots: [Uri.joinPath(extension, "client", "dist")],
  });
  const panel = new ComparisonPanel(webview, extension, server, { a, b });
  webview.onDidDispose(() => panel.dispose());
  return webview;
}

class ComparisonPanel implements Disposable {
  readonly #webview: WebviewPanel;
  readonly #server: LanguageServer;
  readonly #sides: { readonly a: Side; readonly b: Side };
  readonly #disposables: Disposable[];
  /** The last comparison of two documents without syntax errors. */
  #whole = "";
  #isReady = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    webview: WebviewPanel,
    extension: Uri,
    server: LanguageServer,
    sides: { readonly a: Side; readonly b: Side },
  ) {
    this.#webview = webview;
    this.#server = server;
    this.#sides = sides;
    webview.iconPath = Uri.joinPath(extension, "media", "icon.png");
    this.#disposables = [
      webview.webview.onDidReceiveMessage((message: FromPage) => this.#receive(message)),
      webview.onDidChangeViewState(() => void this.#draw()),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document === sides.a.document || document === sides.b.document) this.#drawSoon();
      }),
      server.onDidChangeState((state) => {
        if (state === "running") void this.#writePage(extension);
      }),
    ];
    void this.#writePage(extension);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #writePage(extension: Uri): Promise<void> {
    const style = await this.#server.request("forgeAlloy/previewStyle", {});
    if (style === undefined) return; // again when the server runs
    const { webview } = this.#webview;
    const script = webview.asWebviewUri(Uri.joinPath(extension, "client", "dist", "preview.js"));
    webview.html = pageHtml({
      title: l10n.t("Alloy Comparison"),
      style,
      note: "",
      script: String(script),
    });
  }

  #drawSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#draw(), REST_MS);
  }

  async #draw(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#isReady || !this.#webview.visible) return;
    const { a, b } = this.#sides;
    const versions = [a.document.version, b.document.version];
    const compared = await this.#server.request("forgeAlloy/compare", { a: sent(a), b: sent(b) });
    // What was typed meanwhile is compared on its own.
    if (!compared || versions[0] !== a.document.version || versions[1] !== b.document.version) return;
    if (compared.fault === "") this.#whole = compared.html;
    const isStale = compared.fault !== "" && this.#whole !== "";
    const note = isStale ? l10n.t("{0} Showing the last valid comparison.", compared.fault) : compared.fault;
    const message: ToPage = { kind: "scene", uri: b.document.uri.toString(), html: this.#whole, note };
    void this.#webview.webview.postMessage(message);
  }

  async #receive(message: FromPage): Promise<void> {
    if (message.kind === "room") {
      const isFirst = !this.#isReady;
      this.#isReady = true;
      if (isFirst) await this.#draw();
    } else if (message.kind === "reveal") {
      const { document } = message.side === "a" ? this.#sides.a : this.#sides.b;
      const editor = await showDocument(document);
      const at = document.positionAt(message.start);
      editor.selection = new Selection(at, at);
      editor.revealRange(
        new Range(at, document.positionAt(message.end)),
        TextEditorRevealType.InCenterIfOutsideViewport,
      );
    }
  }
}

function sent({ document, name, uri }: Side) {
  return { name, uri: uri.toString(), text: document.getText() };
}
