import { inlayHints } from "../../features/inlay-hints.js";
import { InlayHintRequest } from "../lsp.js";
import { request } from "./request.js";

export const inlayHint = request(
  InlayHintRequest.type,
  ["textDocument", "range"],
  async (session, { textDocument: { uri }, range }) => {
    const { hiddenHints } = await session.store.settings.of(uri);
    return session.answer(uri, [], (document, convert) => {
      const hints = inlayHints(document.alloy, convert.span(range), (kind) => !hiddenHints.has(kind));
      const dataOf = session.store.hints.keep(hints);
      return hints.map((hint, index) =>
        session.support.lazyInlayTooltip
          ? { ...convert.inlayHint(hint), data: dataOf(index) }
          : convert.inlayHint(hint),
      );
    });
  },
);
