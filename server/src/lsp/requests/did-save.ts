import { DidSaveTextDocumentNotification } from "../lsp.js";
import { notification } from "./request.js";

/** Every version is checked when it arrives; saving changes nothing. */
export const didSave = notification(DidSaveTextDocumentNotification.type, ["textDocument"], () => {});
