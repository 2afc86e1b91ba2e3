/** The frame around every page: head, navigation, footer. Addresses are relative, so that any folder can hold the site. */
import path from "node:path";

export interface Link {
  readonly address: string;
  readonly title: string;
}

export interface Section {
  readonly title: string;
  readonly links: readonly Link[];
}

export interface Page {
  /** From the root of the site, with a slash at its end; "" is the home page. */
  readonly address: string;
  readonly title: string;
  readonly summary: string;
  readonly html: string;
  readonly sections: readonly Section[];
  /** Another policy than `POLICY`, for a page with scripts. */
  readonly policy?: string;
  /** Elements for the head of the page. */
  readonly head?: string;
}

/** No script runs, and nothing is loaded but the style sheet and images of the site. */
export const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

const TOP: readonly Link[] = [
  { address: "playground/", title: "Playground" },
  { address: "docs/", title: "Documentation" },
  { address: "rules/", title: "Rules" },
  { address: "domains/", title: "Domains" },
  { address: "schema/", title: "Schemas" },
];

/** What every page of the site begins with. @param policy its content security policy */
export function metaTags(policy: string): string {
  return `<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">`;
}

export function pageHtml(page: Page, version: string): string {
  const { address, title, summary, html, sections, policy = POLICY, head = "" } = page;
  const to = (target: string) => relative(address, target);
  const current = (target: string) => (target === address ? ' aria-current="page"' : "");
  const link = ({ address: target, title }: Link) =>
    `<li><a href="${to(target)}"${current(target)}>${escapeHtml(title)}</a></li>`;
  const className = address === "" ? "home" : policy === POLICY ? "" : "app";
  const side = sections
    .map(({ title, links }) => `<h2>${escapeHtml(title)}</h2>\n<ul>\n${links.map(link).join("\n")}\n</ul>`)
    .join("\n");
  return `<!doctype html>
<html lang="en">
<head>
${metaTags(policy)}
<meta name="description" content="${escapeHtml(summary)}">
<title>${escapeHtml(address === "" ? title : `${title} · Forge Alloy`)}</title>
<link rel="icon" href="${to("images/icon.png")}">
<link rel="stylesheet" href="${to("site.css")}">${head && `\n${head}`}
</head>
<body${className && ` class="${className}"`}>
<a class="skip" href="#main">Skip to content</a>
<header>
<a class="brand" href="${to("")}"><img src="${to("images/icon.png")}" alt="" width="28" height="28">Forge Alloy</a>
<nav aria-label="Site">
<ul>
${TOP.map(link).join("\n")}
</ul>
</nav>
</header>
<div class="columns">
${side === "" ? "" : `<nav class="side" aria-label="Section">\n${side}\n</nav>\n`}<main id="main">
${html}</main>
</div>
<footer>
<p>Forge Alloy ${version}. No cookies, no tracking. Scripts run in the playground only. <a href="${to("docs/license/")}">License: MIT</a></p>
</footer>
</body>
</html>
`;
}

/** The address of a target as seen from a page. */
export function relative(from: string, target: string): string {
  const [, path_ = "", fragment = ""] = /^([^#]*)(#.*)?$/.exec(target) ?? [];
  if (path_ === from && fragment !== "") return fragment;
  const result = path.posix.relative(`/${from}`, `/${path_}`);
  const slash = path_ === "" || path_.endsWith("/") ? "/" : "";
  return `${result === "" ? "." : result}${slash}${fragment}`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
