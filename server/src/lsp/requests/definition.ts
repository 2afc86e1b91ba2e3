import { definitionsAt } from "../../features/navigation.js";
import { locate } from "../locate.js";
import { DefinitionRequest } from "../lsp.js";
import { request } from "./request.js";

export const definition = request(
  DefinitionRequest.type,
  ["textDocument", "position"],
  (session, { textDocument: { uri }, position }) =>
    locate(
      session,
      uri,
      session.answer(uri, [], ({ alloy }, convert) => definitionsAt(alloy, convert.offset(position))),
    ),
);
