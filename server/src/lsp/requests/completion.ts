import { completionsAt } from "../../features/completion/completion.js";
import { documentationOf } from "../convert.js";
import { CompletionRequest } from "../lsp.js";
import { request } from "./request.js";

export const completion = request(
  CompletionRequest.type,
  ["textDocument", "position"],
  (session, { textDocument, position }) =>
    session.answer(textDocument.uri, [], (document, convert) => {
      const { snippets, lazyDocumentation } = session.support.completion;
      const retriggerCommand = session.options.completion?.retriggerCommand;
      const offset = convert.offset(position);
      const items = completionsAt(document.alloy, offset, {
        snippets,
        retriggers: retriggerCommand !== undefined,
        usedElsewhere: (place) => session.index.valuesAt(place, document.uri),
      });
      const dataOf = session.store.completions.keep(items);
      return items.map((item, place) =>
        Object.assign(
          convert.completion(item, place, retriggerCommand),
          // A client that cannot ask for the documentation later gets it at once.
          lazyDocumentation ? { data: dataOf(place) } : documentationOf(item, session.support),
        ),
      );
    }),
);
