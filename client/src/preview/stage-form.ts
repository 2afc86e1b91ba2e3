/**
 * Runs in the panel's page: the parameters of the current stage as a form. The form follows the text; each change is an
 * edit of the text. Texts of an alloy are set as text only.
 */
import type { FormField, FormProblem, StageForm } from "../../../server/src/lsp/protocol.js";
import type { FromPage } from "./messages.js";

type Input = HTMLInputElement | HTMLSelectElement;

/** A field of the form, in the page. */
interface Row {
  readonly input: Input | undefined;
  readonly show: (field: FormField) => void;
}

export class StageFormView {
  readonly #find: () => HTMLDetailsElement | null;
  readonly #send: (message: FromPage) => void;
  readonly #onToggle: (isOpen: boolean) => void;
  #isOpen: boolean;
  #form: StageForm | undefined;
  /** URI of the alloy that `#form` is of. */
  #uri = "";
  /** What the rows were made for, see `shapeOf`. */
  #shape = "";
  #rows = new Map<string, Row>();
  #showProblems: ((problems: readonly FormProblem[]) => void) | undefined;
  /** Of a stage that is being shown or asked for. */
  #index: number | undefined;
  /** Id of the last request for a form; answers to earlier ones are of an earlier text. */
  #request = 0;
  /** Number of changes on the way to the text: what a form says of their fields until then is outdated. */
  #unwritten = 0;

  /** @param find the element in which the form is, which may be made anew */
  constructor(
    find: () => HTMLDetailsElement | null,
    send: (message: FromPage) => void,
    { isOpen, onToggle }: { readonly isOpen: boolean; readonly onToggle: (isOpen: boolean) => void },
  ) {
    this.#find = find;
    this.#send = send;
    this.#isOpen = isOpen;
    this.#onToggle = onToggle;
  }

  /**
   * Asks for the form of a stage.
   * @param isNew whether the text may have changed
   * @param isBroken whether the text has syntax errors: the form stays as it is, without effect
   */
  follow(index: number | undefined, isNew: boolean, isBroken: boolean): void {
    const fields = this.#find()?.querySelector("fieldset");
    if (fields) fields.disabled = isBroken;
    if (index === undefined) {
      this.#index = undefined;
      this.#show(null, "");
    } else if (!isBroken && (isNew || index !== this.#index)) {
      if (index !== this.#index) this.#unwritten = 0;
      this.#index = index;
      this.#ask(index);
    }
  }

  /** Takes the answer to a request. @param uri of the alloy */
  receive(id: number, form: StageForm | null, uri: string): void {
    if (id === this.#request && this.#unwritten === 0) this.#show(form, uri);
  }

  /** A change has arrived in the text, or could not be made: the form shows what is there now. */
  written(): void {
    if (this.#unwritten === 0 || --this.#unwritten > 0) return;
    if (this.#index !== undefined) this.#ask(this.#index);
  }

  #ask(index: number): void {
    this.#send({ kind: "form", id: ++this.#request, index });
  }

  /** @param uri of the alloy */
  #show(form: StageForm | null, uri: string): void {
    const details = this.#find();
    if (!details || (form && form.index !== this.#index)) return;
    details.hidden = form === null;
    if (!form) {
      this.#form = undefined;
      return;
    }
    const isOther = form.index !== this.#form?.index || uri !== this.#uri;
    this.#form = form;
    this.#uri = uri;
    const shape = shapeOf(form);
    if (shape !== this.#shape || details.childElementCount === 0) {
      this.#shape = shape;
      this.#build(details, form);
    }
    setText(details.querySelector("summary"), form.title);
    this.#showProblems?.(form.problems);
    for (const field of form.fields) {
      const row = this.#rows.get(field.name);
      const input = row?.input;
      if (isOther && input) input.dataset.shown = input.value; // it was typed for another stage
      row?.show(field);
    }
  }

  #build(details: HTMLDetailsElement, form: StageForm): void {
    const focused = [...this.#rows].find(([, { input }]) => input === document.activeElement)?.[0];
    const fieldset = element("fieldset");
    const summary = element("summary");
    const problems = element("div");
    problems.setAttribute("role", "status");
    this.#showProblems = (all) => showProblems(problems, all);
    this.#rows = new Map();
    const rows = form.fields.map((field, place) => {
      const { root, ...row } = this.#row(field, `parameter-${place}`, form);
      this.#rows.set(field.name, row);
      return root;
    });
    const leftOut = element("p", "about", form.leftOut);
    fieldset.replaceChildren(problems, ...rows, ...(form.leftOut ? [leftOut] : []));
    details.replaceChildren(summary, fieldset);
    summary.id = "parameters-title";
    fieldset.setAttribute("aria-labelledby", summary.id);
    details.open = this.#isOpen;
    details.ontoggle = () => {
      if (details.open === this.#isOpen) return;
      this.#isOpen = details.open;
      this.#onToggle(details.open);
    };
    if (focused !== undefined) this.#rows.get(focused)?.input?.focus({ preventScroll: true });
  }

  #row(field: FormField, id: string, { words }: StageForm): Row & { readonly root: HTMLElement } {
    const { name, control, unit, isRequired } = field;
    const root = element("div", "field");
    const input = inputFor(field);
    const label = element(input ? "label" : "span", input ? "" : "name", name);
    const about = element("p", "about");
    const problems = element("div");
    const line = element("div", "control");
    about.id = `${id}-about`;
    problems.id = `${id}-problems`;
    problems.setAttribute("role", "status");
    const head = element("div");
    head.append(label, isRequired ? element("span", "mark", words.required) : "");
    root.append(head, about, line, problems);

    const commit = (value: string) => {
      if (!this.#form) return;
      const { index, stageType } = this.#form;
      this.#unwritten++;
      this.#send({ kind: "parameter", uri: this.#uri, index, stageType, name, value });
    };
    const remove = button(words.remove, `${words.remove} ${name}`, () => commit(""));
    const show = button(words.showSource, `${words.showSource}: ${name}`, () => {
      const now = this.#form?.fields.find((one) => one.name === name);
      if (now) this.#send({ kind: "reveal", start: now.start, end: now.end });
    });
    const hint = element("span", "about");
    const value = element("code");
    if (input) {
      input.id = id;
      (label as HTMLLabelElement).htmlFor = id;
      input.setAttribute("aria-describedby", `${about.id} ${id}-unit ${problems.id}`);
      if (isRequired && control !== "checkbox") input.setAttribute("aria-required", "true");
      hint.id = `${id}-unit`;
      line.append(input, hint, ...(control === "checkbox" ? [remove] : []));
      listen(input, commit);
    } else line.append(value, show);

    return {
      root,
      input,
      show: (now) => {
        setText(about, now.description);
        setText(value, now.value);
        value.hidden = now.value === "";
        setText(
          hint,
          [unit, control === "checkbox" && now.value === "" && now.placeholder].filter(Boolean).join(" · "),
        );
        remove.hidden = now.value === "";
        if (input) showValue(input, now);
        showProblems(problems, now.problems);
      },
    };
  }
}

/** What decides which elements a form has; everything else can change in them. */
function shapeOf({ stageType, fields, leftOut }: StageForm): string {
  return JSON.stringify([
    stageType,
    leftOut,
    fields.map(({ name, control, choices, unit, isRequired }) => [name, control, choices, unit, isRequired]),
  ]);
}

function inputFor({ control, choices }: FormField): Input | undefined {
  if (control === "none") return undefined;
  if (control === "select") {
    const select = element("select");
    select.append(...["", ...choices].map((choice) => new Option(choice, choice)));
    return select;
  }
  const input = element("input");
  input.type = control === "checkbox" ? "checkbox" : "text";
  input.spellcheck = false;
  input.autocomplete = "off";
  if (control === "integer") input.inputMode = "numeric";
  if (control === "number") input.inputMode = "decimal";
  return input;
}

/** Commits a checkbox or a choice at once, and text on Enter or when the input loses the focus; Escape restores the value. */
function listen(input: Input, commit: (value: string) => void): void {
  const isCheckbox = input instanceof HTMLInputElement && input.type === "checkbox";
  const change = () => {
    const value = isCheckbox ? String(input.checked) : input.value;
    if (!isCheckbox && value === input.dataset.shown) return;
    input.dataset.shown = value;
    commit(value);
  };
  input.addEventListener("change", change);
  (input as HTMLElement).addEventListener("keydown", ({ key }) => {
    if (key === "Enter" && !isCheckbox) change();
    if (key === "Escape") input.value = input.dataset.shown ?? input.value;
  });
}

/** Shows the value of the text, unless the user is typing another one. */
function showValue(input: Input, { value, fallback, placeholder, problems }: FormField): void {
  input.setAttribute("aria-invalid", String(problems.some(({ severity }) => severity === "error")));
  if (input instanceof HTMLSelectElement) {
    const [none] = input.options;
    if (none) none.label = none.text = placeholder || "–";
  } else if (input.type === "checkbox") {
    const shown = value || fallback;
    input.checked = shown === "true";
    input.indeterminate = shown !== "true" && shown !== "false";
    return;
  } else input.placeholder = placeholder;
  const isTyping = input === document.activeElement && input.value !== (input.dataset.shown ?? "");
  if (isTyping) return;
  input.dataset.shown = value;
  if (input.value === value) return;
  const caret = input instanceof HTMLInputElement ? input.selectionStart : null;
  input.value = value;
  if (input === document.activeElement && input instanceof HTMLInputElement)
    input.setSelectionRange(caret, caret);
}

function showProblems(root: HTMLElement, problems: readonly FormProblem[]): void {
  const shown = JSON.stringify(problems);
  if (root.dataset.shown === shown) return; // or it would be read out again
  root.dataset.shown = shown;
  root.replaceChildren(
    ...problems.map(({ severity, message }) => element("p", `problem ${severity}`, message)),
  );
}

function button(text: string, label: string, act: () => void): HTMLButtonElement {
  const made = element("button", "", text);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = "",
  text = "",
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function setText(element: Element | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}
