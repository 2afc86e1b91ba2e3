import { type CodeLens as CoreLens, codeLenses, verifyLenses } from "../../features/code-lens.js";
import type { Converter } from "../convert.js";
import { type CodeLens, CodeLensRequest } from "../lsp.js";
import type { Session } from "../session.js";
import { request } from "./request.js";
import { isVerifiable } from "./verify.js";

export const codeLens = request(
  CodeLensRequest.type,
  ["textDocument"],
  async (session, { textDocument: { uri } }) => {
    const { codeLens } = await session.store.settings.of(uri);
    if (!codeLens) return [];
    return session.answer<CodeLens[]>(uri, [], (document, convert) => {
      const told = codeLenses(document.alloy).map((lens) => ({
        lens,
        ...lensCommand(session, lens, uri, convert),
      }));
      const { verifyCommand: command } = session.options;
      const offered =
        command !== undefined && isVerifiable(session, document)
          ? verifyLenses(document.alloy).map((lens) => ({ lens, command, arguments: [uri] }))
          : [];
      return [...told, ...offered].map(({ lens, ...command }) => ({
        range: convert.range(lens),
        command: { title: lens.title, ...command },
      }));
    });
  },
);

/** What a click on a lens does; the empty command, which cannot be clicked, if the client has no such command. */
function lensCommand(
  { options }: Session,
  { start, places }: CoreLens,
  uri: string,
  convert: Converter,
): { command: string; arguments?: unknown[] } {
  const { locationsCommand, previewCommand } = options;
  if (places.length > 0 && locationsCommand !== undefined) {
    const locations = places.map((place) => ({ uri, range: convert.range(place) }));
    return { command: locationsCommand, arguments: [uri, convert.position(start), locations] };
  }
  return previewCommand === undefined ? { command: "" } : { command: previewCommand, arguments: [uri] };
}
