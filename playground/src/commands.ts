/** Commands that the server names in lenses, hovers, and code actions, and that the page runs. */
import type * as lsp from "vscode-languageserver-protocol";
import { editor } from "./monaco.js";

type Handler = (...values: never[]) => void;

export class Commands {
  readonly #handlers = new Map<string, Handler>();

  /** Registers a command, with the arguments that the server gives it. */
  register(name: string, handler: Handler): void {
    this.#handlers.set(name, handler);
    editor.registerCommand(name, (_, ...values) => handler(...(values as never[])));
  }

  /** Runs a command; returns false if it is not one of ours. */
  run({ command, arguments: values = [] }: lsp.Command): boolean {
    const handler = this.#handlers.get(command);
    handler?.(...(values as never[]));
    return handler !== undefined;
  }
}
