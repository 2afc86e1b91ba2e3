import { rename as renameAt } from "../../features/navigation.js";
import { LSPErrorCodes, RenameRequest, ResponseError } from "../lsp.js";
import { request } from "./request.js";

export const rename = request(
  RenameRequest.type,
  ["textDocument", "position", "newName"],
  (session, { textDocument, position, newName }) =>
    session.answer(textDocument.uri, null, (document, convert) => {
      const renaming = renameAt(document.alloy, convert.offset(position), newName);
      if (!renaming) return null;
      if ("refusal" in renaming) throw new ResponseError(LSPErrorCodes.RequestFailed, renaming.refusal);
      return convert.changes(renaming.edits);
    }),
);
