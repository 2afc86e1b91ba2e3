import { compareAlloys } from "../compare/compare.js";
import { comparisonHtml } from "../compare/html.js";
import { Alloy } from "../model/alloy.js";
import { whyUnreadable } from "../syntax/unreadable.js";
import { t } from "../text/l10n.js";
import type { Session } from "./session.js";

/** Longer texts take seconds to compare, and nobody else is answered meanwhile. In UTF-16 code units. */
const MAX_LENGTH = 2_000_000;

/** One side of a comparison. The text is handed over: it may be one of a revision, which no client opens here. */
interface Side {
  /** What the page calls it. */
  readonly name: string;
  /** Determines which domains apply. */
  readonly uri: string;
  readonly text: string;
}

interface CompareParams {
  readonly a: Side;
  readonly b: Side;
}

/** `html` is empty if there is nothing to compare; `fault` is the reason in a sentence, else empty. */
interface Compared {
  readonly html: string;
  readonly fault: string;
}

/** Answers what our own client shows of two alloys. */
export function serveCompare(session: Session): void {
  session.onRequest("forgeAlloy/compare", async ({ a, b }: CompareParams): Promise<Compared> => {
    const alloys = [];
    for (const { name, uri, text } of [a, b]) {
      if (text.length > MAX_LENGTH) return { html: "", fault: t`${name} is too large to compare.` };
      const alloy = Alloy.parse(text, await session.registries.of(uri));
      if (whyUnreadable(alloy.tree) !== undefined) return { html: "", fault: t`${name} has syntax errors.` };
      if (!alloy.root) return { html: "", fault: t`${name} is not a JSON object.` };
      alloys.push(alloy);
    }
    const [before, after] = alloys as [Alloy, Alloy];
    return { html: comparisonHtml(compareAlloys(before, after), { a: a.name, b: b.name }), fault: "" };
  });
}
