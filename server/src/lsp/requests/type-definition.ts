import { typeDefinitionsAt } from "../../features/navigation.js";
import { locate } from "../locate.js";
import { TypeDefinitionRequest } from "../lsp.js";
import { request } from "./request.js";

export const typeDefinition = request(
  TypeDefinitionRequest.type,
  ["textDocument", "position"],
  (session, { textDocument: { uri }, position }) =>
    locate(
      session,
      uri,
      session.answer(uri, [], ({ alloy }, convert) => typeDefinitionsAt(alloy, convert.offset(position))),
    ),
);
