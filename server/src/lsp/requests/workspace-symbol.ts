import { matches } from "../../features/workspace-symbols.js";
import { type WorkspaceSymbol, WorkspaceSymbolRequest } from "../lsp.js";
import { request } from "./request.js";

/** Maximum number of symbols per request; a longer query matches fewer symbols. */
const MAX_SYMBOLS = 500;

export const workspaceSymbol = request(
  WorkspaceSymbolRequest.type,
  ["query"],
  async (session, { query }, token) => {
    const found: WorkspaceSymbol[] = [];
    const kindFor = session.support.workspaceSymbolKind;
    for await (const alloy of session.index.all()) {
      if (token.isCancellationRequested) return found;
      for (const { name, kind, range } of alloy.symbols) {
        if (!matches(query, name)) continue;
        found.push({
          name,
          kind: kindFor(kind),
          containerName: alloy.name,
          location: { uri: alloy.uri, range },
        });
        if (found.length >= MAX_SYMBOLS) return found;
      }
    }
    return found;
  },
);
