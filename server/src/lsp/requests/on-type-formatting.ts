import { formatOnType } from "../../features/format.js";
import { fewEdits } from "../../syntax/edits.js";
import { DocumentOnTypeFormattingRequest } from "../lsp.js";
import { request } from "./request.js";

export const onTypeFormatting = request(
  DocumentOnTypeFormattingRequest.type,
  ["textDocument", "position", "ch", "options"],
  (session, { textDocument, position, ch, options }) =>
    session.answer(textDocument.uri, [], ({ alloy, text }, convert) =>
      fewEdits(text, formatOnType(alloy, convert.offset(position), ch, options)).map((edit) =>
        convert.edit(edit),
      ),
    ),
);
