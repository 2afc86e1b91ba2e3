import { highlightsAt } from "../../features/navigation.js";
import { DocumentHighlightKind, DocumentHighlightRequest } from "../lsp.js";
import { request } from "./request.js";

export const documentHighlight = request(
  DocumentHighlightRequest.type,
  ["textDocument", "position"],
  (session, { textDocument, position }) =>
    session.answer(textDocument.uri, [], ({ alloy }, convert) =>
      highlightsAt(alloy, convert.offset(position)).map((span) => ({
        range: convert.range(span),
        kind: span.kind === "declaration" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      })),
    ),
);
