import { linkedAt } from "../../features/navigation.js";
import { LinkedEditingRangeRequest } from "../lsp.js";
import { request } from "./request.js";

export const linkedEditingRange = request(
  LinkedEditingRangeRequest.type,
  ["textDocument", "position"],
  (session, { textDocument, position }) =>
    session.answer(textDocument.uri, null, (document, convert) => {
      const spans = linkedAt(document.alloy, convert.offset(position));
      return spans.length > 0 ? { ranges: spans.map((span) => convert.range(span)) } : null;
    }),
);
