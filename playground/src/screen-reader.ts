/** The mode of the editor for screen readers, which a page cannot detect: they get the text in pages, without wrapping. */
import { byId } from "./elements.js";
import type { View } from "./view.js";

/** Where the browser remembers the choice. */
const KEY = "forge-alloy-screen-reader";

export function offerScreenReaderMode({ editor }: View): void {
  const button = byId("screen-reader");
  const set = (isOn: boolean) => {
    editor.updateOptions({ accessibilitySupport: isOn ? "on" : "auto" });
    button.setAttribute("aria-pressed", String(isOn));
  };
  button.addEventListener("click", () => {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    if (isOn) localStorage.setItem(KEY, "on");
    else localStorage.removeItem(KEY);
    set(isOn);
  });
  if (localStorage.getItem(KEY) === "on") set(true);
}
