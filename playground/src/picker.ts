/** A dialog with a list to choose from, which a filter shortens: with arrows and Enter, or with the mouse. */
import { element } from "./elements.js";

export interface Choice<Value> {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly value: Value;
}

/** Lets the user choose. Resolves to `undefined` if the dialog is closed. */
export function pick<Value>(title: string, choices: readonly Choice<Value>[]): Promise<Value | undefined> {
  const dialog = element("dialog", "picker");
  const heading = element("h2", "", title);
  const filter = element("input");
  const list = element("ul");
  const empty = element("p", "none", "Nothing matches.");
  const close = element("button", "plain", "Cancel");
  dialog.append(element("div", "head", heading, close), filter, list, empty);
  heading.id = "picker-title";
  list.id = "picker-list";
  dialog.setAttribute("aria-labelledby", heading.id);
  for (const [name, value] of Object.entries({
    role: "combobox",
    type: "text",
    placeholder: "Filter",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": title,
    "aria-controls": list.id,
    "aria-expanded": "true",
    "aria-autocomplete": "list",
  }))
    filter.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", title);

  const options = choices.map((choice, i) => {
    const option = element(
      "li",
      "",
      element("span", "label", choice.label),
      " ",
      element("span", "about", choice.description),
      ...(choice.detail ? [element("span", "detail", choice.detail)] : []),
    );
    option.id = `picker-${i}`;
    option.setAttribute("role", "option");
    return { option, choice, text: `${choice.label} ${choice.description} ${choice.detail}`.toLowerCase() };
  });
  list.append(...options.map(({ option }) => option));

  let current = options[0];
  const shown = () => options.filter(({ option }) => !option.hidden);
  const mark = (next: (typeof options)[number] | undefined) => {
    current = next;
    for (const { option } of options) option.setAttribute("aria-selected", String(option === next?.option));
    filter.setAttribute("aria-activedescendant", next?.option.id ?? "");
    next?.option.scrollIntoView({ block: "nearest" });
  };
  filter.addEventListener("input", () => {
    const words = filter.value.toLowerCase().split(/\s+/);
    for (const { option, text } of options) option.hidden = !words.every((word) => text.includes(word));
    empty.hidden = shown().length > 0;
    mark(shown()[0]);
  });

  return new Promise((resolve) => {
    let chosen: Value | undefined;
    const choose = (one: (typeof options)[number] | undefined) => {
      if (!one) return;
      chosen = one.choice.value;
      dialog.close();
    };
    filter.addEventListener("keydown", (event) => {
      const all = shown();
      const at = current ? all.indexOf(current) : -1;
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
      if (to !== undefined) mark(all[Math.max(0, Math.min(all.length - 1, to))]);
      else if (event.key === "Enter") choose(current);
      else return;
      event.preventDefault();
    });
    for (const one of options) one.option.addEventListener("click", () => choose(one));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    empty.hidden = options.length > 0;
    mark(options[0]);
    dialog.showModal();
    filter.focus();
  });
}
