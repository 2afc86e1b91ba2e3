import { compareAlloys } from "../../compare/compare.js";
import { comparisonHtml } from "../../compare/html.js";
import { Alloy } from "../../model/alloy.js";
import { whyUnreadable } from "../../syntax/unreadable.js";
import { t } from "../../text/l10n.js";
import { ownRequest } from "./request.js";

/** Longer texts take seconds to compare. In UTF-16 code units. */
const MAX_LENGTH = 2_000_000;

export const compare = ownRequest("forgeAlloy/compare", ["a", "b"], async (session, { a, b }) => {
  const alloys = [];
  for (const { name, uri, text } of [a, b]) {
    if (text.length > MAX_LENGTH) return { html: "", fault: t`${name} is too large to compare.` };
    const alloy = Alloy.parse(text, await session.store.projects.registry(uri));
    if (whyUnreadable(alloy.tree) !== undefined) return { html: "", fault: t`${name} has syntax errors.` };
    if (!alloy.root) return { html: "", fault: t`${name} is not a JSON object.` };
    alloys.push(alloy);
  }
  const [before, after] = alloys as [Alloy, Alloy];
  return { html: comparisonHtml(compareAlloys(before, after), { a: a.name, b: b.name }), fault: "" };
});
