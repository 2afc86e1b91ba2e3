/**
 * Below the text: the list of its problems. In the status line: their number and the verdict of the gate, which a screen
 * reader announces.
 */
import { documentOf } from "./convert.js";
import { type Diagnostics, problemsOf } from "./diagnostics.js";
import { byId, element } from "./elements.js";
import type { LanguageServer } from "./language-server.js";
import { type editor, MarkerSeverity, Range } from "./monaco.js";
import type { View } from "./view.js";
import type { Workspace } from "./workspace.js";

const WORDS: Readonly<Record<number, readonly [one: string, many: string]>> = {
  [MarkerSeverity.Error]: ["error", "errors"],
  [MarkerSeverity.Warning]: ["warning", "warnings"],
  [MarkerSeverity.Info]: ["note", "notes"],
  [MarkerSeverity.Hint]: ["hint", "hints"],
};

/** Delay between the last change and its announcement, in milliseconds: what a half-typed word causes is not announced. */
const QUIET = 1500;

/** Problems that are listed; more would take long to read, and to draw. */
const MAX_LISTED = 200;

interface Context {
  readonly server: LanguageServer;
  readonly workspace: Workspace;
  readonly diagnostics: Diagnostics;
  readonly view: View;
}

export function report({ server, workspace, diagnostics, view }: Context): void {
  const list = byId("problem-list");
  const title = byId("problem-title");
  const count = byId("count");
  const verdict = byId("verdict");
  const announcement = byId("announcement");

  let timer: ReturnType<typeof setTimeout> | undefined;
  const announceSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const words = `Gate: ${verdict.textContent}. ${count.textContent}.`;
      if (announcement.textContent !== words) announcement.textContent = words;
    }, QUIET);
  };

  const draw = () => {
    const all = problemsOf(view.model);
    title.textContent = all.length === 0 ? "No problems" : `Problems (${all.length})`;
    count.textContent = countOf(all);
    const items = all.slice(0, MAX_LISTED).map((problem) => itemOf(problem, view));
    const hadFocus = list.contains(document.activeElement);
    list.replaceChildren(...items);
    if (hadFocus) title.focus();
    announceSoon();
  };
  const drawVerdict = async () => {
    const model = workspace.alloy;
    const version = model.getVersionId();
    const status = await server.request("forgeAlloy/status", { textDocument: documentOf(model) });
    if (model.isDisposed() || model.getVersionId() !== version || !status) return;
    verdict.textContent = status.gate?.summary ?? "No acceptance criteria";
    verdict.dataset.verdict = status.gate?.verdict ?? "none";
    announceSoon();
  };
  diagnostics.onDidCheck((model) => {
    if (model === view.model) draw();
    if (model === workspace.alloy) void drawVerdict();
  });
  view.onDidShow(draw);
}

function itemOf(problem: editor.IMarker, view: View): HTMLElement {
  const { severity, message, startLineNumber, startColumn, code } = problem;
  const [word] = WORDS[severity] ?? ["problem"];
  const go = element(
    "button",
    word,
    element("span", "place", `${startLineNumber}:${startColumn}`),
    " ",
    element("span", "word", word),
    " ",
    element("span", "", message),
  );
  go.type = "button";
  go.addEventListener("click", () => view.reveal(view.model, Range.lift(problem)));
  const item = element("li", "", go);
  if (typeof code === "object") {
    const page = element("a", "code", code.value);
    page.href = code.target.toString(true);
    page.target = "_blank";
    page.rel = "noreferrer";
    item.append(" ", page);
  }
  return item;
}

/** Such as "1 error, 2 warnings". */
function countOf(problems: readonly editor.IMarker[]): string {
  const parts = Object.entries(WORDS)
    .sort(([a], [b]) => Number(b) - Number(a))
    .map(([severity, [one, many]]) => {
      const number = problems.filter((problem) => problem.severity === Number(severity)).length;
      return number === 0 ? "" : `${number} ${number === 1 ? one : many}`;
    })
    .filter(Boolean);
  return parts.length === 0 ? "No problems" : parts.join(", ");
}
