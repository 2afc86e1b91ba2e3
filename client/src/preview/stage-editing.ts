/** Runs in the panel's page: editing stages by mouse and keyboard. Each edit is one of the text; the page only asks. */
import type { StageEdit } from "./messages.js";

/** So far a pointer moves before it drags, in CSS pixels. */
const DRAG_START = 5;

/**
 * Listens for drags, keys, and clicks on the toolbar.
 * @param currentStage the stage at the cursor of the text
 * @param onDrag called when a drag starts and when it ends; the page must stay as it is meanwhile
 */
export function editStagesOf(
  main: HTMLElement,
  currentStage: () => SVGGElement | undefined,
  send: (edit: StageEdit) => void,
  onDrag: (isDragging: boolean) => void,
): void {
  main.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLButtonElement>("button[data-edit]") : null;
    if (!button) return;
    const { edit, index } = button.dataset;
    if (edit === "enable") send({ action: "enable", index: Number(index) });
    else request(edit ?? "", currentStage(), send);
  });
  main.addEventListener("keydown", (event) => {
    const stage = stageOf(event.target);
    if (!stage || !event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    request(event.key === "ArrowUp" ? "up" : "down", stage, send);
  });
  main.addEventListener("pointerdown", (event) => {
    const stage = stageOf(event.target);
    if (stage && event.button === 0) drag(main, stage, event, send, onDrag);
  });
}

/** Enables those buttons of the toolbar that apply to a stage, and hides it without one. */
export function showTools(main: HTMLElement, stage: SVGGElement | undefined): void {
  const tools = main.querySelector<HTMLElement>(".tools");
  if (!tools) return;
  tools.hidden = stage === undefined;
  for (const button of tools.querySelectorAll<HTMLButtonElement>("button")) {
    const by = button.dataset.edit === "up" ? -1 : button.dataset.edit === "down" ? 1 : 0;
    button.disabled = by !== 0 && (stage === undefined || neighbor(stage, by) === undefined);
  }
}

function request(edit: string, stage: SVGGElement | undefined, send: (edit: StageEdit) => void): void {
  if (!stage) return;
  const index = indexOf(stage);
  if (edit === "up" || edit === "down") {
    const other = neighbor(stage, edit === "up" ? -1 : 1);
    if (other) send({ action: "move", index, to: indexOf(other) });
  } else send({ action: edit as StageEdit["action"], index });
}

function drag(
  main: HTMLElement,
  stage: SVGGElement,
  start: PointerEvent,
  send: (edit: StageEdit) => void,
  onDrag: (isDragging: boolean) => void,
): void {
  const over = new AbortController();
  const { signal } = over;
  let target: SVGGElement | undefined;
  let isDragged = false;

  const end = () => {
    over.abort();
    if (isDragged) onDrag(false);
    stage.style.transform = "";
    stage.classList.remove("dragged");
    target?.classList.remove("is-target");
  };
  main.addEventListener(
    "pointermove",
    (event) => {
      const by = event.clientY - start.clientY;
      if (!isDragged && Math.abs(by) < DRAG_START) return;
      if (!isDragged) onDrag(true);
      isDragged = true;
      stage.classList.add("dragged"); // its style lets the pointer through to what is below
      stage.style.transform = `translateY(${by}px)`;
      const below = stageOf(document.elementFromPoint(event.clientX, event.clientY));
      const next =
        below && below !== stage && below.dataset.phase === stage.dataset.phase ? below : undefined;
      if (next === target) return;
      target?.classList.remove("is-target");
      next?.classList.add("is-target");
      target = next;
    },
    { signal },
  );
  window.addEventListener(
    "pointerup",
    () => {
      const to = target && indexOf(target);
      end();
      if (!isDragged) return;
      // The browser sends a click after the drag, which the user did not intend.
      window.addEventListener("click", (event) => event.stopPropagation(), { capture: true, once: true });
      if (to !== undefined) send({ action: "move", index: indexOf(stage), to });
    },
    { signal },
  );
  window.addEventListener("pointercancel", end, { signal });
  window.addEventListener("keydown", ({ key }) => key === "Escape" && end(), { signal });
}

function stageOf(target: unknown): SVGGElement | undefined {
  return (target instanceof Element && target.closest<SVGGElement>("g.node[data-index]")) || undefined;
}

function indexOf({ dataset }: SVGGElement): number {
  return Number(dataset.index);
}

/** The stage before or after another one in its phase. */
function neighbor(stage: SVGGElement, by: number): SVGGElement | undefined {
  const { phase } = stage.dataset;
  const figure = stage.closest("svg");
  const all = [...(figure?.querySelectorAll<SVGGElement>("g.node[data-index]") ?? [])];
  const ofPhase = all.filter(({ dataset }) => dataset.phase === phase);
  return ofPhase[ofPhase.indexOf(stage) + by];
}
