/** The tabs above the editor: the alloy, files that decide how it is checked, and a vocabulary that is looked at. */
import { element } from "./elements.js";
import { nameOf } from "./paths.js";
import type { View } from "./view.js";
import { type Model, pathIn, type Workspace } from "./workspace.js";

/** What a tab shows, by its language. */
const KINDS: Readonly<Record<string, string>> = {
  "forge-alloy-domain": "domain",
  "forge-alloy-configuration": "configuration",
  "forge-alloy-executor": "executor profile",
};

export class Tabs {
  readonly #list: HTMLElement;
  readonly #remove: HTMLButtonElement;
  readonly #workspace: Workspace;
  readonly #view: View;

  /** @param remove removes the file that is shown, if it is not the alloy */
  constructor(list: HTMLElement, remove: HTMLButtonElement, workspace: Workspace, view: View) {
    this.#list = list;
    this.#remove = remove;
    this.#workspace = workspace;
    this.#view = view;
    workspace.onDidAdd(() => this.#draw());
    workspace.onDidRemove(() => this.#draw());
    view.onDidShow(() => this.#draw());
    remove.addEventListener("click", () => this.#removeShown());
    list.addEventListener("keydown", (event) => this.#move(event));
    this.#draw();
  }

  #models(): readonly Model[] {
    const { models } = this.#workspace;
    const { model } = this.#view;
    return models.includes(model) ? models : [...models, model];
  }

  #draw(): void {
    const hadFocus = this.#list.contains(document.activeElement);
    const shown = this.#view.model;
    const tabs = this.#models().map((model) => {
      const isShown = model === shown;
      const isOurs = this.#workspace.models.includes(model);
      const kind = isOurs ? KINDS[model.getLanguageId()] : "read-only";
      const tab = element("button", "", nameOf(isOurs ? pathIn(model) : model.uri.path));
      if (kind) tab.append(" ", element("span", "kind", kind));
      tab.type = "button";
      for (const [name, value] of Object.entries({
        role: "tab",
        "aria-selected": String(isShown),
        "aria-controls": "editor",
        tabindex: isShown ? "0" : "-1",
      }))
        tab.setAttribute(name, value);
      tab.addEventListener("click", () => {
        this.#view.show(model);
        this.#view.editor.focus();
      });
      return tab;
    });
    this.#list.replaceChildren(...tabs);
    this.#remove.hidden = shown === this.#workspace.alloy;
    this.#remove.textContent = this.#workspace.models.includes(shown) ? "Remove file" : "Close";
    if (hadFocus) this.#list.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  }

  #removeShown(): void {
    const shown = this.#view.model;
    this.#view.show(this.#workspace.alloy);
    this.#workspace.remove(shown);
    this.#view.editor.focus();
  }

  #move(event: KeyboardEvent): void {
    const all = this.#models();
    const at = all.indexOf(this.#view.model);
    const to = {
      ArrowRight: (at + 1) % all.length,
      ArrowLeft: (at + all.length - 1) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    const next = to === undefined ? undefined : all[to];
    if (!next) return;
    event.preventDefault();
    this.#view.show(next);
  }
}
