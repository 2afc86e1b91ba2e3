import { format } from "../../features/format.js";
import { formattingEdits } from "../formatting.js";
import { DocumentRangeFormattingRequest } from "../lsp.js";
import { request } from "./request.js";

export const rangeFormatting = request(
  DocumentRangeFormattingRequest.type,
  ["textDocument", "range", "options"],
  (session, { textDocument, range, options }) =>
    formattingEdits(session, textDocument.uri, options, ({ alloy }, convert) =>
      format(alloy, options, convert.lineSpan(range)),
    ),
);
