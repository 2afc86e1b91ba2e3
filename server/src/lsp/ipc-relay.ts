import { Worker } from "node:worker_threads";
import { clientProcessOf, endBusyServer, isClientGone } from "./client-process.js";

/** ms that a server still has after its client is gone or said `exit`: it may be about to answer. */
const GRACE_MS = 1000;

/** ms between two looks at the client's process. */
const PERIOD_MS = 500;

/**
 * Serves a client over Node's IPC channel. Only this thread can read the channel, so the server runs in a thread of its
 * own, and this one only passes messages on: it sees the end of the session however busy the server is.
 * @param script of the server
 * @param args its arguments
 */
export function relayIpc(script: URL, args: readonly string[]): void {
  const server = new Worker(script, { argv: [...args] });
  const parent = process.ppid;
  let client = 0;
  let sending = 0;
  let exitCode: number | undefined;

  const leave = () => {
    if (exitCode !== undefined && sending === 0) process.exit(exitCode);
  };
  const endSoon = () => setTimeout(endBusyServer, GRACE_MS);

  process.on("message", (message: unknown) => {
    const { method, params } = Object(message) as { readonly method?: unknown; readonly params?: unknown };
    server.postMessage(message);
    if (method === "initialize") client = clientProcessOf(params);
    else if (method === "exit") endSoon();
  });
  process.once("disconnect", () => {
    server.postMessage(DISCONNECTED);
    endSoon();
  });
  const watch = setInterval(() => {
    if (!isClientGone(client, parent)) return;
    clearInterval(watch);
    server.postMessage(DISCONNECTED);
    endSoon();
  }, PERIOD_MS);

  server.on("message", (message: object) => {
    sending++;
    process.send?.(message, undefined, undefined, () => {
      sending--;
      leave();
    });
  });
  server.on("error", ({ message }) => process.stderr.write(`The server has failed: ${message}\n`));
  server.once("exit", (code) => {
    exitCode = code;
    leave();
    // Fallback if the client does not accept the messages that are still to be sent.
    setTimeout(() => process.exit(code), GRACE_MS);
  });
}

/** Tells the server that its client is gone. No JSON is undefined, so no client can say it. */
export const DISCONNECTED = undefined;
