/** The server in a web worker. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from "vscode-languageserver/browser";
import { version } from "../../package.json";
import { bundled } from "../alloy/bundled.js";
import { clientFiles } from "./client-files.js";
import { serve } from "./server.js";

/** What of a worker's global scope is used here; the types of the web are not loaded for the server. */
declare function addEventListener(
  type: "message",
  listener: (event: { readonly data: unknown }) => void,
  options: { readonly once: true },
): void;

// A worker does not know where its script came from when that was a blob, so its client says so first:
// the URI of the folder with the rule pages and vocabularies. All later messages are the protocol's.
addEventListener("message", ({ data }) => start(String(data)), { once: true });

function start(resources: string): void {
  const worker = globalThis as never;
  const connection = createConnection(
    ProposedFeatures.all,
    new BrowserMessageReader(worker),
    new BrowserMessageWriter(worker),
  );
  serve(connection, {
    registry: bundled,
    version,
    files: clientFiles(connection),
    rulePages: `${resources}/rules`,
    vocabularies: `${resources}/vocabularies`,
    translations: `${resources}/l10n`,
  });
}
