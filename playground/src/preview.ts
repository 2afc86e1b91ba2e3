/** The preview next to the text: the panel of VS Code, in a frame of its own. The page in it is the same. */
import { shownPreview, writeUntilCurrent } from "../../client/src/preview/following.js";
import type { FromPage, ToPage } from "../../client/src/preview/messages.js";
import { documentOf, fromRange } from "./convert.js";
import type { Diagnostics } from "./diagnostics.js";
import type { Edits } from "./edits.js";
import type { LanguageServer } from "./language-server.js";
import { Range } from "./monaco.js";
import type { View } from "./view.js";
import type { Model, Workspace } from "./workspace.js";

export interface PreviewContext {
  readonly server: LanguageServer;
  readonly workspace: Workspace;
  readonly diagnostics: Diagnostics;
  readonly view: View;
  readonly edits: Edits;
  /** Lets the user choose a stage, which becomes the item `index` of `stages`, or goes to the cursor. */
  readonly insertStage: (index: number | undefined) => void;
  /** Lets the user choose a template. */
  readonly chooseTemplate: () => void;
  readonly tell: (message: string) => void;
}

/** What is said of a text with syntax errors. */
const NOTES = {
  "readable parts": "The file has syntax errors. Showing the parts that can be read.",
  "last valid version": "The file has syntax errors. Showing the last valid version.",
};

export class Preview {
  readonly #frame: HTMLIFrameElement;
  readonly #context: PreviewContext;
  /** Width of the page in CSS pixels; undefined until the page is there. */
  #room: number | undefined;
  /** The last preview without syntax errors, and the file that it shows. */
  #whole: { readonly model: Model; readonly html: string } | undefined;
  /** Parameters are written one after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(frame: HTMLIFrameElement, context: PreviewContext) {
    this.#frame = frame;
    this.#context = context;
    const { diagnostics, view, workspace } = context;
    window.addEventListener("message", ({ source, origin, data }: MessageEvent<FromPage>) => {
      if (source === frame.contentWindow && origin === location.origin) void this.#receive(data);
    });
    diagnostics.onDidCheck((model) => {
      if (model === workspace.alloy) void this.#draw();
    });
    view.editor.onDidChangeCursorPosition(() => this.#showCursor());
    // The frame may have been there first.
    frame.contentWindow?.postMessage({ kind: "hello" }, location.origin);
  }

  focus(): void {
    this.#frame.focus();
  }

  async #draw(): Promise<void> {
    const model = this.#context.workspace.alloy;
    if (this.#room === undefined) return;
    const preview = await this.#context.server.request("forgeAlloy/preview", {
      textDocument: documentOf(model),
      room: this.#room,
    });
    // A text that changed meanwhile is drawn once it has been checked.
    if (!preview || model.isDisposed() || preview.version !== model.getVersionId()) return;
    if (!preview.isBroken) this.#whole = { model, html: preview.html };
    const last = this.#whole?.model === model ? this.#whole.html : undefined;
    const { html, stands } = shownPreview(preview, last, model.getValue().trim() === "");
    this.#post({ kind: "scene", uri: model.uri.toString(), html, note: stands ? NOTES[stands] : "" });
    this.#showCursor();
  }

  #showCursor(): void {
    const { view, workspace } = this.#context;
    const position = view.editor.getPosition();
    if (position && view.model === workspace.alloy)
      this.#post({ kind: "cursor", offset: workspace.alloy.getOffsetAt(position) });
  }

  #post(message: ToPage): void {
    this.#frame.contentWindow?.postMessage(message, location.origin);
  }

  async #receive(message: FromPage): Promise<void> {
    const { server, workspace, tell } = this.#context;
    const model = workspace.alloy;
    if (message.kind === "room") {
      this.#room = message.room;
      await this.#draw();
    } else if (message.kind === "reveal") this.#reveal(model, message.start, message.end);
    else if (message.kind === "copy") {
      await navigator.clipboard.writeText(message.text);
      tell("Copied.");
    } else if (message.kind === "edit") await this.#edit(model, message);
    else if (message.kind === "form") {
      const params = { textDocument: documentOf(model), index: message.index };
      const form = (await server.request("forgeAlloy/stageForm", params)) ?? null;
      this.#post({ kind: "form", id: message.id, uri: model.uri.toString(), form });
    } else if (message.kind === "parameter") {
      this.#last = this.#last.then(() => this.#write(message)).catch(() => {});
      await this.#last;
      this.#post({ kind: "written" });
    } else if (message.kind === "command" && message.command === "forge-alloy.fillFromTemplate")
      this.#context.chooseTemplate();
  }

  #reveal(model: Model, start: number, end: number): void {
    const [from, to] = [model.getPositionAt(start), model.getPositionAt(end)];
    this.#context.view.reveal(model, Range.fromPositions(from, to));
  }

  async #edit(model: Model, { action, index, to }: FromPage & { kind: "edit" }): Promise<void> {
    const { server, edits, view, insertStage, tell } = this.#context;
    if (action === "insert") return insertStage(undefined);
    if (action === "insertAt") return insertStage(index);
    const version = model.getVersionId();
    const result = await server.request("forgeAlloy/editStages", {
      textDocument: documentOf(model),
      action,
      index,
      ...(to !== undefined && { to }),
    });
    if (!result) return tell("Fix the syntax errors to edit stages in the preview.");
    if (model.getVersionId() !== version || !edits.apply(result.edit) || !result.selection) return;
    const range = fromRange(result.selection);
    view.show(model);
    // The preview keeps the focus.
    view.editor.setPosition(range.getStartPosition());
    view.editor.revealRangeInCenterIfOutsideViewport(range);
  }

  async #write(change: FromPage & { kind: "parameter" }): Promise<void> {
    const { server, workspace, edits, tell } = this.#context;
    const model = workspace.find(change.uri);
    if (!model) return;
    const { index, stageType, name, value } = change;
    const params = { textDocument: documentOf(model), index, stageType, name, value };
    const isWritten = await writeUntilCurrent(async () => {
      const version = model.getVersionId();
      const edit = await server.request("forgeAlloy/editParameter", params);
      return !edit || (model.getVersionId() === version && edits.apply(edit));
    });
    if (!isWritten) tell("The document has changed. Enter the value again.");
  }
}
