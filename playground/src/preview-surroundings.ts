/** What VS Code gives a page in a panel: a way to send messages, and to remember something. */
import type { FromPage } from "../../client/src/preview/messages.js";

let state: unknown;

Object.assign(globalThis, {
  acquireVsCodeApi: () => ({
    postMessage: (message: FromPage) => parent.postMessage(message, location.origin),
    getState: () => state,
    setState: (next: unknown) => {
      state = next;
    },
  }),
});

// Only the playground around this frame has something to say, never a page that embeds it elsewhere.
window.addEventListener(
  "message",
  (event) => {
    const isOurs = event.source === parent && event.origin === location.origin;
    if (!isOurs || typeof event.data?.kind !== "string") return event.stopImmediatePropagation();
    if (event.data.kind !== "hello") return;
    event.stopImmediatePropagation();
    const main = document.querySelector("main");
    parent.postMessage({ kind: "room", room: main?.clientWidth ?? 0 } satisfies FromPage, location.origin);
  },
  { capture: true },
);
