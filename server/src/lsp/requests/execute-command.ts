import { ErrorCodes, ExecuteCommandRequest, type Range, ResponseError } from "../lsp.js";
import { SHOW_DOCUMENT } from "../names.js";
import { isRange } from "../parameters.js";
import { request } from "./request.js";

/** The only command opens a document: `[uri, range]`. */
export const executeCommand = request(
  ExecuteCommandRequest.type,
  ["command"],
  (session, { command, arguments: given }) => {
    const [uri, selection] = Array.isArray(given) ? given : [];
    if (command !== SHOW_DOCUMENT || given?.length !== 2 || !isUri(uri) || !isRange(selection))
      throw new ResponseError(ErrorCodes.InvalidParams, "Unknown command, or invalid arguments.");
    session.attempt(
      session.connection.window.showDocument({ uri, takeFocus: true, selection: selection as Range }),
    );
  },
);

/** With a scheme, so that it leads to the same document from anywhere. */
function isUri(value: unknown): value is string {
  return typeof value === "string" && /^[a-z][a-z\d+.-]*:./i.test(value);
}
