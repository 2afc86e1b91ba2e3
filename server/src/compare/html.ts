import { type Markup, markup } from "../preview/markup.js";
import type { Span } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Comparison } from "./compare.js";
import { leftOutWords, type Row, type Section, sectionsOf, summaryWords } from "./sections.js";

/**
 * A comparison as the content of a page. Elements with `data-start` lead to a text: the second one, or the first one with
 * `data-side="a"`.
 */
export function comparisonHtml(
  comparison: Comparison,
  names: { readonly a: string; readonly b: string },
): string {
  const { verdict, regressions } = comparison;
  return markup`<header><h1>${names.a} → ${names.b}</h1>
<p><span class="chip ${verdict.b}">${summaryWords(comparison)}</span>${regressions.length > 0 && markup`<span class="chip rework">${regressions.length === 1 ? t`1 regression` : t`${regressions.length} regressions`}</span>`}</p></header>
${sectionsOf(comparison).map(sectionHtml)}`.text;
}

function sectionHtml({ id, title, rows, leftOut }: Section): Markup {
  const content =
    id === "regressions"
      ? markup`<ul>${rows.map(({ label }) => markup`<li class="fail">${label}</li>`)}</ul>`
      : markup`<table><tbody>${rows.map(rowHtml)}</tbody></table>`;
  const more = leftOut > 0 && markup`<p class="dim">${leftOutWords(leftOut)}</p>`;
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}${more}</section>`;
}

const MARK_WORDS: Readonly<Record<Row["mark"], () => string>> = {
  "+": () => t`added`,
  "−": () => t`removed`,
  "~": () => t`changed`,
  "↕": () => t`moved`,
  "✓": () => t`better`,
  "✗": () => t`worse`,
  "": () => t`changed`,
};

function rowHtml({ mark, label, from, to, note, a, b }: Row): Markup {
  const arrow = from !== "" && to !== "" ? " → " : "";
  const values = markup`${from && markup`<code>${from}</code>`}${arrow}${to && markup`<code>${to}</code>`}`;
  return markup`<tr><td class="whole"><span role="img" aria-label="${MARK_WORDS[mark]()}">${mark || "·"}</span></td><td>${linked(label, a, b)}</td><td>${values}${note && markup` <span class="dim">${note}</span>`}</td></tr>`;
}

/** Words that lead to the text that has the value now, else to the one that had it. */
function linked(words: string, a: Span | undefined, b: Span | undefined): Markup | string {
  const at = b ?? a;
  if (!at) return words;
  return markup`<span role="button" tabindex="0" data-start="${at.start}" data-end="${at.end}" data-side="${b ? "b" : "a"}">${words}</span>`;
}
