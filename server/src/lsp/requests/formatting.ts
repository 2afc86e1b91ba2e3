import { format } from "../../features/format.js";
import { formattingEdits } from "../formatting.js";
import { DocumentFormattingRequest } from "../lsp.js";
import { request } from "./request.js";

export const formatting = request(
  DocumentFormattingRequest.type,
  ["textDocument", "options"],
  (session, { textDocument, options }) =>
    formattingEdits(session, textDocument.uri, options, ({ alloy }) => format(alloy, options)),
);
