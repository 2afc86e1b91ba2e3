import { referencesAt } from "../../features/navigation.js";
import { ReferencesRequest } from "../lsp.js";
import { request } from "./request.js";

export const references = request(
  ReferencesRequest.type,
  ["textDocument", "position", "context.includeDeclaration"],
  (session, { textDocument: { uri }, position, context }) =>
    session.answer(uri, [], ({ alloy }, convert) =>
      referencesAt(alloy, convert.offset(position), context.includeDeclaration).map((span) => ({
        uri,
        range: convert.range(span),
      })),
    ),
);
