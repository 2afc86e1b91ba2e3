import { editStages as changeOf } from "../../features/edit-stages.js";
import { ownRequest } from "./request.js";

/** Changes that the preview makes: our own client applies them to the text. */
export const editStages = ownRequest(
  "forgeAlloy/editStages",
  ["textDocument", "action", "index"],
  (session, { textDocument: { uri }, action, index, to }) =>
    session.answer(uri, null, ({ alloy }, convert) => {
      const change = changeOf(
        alloy,
        action === "move" ? { action, index, to: to ?? index } : { action, index },
      );
      if (!change) return null;
      const { edits, selection } = change;
      return {
        edit: convert.changes(edits),
        selection: selection ? convert.rangeAfter(edits, selection) : null,
      };
    }),
);
