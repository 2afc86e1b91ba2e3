import type { Connection } from "vscode-languageserver";
import { sanitizeForTerminal } from "../text/sanitize.js";

/** The number of different failures that are logged in one session. */
const MAX_LOGGED = 100;

/** Writes failures to the client's log: each of them once, however often it happens. */
export class ErrorLog {
  readonly #connection: Connection;
  readonly #logged = new Set<string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @param what name of the request or of other work, and the URI that it is about if there is one */
  write(what: { readonly name: string; readonly about?: string | undefined }, error: unknown): void {
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
    const failure = `${what.name} ${stack}`;
    if (this.#logged.has(failure) || this.#logged.size >= MAX_LOGGED) return;
    this.#logged.add(failure);
    const about = what.about === undefined ? "" : ` for ${what.about}`;
    this.#connection.console.error(sanitizeForTerminal(`${what.name} failed${about}: ${message}`));
    // The stack trace has a lower level: clients show it only on request.
    this.#connection.console.log(stack.split("\n").map(sanitizeForTerminal).join("\n"));
  }
}
