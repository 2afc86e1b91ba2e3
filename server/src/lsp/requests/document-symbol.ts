import { outline } from "../../features/outline.js";
import { type DocumentSymbol, DocumentSymbolRequest, type SymbolInformation } from "../lsp.js";
import { request } from "./request.js";

export const documentSymbol = request(
  DocumentSymbolRequest.type,
  ["textDocument"],
  (session, { textDocument }) =>
    session.answerAnySize<DocumentSymbol[] | SymbolInformation[]>(textDocument.uri, [], (document, convert) =>
      convert.symbols(outline(document.alloy)),
    ),
);
