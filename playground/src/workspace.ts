/** The files of the playground, each as the text model that the editor shows. The first one is the alloy. */
import { Emitter, editor, type IDisposable } from "./monaco.js";
import { languageOf, MAX_FILES, pathOf, uriOf } from "./paths.js";

export interface SourceFile {
  /** Below the workspace folder. */
  readonly path: string;
  readonly text: string;
}

export type Model = editor.ITextModel;

const NAMELESS = "recipe.alloy.json";

export class Workspace {
  #models: readonly Model[] = [];
  readonly #listeners = new Map<Model, IDisposable>();
  readonly #added = new Emitter<Model>();
  readonly #removed = new Emitter<Model>();
  readonly #changed = new Emitter<{
    readonly model: Model;
    readonly change: editor.IModelContentChangedEvent;
  }>();
  readonly onDidAdd = this.#added.event;
  readonly onDidRemove = this.#removed.event;
  readonly onDidChange = this.#changed.event;

  /** The alloy, then the files that decide how it is checked. */
  get models(): readonly Model[] {
    return this.#models;
  }

  get alloy(): Model {
    return this.#models[0] as Model;
  }

  get files(): readonly SourceFile[] {
    return this.#models.map((model) => ({ path: pathIn(model), text: model.getValue() }));
  }

  find(uri: string): Model | undefined {
    return this.#models.find((model) => model.uri.toString() === uri);
  }

  at(path: string): Model | undefined {
    return this.find(uriOf(path).toString());
  }

  /** Adds a file next to the alloy; `undefined` if its path is not one of the playground, or there are too many. */
  add({ path, text }: SourceFile): Model | undefined {
    const language = languageOf(path);
    const isSettings = language !== undefined && language !== "forge-alloy";
    if (!isSettings || this.#models.length >= MAX_FILES) return undefined;
    const known = this.at(path);
    if (known) return known;
    const model = this.#create(path, text);
    this.#models = [...this.#models, model];
    this.#added.fire(model);
    return model;
  }

  /** Removes a file; the alloy stays. */
  remove(model: Model): void {
    if (model === this.alloy || !this.#models.includes(model)) return;
    this.#models = this.#models.filter((one) => one !== model);
    this.#discard(model);
  }

  /** Puts another alloy in place of the one that is there. Under the same name, it can be undone. */
  replaceAlloy({ path, text }: SourceFile): Model {
    const known = this.#models[0];
    const name = languageOf(path) === "forge-alloy" ? path : NAMELESS;
    if (known && pathIn(known) === name) {
      known.pushStackElement();
      known.pushEditOperations([], [{ range: known.getFullModelRange(), text }], () => null);
      known.pushStackElement();
      return known;
    }
    const model = this.#create(name, text);
    this.#models = [model, ...this.#models.slice(1)];
    this.#added.fire(model);
    if (known) this.#discard(known);
    return model;
  }

  /** Puts other files in place of all that are there. The first one is the alloy. */
  replaceAll([alloy, ...others]: readonly SourceFile[]): void {
    for (const model of this.#models.slice(1)) this.remove(model);
    this.replaceAlloy(alloy ?? { path: NAMELESS, text: "" });
    for (const file of others) this.add(file);
  }

  #create(path: string, text: string): Model {
    const model = editor.createModel(text, languageOf(path) ?? "forge-alloy", uriOf(path));
    model.updateOptions({ tabSize: 2, insertSpaces: true });
    this.#listeners.set(
      model,
      model.onDidChangeContent((change) => this.#changed.fire({ model, change })),
    );
    return model;
  }

  #discard(model: Model): void {
    this.#listeners.get(model)?.dispose();
    this.#listeners.delete(model);
    this.#removed.fire(model);
    model.dispose();
  }
}

/** The path of a model of the workspace. */
export function pathIn(model: Model): string {
  return pathOf(model.uri) ?? NAMELESS;
}
