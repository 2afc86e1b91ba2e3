import { DocumentDiagnosticRequest } from "../lsp.js";
import { request } from "./request.js";

export const documentDiagnostic = request(
  DocumentDiagnosticRequest.type,
  ["textDocument"],
  (session, { textDocument, previousResultId }, token) =>
    session.diagnostics.document(textDocument.uri, previousResultId ?? undefined, token),
);
