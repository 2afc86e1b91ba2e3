/** Markdown of the documents as HTML of the site: anchors as on GitHub, no styles, no scripts, links by address. */
import MarkdownIt, { type Token } from "markdown-it";

export interface Rendered {
  readonly html: string;
  readonly title: string;
  /** The first sentence, as plain text. */
  readonly summary: string;
  readonly headings: readonly { readonly level: number; readonly id: string; readonly text: string }[];
}

/** Returns the address of a link or an image, or `undefined` if the site does not have its target. */
export type Resolve = (target: string) => string | undefined;

const markdown = new MarkdownIt({ html: false, linkify: false });
const { escapeHtml } = markdown.utils;
const { rules } = markdown.renderer;

rules.fence = (tokens, index) => {
  const { content, info } = tokens[index] as Token;
  const [language = ""] = info.trim().split(/\s+/);
  // Focusable, since a keyboard could not scroll it otherwise.
  return `<pre tabindex="0"><code>${marked(/^json/.test(language) ? highlighted(content) : escapeHtml(content))}</code></pre>\n`;
};
rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
rules.table_close = () => "</table></div>\n";
for (const cell of ["th_open", "td_open"])
  rules[cell] = (tokens, index) => {
    const { tag, attrs } = tokens[index] as Token;
    const [, align] = /text-align:(\w+)/.exec(attrs?.find(([name]) => name === "style")?.[1] ?? "") ?? [];
    return align ? `<${tag} class="${align}">` : `<${tag}>`;
  };

export function render(text: string, resolve: Resolve, darkOf: Resolve): Rendered {
  const tokens = markdown.parse(text.replace(/<!--[\s\S]*?-->\n?/g, ""), {});
  const used = new Map<string, number>();
  const headings: { level: number; id: string; text: string }[] = [];
  tokens.forEach((token, index) => {
    if (token.type === "heading_open") {
      const content = plain(tokens[index + 1] as Token);
      const slug = slugOf(content);
      const times = used.get(slug) ?? 0;
      used.set(slug, times + 1);
      const id = times === 0 ? slug : `${slug}-${times}`;
      token.attrSet("id", id);
      headings.push({ level: Number(token.tag.slice(1)), id, text: content });
    }
    if (token.type === "inline") token.children = resolved(token.children ?? [], resolve);
  });
  rules.image = (all, index) => {
    const image = all[index] as Token;
    const source = image.attrGet("src") ?? "";
    const address = resolve(source);
    if (address === undefined) throw new Error(`The site does not have the image ${source}.`);
    const alt = escapeHtml(image.content);
    const dark = darkOf(source);
    const picture = `<img src="${address}" alt="${alt}" loading="lazy">`;
    return dark === undefined
      ? picture
      : `<picture><source srcset="${dark}" media="(prefers-color-scheme: dark)">${picture}</picture>`;
  };
  const paragraph = tokens.findIndex(({ type }) => type === "paragraph_open");
  const first = paragraph < 0 ? "" : plain(tokens[paragraph + 1] as Token);
  return {
    html: markdown.renderer.render(tokens, markdown.options, {}),
    title: headings.find(({ level }) => level === 1)?.text ?? "",
    summary: (/^.*?[.:](?= |$)/s.exec(first)?.[0] ?? first).replace(/:$/, "."),
    headings,
  };
}

/** Leads links to their addresses; text whose target is not part of the site stays text. */
function resolved(children: readonly Token[], resolve: Resolve): Token[] {
  const result: Token[] = [];
  let isText = false;
  for (const token of children) {
    if (token.type === "link_open") {
      const target = token.attrGet("href") ?? "";
      const address = /^https?:/.test(target) ? target : resolve(decodeURI(target));
      isText = address === undefined;
      if (address !== undefined) {
        token.attrSet("href", address);
        if (/^https?:/.test(address)) token.attrSet("rel", "noreferrer");
      }
    }
    if (!(isText && (token.type === "link_open" || token.type === "link_close"))) result.push(token);
    if (token.type === "link_close") isText = false;
  }
  return result;
}

function plain(inline: Token): string {
  return (inline.children ?? [])
    .map(({ type, content }) => (type === "softbreak" ? " " : type === "image" ? "" : content))
    .join("");
}

/** The anchor of a heading, as on GitHub. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}

/** JSON, also with mistakes and comments, with its tokens in elements. */
function highlighted(json: string): string {
  const token = /("(?:[^"\\\n]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\b\d[\d.eE+-]*)/g;
  let html = "";
  let from = 0;
  for (const match of json.matchAll(token)) {
    const [all, string, colon, word, number] = match;
    html += escapeHtml(json.slice(from, match.index));
    const kind = string === undefined ? (word === undefined ? "number" : "word") : colon ? "key" : "string";
    html += `<span class="${kind}">${escapeHtml(string ?? word ?? number ?? "")}</span>${colon ?? ""}`;
    from = match.index + all.length;
  }
  return html + escapeHtml(json.slice(from));
}

/** The ranges between ‹ and › that a rule reports. */
function marked(html: string): string {
  return html.replace(/‹([^›]*)›/g, "<mark>‹$1›</mark>");
}
