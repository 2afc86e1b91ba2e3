import type { Registry } from "../schema/registry.js";
import { sanitizeForTerminal } from "../text/sanitize.js";
import { fileNameOf } from "../workspace/uris.js";
import type { Host } from "./host.js";
import type { Connection } from "./lsp.js";

/** Time in ms after which what was logged is sent. */
const MOMENT = 100;

/** Tells the client's log what runs, which vocabulary is used, and how long checks take. */
export class ActivityLog {
  readonly #connection: Connection;
  readonly #host: Host;
  /** Open documents whose first check was logged. */
  readonly #logged = new Set<string>();
  /** Of the document that was checked last. */
  #registry: Registry | undefined;
  #vocabulary = "";
  /** Lines that are not sent yet. */
  #lines: string[] = [];
  #closed = { files: 0, since: 0 };

  constructor(connection: Connection, host: Host) {
    this.#connection = connection;
    this.#host = host;
  }

  started(): void {
    const { version, runtime } = this.#host;
    this.#write(`Forge Alloy language server ${version}${runtime === undefined ? "" : ` on ${runtime}`}`);
  }

  /** A document uses a registry. It is logged if it is another one than before. */
  uses(registry: Registry): void {
    if (registry === this.#registry) return;
    this.#registry = registry;
    const { domains, executors } = registry;
    const names = domains.map(({ file: { id, version } }) => `${id} ${version}`).join(", ");
    const profiles = executors.active.map(({ id, version }) => [id, version].filter(Boolean).join(" "));
    const vocabulary = `Domains: ${names}. Executor profiles: ${profiles.join(", ") || "none"}.`;
    if (vocabulary === this.#vocabulary) return;
    this.#vocabulary = vocabulary;
    this.#write(vocabulary);
  }

  /** An open document was checked. Only its first check is logged. */
  checked(uri: string, problems: number, milliseconds: number): void {
    if (this.#logged.has(uri)) return;
    this.#logged.add(uri);
    const name = fileNameOf(uri) ?? uri;
    this.#write(`Checked ${name} in ${Math.round(milliseconds)} ms. Problems: ${problems}.`);
  }

  closed(uri: string): void {
    this.#logged.delete(uri);
  }

  /** A file that is not open was checked. */
  checkedClosed(): void {
    if (this.#closed.files === 0) this.#closed.since = Date.now();
    this.#closed.files++;
  }

  /** All files of the workspace are checked now. */
  checkedWorkspace(): void {
    const { files, since } = this.#closed;
    if (files > 0) this.#write(`Checked ${files} files of the workspace in ${Date.now() - since} ms.`);
    this.#closed = { files: 0, since: 0 };
  }

  /** Many documents may be opened at once: what is logged within a moment is one message. */
  #write(line: string): void {
    if (this.#lines.push(sanitizeForTerminal(line)) > 1) return;
    setTimeout(() => {
      const text = this.#lines.join("\n");
      this.#lines = [];
      try {
        this.#connection.console.info(text);
      } catch {
        // The client is gone, and its log with it.
      }
    }, MOMENT);
  }
}
