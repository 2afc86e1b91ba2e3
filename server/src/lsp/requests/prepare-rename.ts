import { renameableAt } from "../../features/navigation.js";
import { PrepareRenameRequest } from "../lsp.js";
import { request } from "./request.js";

export const prepareRename = request(
  PrepareRenameRequest.type,
  ["textDocument", "position"],
  (session, { textDocument, position }) =>
    session.answer(textDocument.uri, null, (document, convert) => {
      const found = renameableAt(document.alloy, convert.offset(position));
      return found ? { range: convert.range(found), placeholder: found.name } : null;
    }),
);
