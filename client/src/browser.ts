/** The entry of the extension where there is no Node, as on vscode.dev: the server runs in a web worker. */
import type { ExtensionContext } from "vscode";
import { BrowserMessageReader, BrowserMessageWriter } from "vscode-languageclient/browser";
import { activateWith } from "./activate.js";
import type { LanguageServer } from "./language-server.js";
import { startWorker } from "./server-worker.js";

/**
 * Reads until the worker is broken. Nobody is told when a worker ends, so an error that nothing in it caught is taken
 * for its end; one that falls silent, or that the browser takes the memory from, goes unnoticed.
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
