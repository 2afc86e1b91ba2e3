/** Runs in the panel's page: shows the preview, updates only what changed, and reports clicks. */
import morphdom from "morphdom";
import type { FromPage, ToPage } from "./messages.js";
import { editStagesOf, showTools } from "./stage-editing.js";
import { StageFormView } from "./stage-form.js";

/** What the page remembers as long as the panel exists. */
interface State {
  /** Whether the parameters of the current stage are shown. */
  readonly isFormOpen?: boolean;
}

interface VsCodeApi {
  postMessage(message: FromPage): void;
  getState(): State | undefined;
  setState(state: State): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const editor = acquireVsCodeApi();
const main = document.querySelector("main") as HTMLElement;
const note = document.getElementById("note") as HTMLElement;
let cursor = -1;
let shown = "";
/** The element that has the parameters of the current stage; the rest of the page is drawn by the server. */
const FORM = "parameters";
/** Whether the focus goes to the stage at the cursor, as after it was moved by keyboard. */
let isFocusFollowing = false;

const form = new StageFormView(
  () => main.querySelector<HTMLDetailsElement>(`#${FORM}`),
  (message) => editor.postMessage(message),
  {
    isOpen: editor.getState()?.isFormOpen ?? false,
    onToggle: (isFormOpen) => editor.setState({ isFormOpen }),
  },
);

/** While a stage is dragged, the page stays as it is; the last preview that came meanwhile is shown afterwards. */
let isDragging = false;
let waiting: (ToPage & { readonly kind: "scene" }) | undefined;

editStagesOf(
  main,
  currentStage,
  (edit) => {
    isFocusFollowing = true;
    editor.postMessage({ kind: "edit", ...edit });
  },
  (isStarted) => {
    isDragging = isStarted;
    if (isDragging || !waiting) return;
    showScene(waiting);
    waiting = undefined;
  },
);

function showScene(data: ToPage & { readonly kind: "scene" }): void {
  show(data.html, data.note);
  if (data.uri !== shown) window.scrollTo(0, 0); // the place in another alloy means nothing here
  shown = data.uri;
  markCurrent(false);
}

function currentStage(): SVGGElement | undefined {
  return main.querySelector<SVGGElement>("g.node.current") ?? undefined;
}

window.addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
  if (data.kind === "scene") {
    if (isDragging) waiting = data;
    else showScene(data);
  } else if (data.kind === "form") {
    if (data.uri === shown) form.receive(data.id, data.form, data.uri);
  } else if (data.kind === "written") {
    form.written();
  } else if (data.kind === "rasterize") {
    void rasterize(data.svg).then((base64) => editor.postMessage({ kind: "png", base64 }));
  } else {
    cursor = data.offset;
    markCurrent(true);
  }
});

/** Pixels of an image for each CSS pixel. */
const PNG_SCALE = 2;

/** Draws an SVG as PNG, on the background that it has here. @returns base64; empty if it cannot be drawn */
async function rasterize(svg: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch {
    return "";
  }
  const canvas = document.createElement("canvas");
  canvas.width = image.width * PNG_SCALE;
  canvas.height = image.height * PNG_SCALE;
  const context = canvas.getContext("2d");
  if (!context) return "";
  context.fillStyle = matchMedia("(prefers-color-scheme: dark)").matches ? "#0d1117" : "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1] ?? "";
}

for (const kind of ["click", "keydown"] as const) {
  document.addEventListener(kind, (event) => {
    if (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ") return;
    const target = event.target instanceof Element ? event.target.closest(ACTIVE) : null;
    // A button clicks itself when a key is pressed.
    if (!target || (event instanceof KeyboardEvent && target.localName === "button")) return;
    event.preventDefault();
    act(target);
  });
}

// An element loses the focus when the text gets it, and gets it back when the keyboard leads back to the page.
let focused: EventTarget | null = null;
document.addEventListener("focusin", ({ target }) => {
  focused = target;
});
document.addEventListener("pointerdown", () => {
  focused = null;
});
window.addEventListener("focus", () => {
  if (document.activeElement === document.body)
    (focused as HTMLElement | null)?.focus({ preventScroll: true });
});

// Pictures have no titles of their own: they would be read out twice.
document.addEventListener("pointerover", ({ target }) => {
  const named = target instanceof Element ? target.closest("g[aria-label]") : null;
  const section = target instanceof Element ? target.closest("section") : null;
  if (section) section.title = named?.getAttribute("aria-label") ?? "";
});

const ACTIVE = "[data-start], [data-copy], [data-command], [data-insert]";

function act(target: Element): void {
  const { start, end, side, copy, command, insert } = (target as HTMLElement).dataset;
  if (insert !== undefined) editor.postMessage({ kind: "edit", action: "insertAt", index: Number(insert) });
  else if (copy !== undefined) editor.postMessage({ kind: "copy", text: copy });
  else if (command !== undefined) editor.postMessage({ kind: "command", command });
  else {
    const place = { start: Number(start), end: Number(end) };
    editor.postMessage({ kind: "reveal", ...place, ...(side !== undefined && { side }) });
  }
}

/** Elements that stay the same stay in place, so that nothing flickers and scroll and focus are kept. */
function show(html: string, words: string): void {
  const next = document.createElement("main");
  next.innerHTML = html;
  morphdom(main, next, {
    childrenOnly: true,
    onBeforeElUpdated: (from, to) => {
      if (from.id === FORM) return false;
      if (from.classList.contains("current")) to.classList.add("current");
      return !from.isEqualNode(to);
    },
  });
  if (note.textContent !== words) note.textContent = words;
  note.hidden = words === "";
  document.body.classList.toggle("is-stale", words !== "");
}

/** Marks the smallest part of the preview whose range contains the cursor. */
function markCurrent(isToBeSeen: boolean): void {
  let found: Element | undefined;
  let size = Number.POSITIVE_INFINITY;
  for (const element of main.querySelectorAll<HTMLElement>("[data-start]")) {
    for (const [start, end] of rangesOf(element))
      if (start <= cursor && cursor <= end && end - start < size) {
        found = element;
        size = end - start;
      }
  }
  for (const element of main.querySelectorAll(".current"))
    if (element !== found) element.classList.remove("current");
  const isNew = found !== undefined && !found.classList.contains("current");
  found?.classList.add("current");
  showTools(main, currentStage());
  const index = currentStage()?.dataset.index;
  form.follow(index === undefined ? undefined : Number(index), !isToBeSeen, !note.hidden);
  if (!found) return;
  if (isFocusFollowing && found === currentStage() && document.activeElement?.closest("g.node")) {
    (found as HTMLElement).focus({ preventScroll: true });
    isFocusFollowing = false;
  }
  if (!isNew) return;
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (isToBeSeen) found.scrollIntoView({ block: "nearest", behavior: isStill ? "auto" : "smooth" });
}

/** The parts of the text that an element stands for: the one that it leads to, and others, as `data-also` lists them. */
function rangesOf({ dataset: { start, end, also = "" } }: HTMLElement): [start: number, end: number][] {
  const others = also
    .split(" ")
    .filter(Boolean)
    .map((range) => range.split("-").map(Number));
  return [[Number(start), Number(end)], ...(others as [number, number][])];
}

// Also at once, which is how the panel learns that the page is there.
new ResizeObserver(() => editor.postMessage({ kind: "room", room: main.clientWidth })).observe(main);
