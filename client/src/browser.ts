/** The entry of the extension where there is no Node, as on vscode.dev: the server runs in a web worker. */
import type { ExtensionContext } from "vscode";
import { BrowserMessageReader, BrowserMessageWriter } from "vscode-languageclient/browser";
import { activateWith } from "./activate.js";
import type { LanguageServer } from "./language-server.js";
import { startWorker } from "./server-worker.js";

/**
 * Reads the messages of a worker, and reports the connection as closed when the worker fails. Browsers send
 * no event when a worker ends, so an uncaught error in the worker is taken as its end. A worker that stops
 * answering, or that the browser ends for lack of memory, goes undetected.
 */
class WorkerReader extends BrowserMessageReader {
  constructor(worker: Worker) {
    super(worker);
    worker.addEventListener("error", () => {
      worker.terminate();
      this.fireClose();
    });
  }
}

let server: LanguageServer | undefined;

/** @param first the worker to begin with, if it has been started; each restart takes a new one */
export function activate(context: ExtensionContext, first: Promise<Worker> | undefined): void {
  let next = first;
  server = activateWith(context, async () => {
    const worker = await (next ?? startWorker(context));
    next = undefined;
    return { reader: new WorkerReader(worker), writer: new BrowserMessageWriter(worker) };
  });
}

/** VS Code waits for this before it ends the extension host, so the server can leave in order. */
export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
