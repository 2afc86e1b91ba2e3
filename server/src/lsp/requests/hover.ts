import { type Hover, hoverAt } from "../../features/hover.js";
import { escapeForEditor } from "../../text/markdown.js";
import { HoverRequest } from "../lsp.js";
import type { Outcome } from "../outcomes.js";
import { request } from "./request.js";

/** Outcomes of a verification in one hover: more do not fit on the screen. */
const MAX_OUTCOMES = 10;

export const hover = request(
  HoverRequest.type,
  ["textDocument", "position"],
  (session, { textDocument, position }) =>
    session.answer(textDocument.uri, null, (document, convert) => {
      const offset = convert.offset(position);
      const outcomes = session.store.outcomes.of(document);
      const hover = withOutcomes(hoverAt(document.alloy, offset), outcomes, offset);
      return hover ? convert.hover(hover) : null;
    }),
);

/** What a field is, and before that what became of it when the alloy was verified. */
function withOutcomes(
  hover: Hover | undefined,
  outcomes: readonly Outcome[],
  offset: number,
): Hover | undefined {
  const here = outcomes.filter(({ start, end }) => start <= offset && offset <= end);
  const [first] = here;
  if (!first) return hover;
  const { start, end, markdown } = hover ?? { ...first, markdown: "" };
  // Several may be about one field, as of its parts.
  const words = here.slice(0, MAX_OUTCOMES).map(({ message }) => escapeForEditor(message));
  return { start, end, markdown: [...words, markdown].filter(Boolean).join("\n\n") };
}
