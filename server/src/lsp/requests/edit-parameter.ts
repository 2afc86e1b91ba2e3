import { editParameter as editsOf } from "../../features/stage-form.js";
import { ownRequest } from "./request.js";

/** A parameter that was entered into the form of a stage: our own client applies the edit to the text. */
export const editParameter = ownRequest(
  "forgeAlloy/editParameter",
  ["textDocument", "index", "stageType", "name", "value"],
  (session, { textDocument: { uri }, index, stageType, name, value }) =>
    session.answer(uri, null, ({ alloy }, convert) => {
      const edits = editsOf(alloy, { index, stageType, name, value });
      return edits && edits.length > 0 ? convert.changes(edits) : null;
    }),
);
