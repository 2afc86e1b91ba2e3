/** How the language server is run where there is no Node: in a web worker. */
import { type ExtensionContext, Uri, workspace } from "vscode";
import { BrowserMessageReader, BrowserMessageWriter } from "vscode-languageclient/browser";
import type { MessageTransports } from "vscode-languageclient/node";

/** Starts a worker each time it is called, and talks to it. See `scripts/web-entry.js` for what runs there. */
export function serverWorker(context: ExtensionContext): () => Promise<MessageTransports> {
  const uri = (...path: string[]) => Uri.joinPath(context.extensionUri, ...path);
  return async () => {
    const [code, data] = await Promise.all([
      read(uri("client", "dist", "browser.js")),
      read(uri("client", "dist", "data.json")),
    ]);
    const resources = JSON.stringify(uri("server", "dist").toString());
    // From their text: a page may not start a worker from the origin that extensions come from.
    const script = new Blob(
      [
        ...["self.module = {}; self.data = ", data, ";"],
        ...[code, `\nself.module.exports.startServer(${resources});`],
      ],
      { type: "text/javascript" },
    );
    const url = URL.createObjectURL(script);
    const worker = new Worker(url);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
}

async function read(file: Uri): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await workspace.fs.readFile(file));
}
