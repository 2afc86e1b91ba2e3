/** How the language server is run where there is no Node: in a web worker. */
import { type ExtensionContext, Uri, workspace } from "vscode";
import { BrowserMessageReader, BrowserMessageWriter } from "vscode-languageclient/browser";
import type { MessageTransports } from "vscode-languageclient/node";

/** Starts a worker each time it is called, and talks to it. */
export function serverWorker(context: ExtensionContext): () => Promise<MessageTransports> {
  return async () => {
    const worker = await start(Uri.joinPath(context.extensionUri, "client", "dist", "server.js"));
    worker.postMessage(Uri.joinPath(context.extensionUri, "server", "dist").toString());
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
}

async function start(script: Uri): Promise<Worker> {
  if (/^https?$/.test(script.scheme)) {
    try {
      return new Worker(script.toString(true));
    } catch {
      // From another origin than the page: its text will do.
    }
  }
  const text = await workspace.fs.readFile(script);
  return new Worker(URL.createObjectURL(new Blob([new Uint8Array(text)], { type: "text/javascript" })));
}
