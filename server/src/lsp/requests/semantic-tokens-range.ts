import { semanticTokens } from "../../features/semantic-tokens.js";
import { SemanticTokensRangeRequest } from "../lsp.js";
import { request } from "./request.js";

export const semanticTokensRange = request(
  SemanticTokensRangeRequest.type,
  ["textDocument", "range"],
  (session, { textDocument, range }) =>
    session.answer(textDocument.uri, { data: [] }, ({ alloy }, convert) => ({
      data: convert.semanticTokens(semanticTokens(alloy, convert.span(range))),
    })),
);
