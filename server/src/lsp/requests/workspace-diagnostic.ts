import { canonical } from "../../workspace/uris.js";
import { WorkspaceDiagnosticRequest } from "../lsp.js";
import { request } from "./request.js";

export const workspaceDiagnostic = request(
  WorkspaceDiagnosticRequest.type,
  ["previousResultIds"],
  (session, { previousResultIds, workDoneToken, partialResultToken: partial }, token) => {
    const { connection } = session;
    const previous = new Map(previousResultIds.map(({ uri, value }) => [canonical(uri), value]));
    return session.diagnostics.workspace(
      previous,
      token,
      connection.window.attachWorkDoneProgress(workDoneToken ?? undefined),
      partial === undefined
        ? undefined
        : (items) => connection.sendProgress(WorkspaceDiagnosticRequest.partialResult, partial, { items }),
    );
  },
);
