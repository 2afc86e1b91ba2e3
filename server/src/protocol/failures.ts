import type { Connection } from "vscode-languageserver";
import { sanitizeForTerminal } from "../text/harmless.js";

/** So many different failures are told; whoever has read as many needs no more. */
const MAX_TOLD = 100;

/** Tells the client's log what went wrong: each failure once, however often it happens. */
export class Failures {
  readonly #connection: Connection;
  readonly #told = new Set<string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @param what the name of the request, or of other work, and what it was about where that is known */
  tell(what: { readonly name: string; readonly about?: string | undefined }, error: unknown): void {
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
    const failure = `${what.name} ${stack}`;
    if (this.#told.has(failure) || this.#told.size >= MAX_TOLD) return;
    this.#told.add(failure);
    const about = what.about === undefined ? "" : ` for ${what.about}`;
    this.#connection.console.error(sanitizeForTerminal(`${what.name} failed${about}: ${message}`));
    // For whoever mends it, where the log shows such detail.
    this.#connection.console.log(stack.split("\n").map(sanitizeForTerminal).join("\n"));
  }
}
