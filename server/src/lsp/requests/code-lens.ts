import { codeLenses, verifyLenses } from "../../features/code-lens.js";
import { type CodeLens, CodeLensRequest } from "../lsp.js";
import { request } from "./request.js";
import { isVerifiable } from "./verify.js";

export const codeLens = request(
  CodeLensRequest.type,
  ["textDocument"],
  async (session, { textDocument: { uri } }) => {
    const { codeLens } = await session.store.settings.of(uri);
    if (!codeLens) return [];
    return session.answer<CodeLens[]>(uri, [], (document, convert) => {
      // An empty command is a text that cannot be clicked.
      const told = codeLenses(document.alloy).map((lens) => ({ lens, command: "" }));
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
