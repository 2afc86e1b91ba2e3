/** The editor: shows one file of the workspace at a time, and remembers where one was in each. */
import { Emitter, editor, Range } from "./monaco.js";
import type { Model, Workspace } from "./workspace.js";

const OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  minimap: { enabled: false },
  fontSize: 14,
  scrollBeyondLastLine: false,
  wordBasedSuggestions: "off",
  quickSuggestions: { strings: true, other: true, comments: false },
  suggest: { insertMode: "replace", showWords: false },
  "semanticHighlighting.enabled": true,
  fixedOverflowWidgets: true,
  renderLineHighlight: "line",
  overviewRulerBorder: false,
  padding: { top: 12, bottom: 12 },
  lightbulb: { enabled: "on" as editor.ShowLightbulbIconMode },
  wordWrap: "on",
  tabSize: 2,
};

export class View {
  readonly editor: editor.IStandaloneCodeEditor;
  readonly #workspace: Workspace;
  readonly #states = new Map<Model, editor.ICodeEditorViewState>();
  readonly #shown = new Emitter<Model>();
  readonly onDidShow = this.#shown.event;

  constructor(element: HTMLElement, workspace: Workspace) {
    this.#workspace = workspace;
    this.editor = editor.create(element, { ...OPTIONS, model: workspace.alloy });
    this.#name();
    workspace.onDidRemove((model) => {
      this.#states.delete(model);
      if (this.editor.getModel() === model || this.editor.getModel() === null) this.show(workspace.alloy);
    });
    // Another file that is to be shown, as after "Go to Definition".
    editor.registerEditorOpener({
      openCodeEditor: (_, uri, place) => {
        const model = editor.getModel(uri);
        if (!model) return false;
        this.show(model);
        if (place) {
          const at = "startLineNumber" in place ? place : Range.fromPositions(place);
          this.editor.setPosition({ lineNumber: at.startLineNumber, column: at.startColumn });
          this.editor.revealRangeInCenterIfOutsideViewport(at);
        }
        this.editor.focus();
        return true;
      },
    });
  }

  /** The file that is shown; one that is not of the workspace is a vocabulary of the site. */
  get model(): Model {
    return this.editor.getModel() ?? this.#workspace.alloy;
  }

  show(model: Model): void {
    const before = this.editor.getModel();
    if (before === model) return;
    const state = this.editor.saveViewState();
    if (before && state && !before.isDisposed()) this.#states.set(before, state);
    this.editor.setModel(model);
    this.editor.updateOptions({ readOnly: !this.#workspace.models.includes(model) });
    this.editor.restoreViewState(this.#states.get(model) ?? null);
    this.#name();
    this.#shown.fire(model);
  }

  /** Puts the cursor to a place in a file. */
  reveal(model: Model, range: Range): void {
    this.show(model);
    this.editor.setPosition(range.getStartPosition());
    this.editor.revealRangeInCenterIfOutsideViewport(range);
    this.editor.focus();
  }

  #name(): void {
    const name = this.model.uri.path.split("/").pop() ?? "";
    this.editor.updateOptions({ ariaLabel: `${name}, text editor. Press Control+M, then Tab to leave it.` });
  }
}
