/** The panel with the preview of the alloy that is being edited. */
import {
  commands,
  type Disposable,
  type ExtensionContext,
  env,
  l10n,
  languages,
  Range,
  Selection,
  type TextDocument,
  type TextEditor,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import { exportPreview } from "../export-preview.js";
import { insertStage, insertStageAt } from "../insert-stage.js";
import type { LanguageServer } from "../language-server.js";
import { showDocument } from "../show-document.js";
import { editStages } from "./edit-stages.js";
import { shownPreview } from "./following.js";
import type { FromPage, ToPage } from "./messages.js";
import { pageHtml } from "./page-html.js";
import { Parameters } from "./parameters.js";

const VIEW_TYPE = "forge-alloy.preview";

/** Delay between the last edit and redrawing the preview, in milliseconds. */
const REST = 120;

/** Maximum time after a click until VS Code knows that the panel has the focus, in milliseconds. */
const FOCUS_LAG = 1000;

/** How long drawing an image may take, in milliseconds. */
const RASTERIZE_LIMIT = 10_000;

/** Context key: whether the panel is locked. */
const LOCKED = "forge-alloy.isPreviewLocked";

/** Commands that the page may ask for; its content comes from files. */
const ALLOWED_COMMANDS = new Set(["forge-alloy.fillFromTemplate"]);

/** Registers the command that opens the panel, and what brings it back after a restart. */
export function registerPreview(context: ExtensionContext, server: LanguageServer): Disposable[] {
  let panel: PreviewPanel | undefined;
  const open = (webview: WebviewPanel, document?: TextDocument) => {
    const opened = new PreviewPanel(webview, context.extensionUri, server, document);
    panel = opened;
    webview.onDidDispose(() => {
      opened.dispose();
      if (panel === opened) panel = undefined;
    });
  };
  return [
    commands.registerCommand("forge-alloy.openPreview", (uri?: Uri | string) => {
      const document = documentOf(uri) ?? window.activeTextEditor?.document;
      if (panel) panel.reveal(document);
      else {
        const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
        open(window.createWebviewPanel(VIEW_TYPE, l10n.t("Alloy Preview"), place), document);
      }
    }),
    commands.registerCommand("forge-alloy.showSource", () => panel?.showSource()),
    commands.registerCommand("forge-alloy.lockPreview", () => panel?.lock(true)),
    commands.registerCommand("forge-alloy.unlockPreview", () => panel?.lock(false)),
    commands.registerCommand("forge-alloy.exportPicture", () =>
      exportPreview(
        server,
        panel?.isActive ? panel.document : window.activeTextEditor?.document,
        async (svg) => {
          if (!panel) await commands.executeCommand("forge-alloy.openPreview");
          return panel?.png(svg);
        },
      ),
    ),
    window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: async (webview) => {
        // Somebody may have asked for the panel before the window was restored.
        if (panel) webview.dispose();
        else open(webview);
      },
    }),
  ];
}

class PreviewPanel {
  readonly #webview: WebviewPanel;
  readonly #extension: Uri;
  readonly #server: LanguageServer;
  readonly #parameters: Parameters;
  readonly #disposables: Disposable[];
  /** The alloy that is shown: the active one, or the last that was. */
  #document: TextDocument | undefined;
  /** The last preview of a document without syntax errors, and the URI of the document. */
  #whole: { uri: string; html: string } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isLocked = false;
  #resolvePng: ((png: Uint8Array | undefined) => void) | undefined;
  /** To be drawn as soon as the page is there. */
  #pendingSvg: string | undefined;
  /** Whether the page has its style, which the server has. */
  #hasStyle = false;
  /** How wide the page is, in CSS pixels; undefined until it is there. */
  #room: number | undefined;

  constructor(
    webview: WebviewPanel,
    extension: Uri,
    server: LanguageServer,
    document: TextDocument | undefined,
  ) {
    this.#webview = webview;
    this.#extension = extension;
    this.#server = server;
    this.#parameters = new Parameters(server);
    this.#document = [
      document,
      ...window.visibleTextEditors.map((one) => one.document),
      ...[...workspace.textDocuments].reverse(), // behind another tab, as the walkthrough
    ].find(isAlloy);
    webview.webview.options = {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(extension, "client", "dist")],
    };
    webview.iconPath = Uri.joinPath(extension, "media", "icon.png");
    this.#disposables = [
      webview.webview.onDidReceiveMessage((message: FromPage) => this.#receive(message)),
      window.onDidChangeActiveTextEditor((editor) => {
        if (this.#isLocked || !isAlloy(editor?.document)) return;
        this.#document = editor.document;
        this.#draw();
      }),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#showCursor(textEditor)),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.#document) this.#drawSoon();
      }),
      // The preview also depends on settings, domain files, and the language of the document.
      languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => uri.toString() === this.#document?.uri.toString())) this.#drawSoon();
      }),
      webview.onDidChangeViewState(() => this.#draw()),
      server.onDidChangeState((state) => {
        if (state === "running") void this.#afterStart();
      }),
    ];
    void this.#writePage();
  }

  /** @param document shown from now on, if it is an alloy and the panel is not locked */
  reveal(document: TextDocument | undefined): void {
    if (!this.#isLocked && isAlloy(document)) this.#document = document;
    this.#webview.reveal(undefined, true);
    this.#draw();
  }

  get document(): TextDocument | undefined {
    return this.#document;
  }

  get isActive(): boolean {
    return this.#webview.active;
  }

  /** Gives the text the focus. */
  async showSource(): Promise<void> {
    if (this.#document) await showDocument(this.#document);
  }

  /** Whether the panel stays with its alloy when another one becomes active. */
  lock(isLocked: boolean): void {
    this.#isLocked = isLocked;
    void commands.executeCommand("setContext", LOCKED, isLocked);
    void this.#draw();
  }

  /** Draws an SVG as PNG, which needs the page. Undefined if the page is not there within a few seconds. */
  png(svg: string): Promise<Uint8Array | undefined> {
    return new Promise((resolve) => {
      this.#resolvePng?.(undefined);
      this.#resolvePng = resolve;
      this.#pendingSvg = svg;
      if (this.#room !== undefined) this.#post({ kind: "rasterize", svg });
      setTimeout(() => resolve(undefined), RASTERIZE_LIMIT);
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#resolvePng?.(undefined);
    void commands.executeCommand("setContext", LOCKED, false);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** What was typed while the server was away has not been drawn yet. */
  async #afterStart(): Promise<void> {
    if (this.#hasStyle) await this.#draw();
    else await this.#writePage();
  }

  async #writePage(): Promise<void> {
    const style = await this.#server.request("forgeAlloy/previewStyle", {});
    if (this.#hasStyle) return; // the server has been started meanwhile, and the page written
    this.#hasStyle = style !== undefined;
    this.#room = undefined; // until the new page says it
    const note =
      style === undefined ? l10n.t("The preview appears once the language server has started.") : "";
    const { webview } = this.#webview;
    const script = webview.asWebviewUri(Uri.joinPath(this.#extension, "client", "dist", "preview.js"));
    webview.html = pageHtml({
      title: l10n.t("Alloy Preview"),
      style: style ?? "",
      note,
      script: String(script),
      showsData: true,
    });
  }

  #drawSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#draw(), REST);
  }

  async #draw(): Promise<void> {
    clearTimeout(this.#timer);
    const document = this.#document;
    if (this.#room === undefined || !this.#webview.visible) return;
    if (!document) {
      this.#post({
        kind: "scene",
        uri: "",
        html: "",
        note: l10n.t("Open an alloy to see its preview here."),
      });
      return;
    }
    const uri = document.uri.toString();
    const preview = await this.#server.request("forgeAlloy/preview", {
      textDocument: { uri },
      room: this.#room,
    });
    // A document that changed in the meantime is drawn separately.
    if (!preview || this.#document !== document || preview.version !== document.version) return;
    const name = document.uri.path.split("/").pop() ?? "";
    this.#webview.title = this.#isLocked ? l10n.t("[Preview] {0}", name) : l10n.t("Preview {0}", name);
    if (!preview.isBroken) this.#whole = { uri, html: preview.html };
    const last = this.#whole?.uri === uri ? this.#whole.html : undefined;
    const { html, stands } = shownPreview(preview, last, document.getText().trim() === "");
    const note =
      stands === "readable parts"
        ? l10n.t("The file has syntax errors. Showing the parts that can be read.")
        : stands === "last valid version"
          ? l10n.t("The file has syntax errors. Showing the last valid version.")
          : "";
    this.#post({ kind: "scene", uri, html, note });
    const editor = window.visibleTextEditors.find((one) => one.document === document);
    if (editor) this.#showCursor(editor);
  }

  #showCursor({ document, selection }: TextEditor): void {
    if (document === this.#document)
      this.#post({ kind: "cursor", offset: document.offsetAt(selection.active) });
  }

  #post(message: ToPage): void {
    void this.#webview.webview.postMessage(message);
  }

  async #receive(message: FromPage): Promise<void> {
    if (message.kind === "room") {
      const isFirst = this.#room === undefined;
      const isOther = message.room !== this.#room;
      this.#room = message.room;
      if (isFirst && this.#pendingSvg !== undefined) this.#post({ kind: "rasterize", svg: this.#pendingSvg });
      if (isFirst) await this.#draw();
      else if (isOther) this.#drawSoon();
    } else if (message.kind === "png") {
      this.#pendingSvg = undefined;
      this.#resolvePng?.(message.base64 === "" ? undefined : bytesOf(message.base64));
    } else if (message.kind === "edit") {
      const { action, index } = message;
      // The cursor is in the stage at `index` already, since it is the current one.
      if (action === "insert") await this.#choose(() => insertStage(this.#server));
      else if (action === "insertAt")
        await this.#choose((document) => insertStageAt(this.#server, document, index));
      else if (this.#document) await editStages(this.#server, this.#document, { ...message, action });
    } else if (message.kind === "form") {
      const document = this.#document;
      if (!document) return;
      const form = await this.#parameters.formOf(document, message.index);
      this.#post({ kind: "form", id: message.id, uri: document.uri.toString(), form });
    } else if (message.kind === "parameter") {
      const document = documentOf(message.uri);
      if (isAlloy(document)) await this.#parameters.change(document, message);
      this.#post({ kind: "written" });
    } else if (message.kind === "copy") {
      await env.clipboard.writeText(message.text);
      window.setStatusBarMessage(l10n.t("Copied"), 2000);
    } else if (message.kind === "command") {
      if (ALLOWED_COMMANDS.has(message.command))
        await this.#choose(({ uri }) => commands.executeCommand<boolean>(message.command, uri));
    } else await this.#reveal(message.start, message.end);
  }

  /**
   * Resolves when VS Code knows that the panel, in which the user clicked, has the focus, or after
   * `FOCUS_LAG`. VS Code learns of the focus only by polling the page; an editor or a quick pick that got
   * the focus earlier would lose it again.
   */
  #focused(): Promise<void> {
    if (this.#webview.active) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        listener.dispose();
        resolve();
      };
      const timer = setTimeout(done, FOCUS_LAG);
      const listener = this.#webview.onDidChangeViewState(({ webviewPanel }) => {
        if (webviewPanel.active) done();
      });
    });
  }

  /**
   * Lets the user choose from a list what to write into the text, which gets the focus. When a list closes, VS Code returns
   * the focus to what had it before; a page takes it only later, from the text in which something has been written by
   * then. So the text has the focus before the list opens, and the page gets it back if nothing was chosen.
   * @param choose resolves to whether something was chosen
   */
  async #choose(choose: (document: TextDocument) => PromiseLike<boolean>): Promise<void> {
    const document = this.#document;
    if (!document) return;
    await this.#focused();
    await showDocument(document);
    if (!(await choose(document))) this.#webview.reveal(undefined, false);
  }

  /** Shows a part of the text, in the editor that has it already where there is one. */
  async #reveal(start: number, end: number): Promise<void> {
    const document = this.#document;
    if (!document) return;
    await this.#focused();
    const editor = await showDocument(document);
    const at = document.positionAt(start);
    editor.selection = new Selection(at, at);
    editor.revealRange(
      new Range(at, document.positionAt(end)),
      TextEditorRevealType.InCenterIfOutsideViewport,
    );
  }
}

/** @param uri as a menu of the editor gives it, or as the server writes it */
function documentOf(uri: Uri | string | undefined): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri?.toString());
}

function isAlloy(document: TextDocument | undefined): document is TextDocument {
  return document?.languageId === "forge-alloy";
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
