/** The server in a web worker. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from "vscode-languageserver/browser";
import manifest from "../../package.json";
import { siteOf } from "../lint/rule-address.js";
import { bundled } from "../schema/bundled.js";
import type { ShippedTable } from "../text/l10n.js";
import { clientFiles } from "./client-files.js";
import { LifecycleGuard } from "./lifecycle-guard.js";
import { serve } from "./server.js";

/** The scope of the worker, where `client/src/server-worker.ts` puts the table of the editor's language. */
interface Scope {
  readonly translations?: ShippedTable;
}

/** @param resources URI of the folder with rule pages and vocabularies; a worker has no place of its own */
export function startServer(resources: string): void {
  const worker = globalThis as never;
  const writer = new BrowserMessageWriter(worker);
  const { reader, options } = new LifecycleGuard(new BrowserMessageReader(worker), writer);
  const connection = createConnection(ProposedFeatures.all, reader, writer, options);
  serve(connection, {
    registry: bundled,
    version: manifest.version,
    runtime: "a web worker",
    files: clientFiles(connection),
    rulePages: `${resources}/rules`,
    site: siteOf(manifest),
    vocabularies: `${resources}/vocabularies`,
    translations: async () => (globalThis as Scope).translations,
  });
}
