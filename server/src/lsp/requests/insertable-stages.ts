import { insertableStages as stagesAt } from "../../features/insert-stage.js";
import { ownRequest } from "./request.js";

/** The stages that may be inserted at a position, or as a certain item: our own client lets the user choose. */
export const insertableStages = ownRequest(
  "forgeAlloy/insertableStages",
  ["textDocument"],
  (session, { textDocument: { uri }, position, index }) =>
    session.answer(uri, [], (document, convert) =>
      stagesAt(document.alloy, position ? convert.offset(position) : undefined, index ?? undefined).map(
        ({ places, ...stage }) => ({
          ...stage,
          places: places.map(({ title, edits, selection }) => ({
            title,
            edit: convert.changes(edits),
            selection: selection ? convert.rangeAfter(edits, selection) : null,
          })),
        }),
      ),
    ),
);
