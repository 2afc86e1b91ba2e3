import { insertableStages as stagesAt } from "../../features/insert-stage.js";
import { ownRequest } from "./request.js";

/** The stages that may be inserted at a position: our own client lets the user choose. */
export const insertableStages = ownRequest(
  "forgeAlloy/insertableStages",
  ["textDocument", "position"],
  (session, { textDocument: { uri }, position }) =>
    session.answer(uri, [], (document, convert) =>
      stagesAt(document.alloy, convert.offset(position)).map(({ places, ...stage }) => ({
        ...stage,
        places: places.map(({ title, edits, selection }) => ({
          title,
          edit: convert.changes(edits),
          selection: selection ? convert.rangeAfter(edits, selection) : null,
        })),
      })),
    ),
);
