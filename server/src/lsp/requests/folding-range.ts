import { foldingRanges } from "../../features/folding.js";
import { FoldingRangeRequest } from "../lsp.js";
import { request } from "./request.js";

export const foldingRange = request(FoldingRangeRequest.type, ["textDocument"], (session, { textDocument }) =>
  session.answer(textDocument.uri, [], (document, convert) =>
    foldingRanges(document.alloy)
      .flatMap((range) => convert.foldingRange(range) ?? [])
      .slice(0, session.support.folding.limit),
  ),
);
