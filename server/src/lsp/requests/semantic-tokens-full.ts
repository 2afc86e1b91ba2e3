import { semanticTokens } from "../../features/semantic-tokens.js";
import type { LanguageSession } from "../language-session.js";
import { SemanticTokensRequest } from "../lsp.js";
import { request } from "./request.js";

export const semanticTokensFull = request(
  SemanticTokensRequest.type,
  ["textDocument"],
  (session, { textDocument }) => {
    const { id, data } = tokensOf(session, textDocument.uri);
    return { resultId: id, data };
  },
);

/** The tokens of a document, kept so that the next answer can be the difference. */
export function tokensOf(session: LanguageSession, uri: string): { id: string; data: number[] } {
  return session.answer(uri, { id: "0", data: [] }, ({ alloy, text }, convert) => {
    const data = convert.semanticTokens(semanticTokens(alloy, { start: 0, end: text.length }));
    return { id: session.store.keepTokens(uri, data), data };
  });
}
