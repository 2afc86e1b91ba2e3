/** The form with the parameters of a stage, on the side of the panel: the server makes it and its edits. */
import { l10n, type TextDocument, window } from "vscode";
import type { StageForm } from "../../../server/src/lsp/protocol.js";
import type { LanguageServer } from "../language-server.js";
import { writeUntilCurrent } from "./following.js";
import type { ParameterChange } from "./messages.js";

export class Parameters {
  readonly #server: LanguageServer;
  /** Edits are made one after the other, each of the text that the last one left. */
  #last: Promise<void> = Promise.resolve();

  constructor(server: LanguageServer) {
    this.#server = server;
  }

  async formOf(document: TextDocument, index: number): Promise<StageForm | null> {
    const textDocument = { uri: document.uri.toString() };
    return (await this.#server.request("forgeAlloy/stageForm", { textDocument, index })) ?? null;
  }

  /** Writes a value into the text. */
  change(document: TextDocument, change: ParameterChange): Promise<void> {
    this.#last = this.#last.then(() => this.#change(document, change));
    return this.#last;
  }

  async #change(document: TextDocument, { index, stageType, name, value }: ParameterChange): Promise<void> {
    const textDocument = { uri: document.uri.toString() };
    const params = { textDocument, index, stageType, name, value };
    const isWritten = await writeUntilCurrent(async () => {
      const { version } = document;
      const edit = await this.#server.request("forgeAlloy/editParameter", params);
      return !edit || (document.version === version && (await this.#server.applyEdit(edit)));
    });
    if (!isWritten)
      window.setStatusBarMessage(l10n.t("The document has changed. Enter the value again."), 5000);
  }
}
