import { selectionsAt } from "../../features/selection-ranges.js";
import { SelectionRangeRequest } from "../lsp.js";
import { request } from "./request.js";

export const selectionRange = request(
  SelectionRangeRequest.type,
  ["textDocument", "positions"],
  (session, { textDocument, positions }) =>
    session.answerAnySize(textDocument.uri, [], (document, convert) =>
      positions.map((position) =>
        convert.selectionRange(selectionsAt(document.alloy, convert.offset(position))),
      ),
    ),
);
