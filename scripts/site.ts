// The site: node --import tsx scripts/site.ts (npm run site) writes dist/site, which any web server can show, in any folder.
// Home, documentation, a page for each rule, domains, and JSON Schemas, without scripts; and the playground, which has
// some. docs/releasing.md says where its URL is set.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rules } from "../server/src/rules/index.js";
import { bundled } from "../server/src/schema/bundled.js";
import { readIdentity } from "./identity.mjs";
import { llmsList } from "./llms.js";
import { ROOT } from "./root.js";
import { contents, DOCUMENTATION } from "./site/contents.js";
import { type Rendered, render } from "./site/markdown.js";
import { escapeHtml, type Link, type Page, pageHtml, relative, type Section } from "./site/page.js";
import { playgroundFiles, playgroundPage } from "./site/playground.js";
import { schemaFiles } from "./site/schemas.js";
import { schemaStoreFiles } from "./site/schemastore.js";

const OUT = path.join(ROOT, "dist/site");
const SCHEMA_STORE = path.join(ROOT, "dist/schemastore");
const { documents, copied } = contents();
const { version } = JSON.parse(read("package.json"));
const identity = readIdentity();
const schemas = schemaFiles(version, identity.site);

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8").replaceAll("\r\n", "\n");
}

/** Every file of the site by its path. */
export async function siteFiles(): Promise<Map<string, string | Buffer>> {
  const files = new Map<string, string | Buffer>();
  for (const [file, address] of copied) files.set(address, readFileSync(path.join(ROOT, file)));
  for (const [address, { text }] of schemas) files.set(address, text);
  files.set("llms.txt", llms());

  const pages = new Map([...documents].map(([file, address]) => [file, rendered(file, address)] as const));
  const links = (names: readonly string[]) =>
    names.map((file) => ({
      address: documents.get(file) as string,
      title: (pages.get(file) as Rendered).title,
    }));
  const documentation = Object.entries(DOCUMENTATION).map(([title, names]) => ({
    title,
    links: links(names),
  }));
  const domains = [
    {
      title: "Domains",
      links: links([...documents.keys()].filter((file) => file.startsWith("docs/domains/"))),
    },
  ];
  const add = (address: string, page: Omit<Page, "address" | "sections">, sections: readonly Section[]) =>
    files.set(`${address}index.html`, pageHtml({ address, ...page, sections }, version));

  for (const [file, page] of pages) {
    const address = documents.get(file) as string;
    const html = address === "" ? home(page) : page.html;
    const sections = address.startsWith("docs/")
      ? documentation
      : address.startsWith("domains/")
        ? domains
        : address.startsWith("rules/")
          ? ruleSections(address)
          : [];
    add(address, { ...page, html }, sections);
  }
  add(
    "docs/",
    list("Documentation", "Guides and references for Forge Alloy.", documentation, pages, "docs/"),
    documentation,
  );
  add(
    "domains/",
    list("Domains", "Stage types and fields of the built-in domains.", domains, pages, "domains/"),
    domains,
  );
  add("schema/", schemaPage(), []);

  const playground = pageHtml({ ...playgroundPage(), sections: [] }, version);
  files.set("playground/index.html", playground);
  const shared = (address: string) => files.get(address) as string | Buffer;
  for (const [address, content] of await playgroundFiles(playground, shared)) files.set(address, content);
  return files;
}

function rendered(file: string, address: string): Rendered {
  const text =
    file === "LICENSE"
      ? `# License\n\n${read(file).replace(/^MIT License\n\n/, "MIT License.\n\n")}`
      : read(file);
  const resolve = (target: string) => addressOf(file, address, target);
  const dark = (target: string) => resolve(target.replace(/\.png$/, "-dark.png"));
  return render(text, resolve, (target) => (target.endsWith(".png") ? dark(target) : undefined));
}

/** The address on the site that a link of a document leads to. Other files are in the repository, if it is public. */
function addressOf(file: string, from: string, target: string): string | undefined {
  const [, name = "", fragment = ""] = /^([^#]*)(#.*)?$/.exec(target) ?? [];
  if (name === "") return fragment;
  const wanted = path.posix.join(path.posix.dirname(file), name);
  const address =
    documents.get(wanted) ?? copied.get(wanted) ?? (wanted === "llms.txt" ? wanted : schemaOf(wanted));
  if (address !== undefined) return relative(from, `${address}${fragment}`);
  return identity.repository === null || name.endsWith(".png")
    ? undefined
    : `${identity.repository}/blob/main/${wanted}${fragment}`;
}

function schemaOf(file: string): string | undefined {
  return [...schemas].find(([, { source }]) => source === file)?.[0];
}

/** The README, whose title and first sentence become the top of the page. */
function home({ html }: Rendered): string {
  const [, title = "", lead = "", rest = ""] =
    /^<h1[^>]*>(.*?)<\/h1>\n<p>([\s\S]*?)<\/p>\n([\s\S]*)$/.exec(html) ?? [];
  return `<div class="hero">
<h1>${title}</h1>
<p class="lead">${lead}</p>
<p class="actions"><a class="button" href="#install">Install</a> <a class="button plain" href="./playground/">Try it in the browser</a> <a class="button plain" href="./rules/">${rules.length} rules</a> <a class="button plain" href="./docs/">Documentation</a></p>
</div>
${rest}`;
}

/** The rules of a group next to a page of it; on the list of all, the groups. */
function ruleSections(address: string): Section[] {
  const [, group = ""] = /^rules\/([^/]+)\//.exec(address) ?? [];
  const groups = [...new Set(rules.map(({ code }) => code.split("/")[0] as string))];
  const first = (name: string): Link => ({
    address: `rules/${rules.find(({ code }) => code.startsWith(`${name}/`))?.code}/`,
    title: name,
  });
  const same = rules.filter(({ code }) => code.startsWith(`${group}/`));
  return [
    ...(group === ""
      ? []
      : [{ title: group, links: same.map(({ code }) => ({ address: `rules/${code}/`, title: code })) }]),
    { title: "Groups", links: [{ address: "rules/", title: "All rules" }, ...groups.map(first)] },
  ];
}

function list(
  title: string,
  summary: string,
  sections: readonly Section[],
  pages: ReadonlyMap<string, Rendered>,
  from: string,
): Pick<Rendered, "title" | "summary" | "html"> {
  const summaryOf = (address: string) => {
    const [file = ""] = [...documents].find(([, one]) => one === address) ?? [];
    return pages.get(file)?.summary ?? "";
  };
  const html = sections
    .map(({ title, links }) => {
      const items = links.map(
        ({ address, title }) =>
          `<li><a href="${relative(from, address)}">${escapeHtml(title)}</a><br>${escapeHtml(summaryOf(address))}</li>`,
      );
      return `<h2>${escapeHtml(title)}</h2>\n<ul class="list">\n${items.join("\n")}\n</ul>\n`;
    })
    .join("");
  return { title, summary, html: `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(summary)}</p>\n${html}` };
}

function schemaPage(): Pick<Rendered, "title" | "summary" | "html"> {
  const summary = `JSON Schemas of Forge Alloy ${version}, for tools that know nothing else.`;
  const rows = [...schemas].map(
    ([address, { title, draft }]) =>
      `<tr><td><a href="${relative("schema/", address)}">${escapeHtml(path.posix.basename(address))}</a></td><td>${escapeHtml(title)}</td><td>${draft}</td></tr>`,
  );
  const note =
    "A schema covers less than the language server: types, choices, ranges, required fields, and conditions.";
  return {
    title: "Schemas",
    summary,
    html: `<h1>Schemas</h1>\n<p>${escapeHtml(summary)} ${note} <code>forge-alloy schema</code> prints them, also for your own domains.</p>\n<div class="table" tabindex="0"><table>\n<thead><tr><th>File</th><th>Content</th><th>Draft</th></tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody>\n</table></div>\n`,
  };
}

/** The list for agents, with addresses of the site. */
function llms(): string {
  return llmsList().replace(/\[([^\]]*)\]\(([^)]+)\)/g, (all, title: string, file: string) => {
    const address = documents.get(file);
    return address === undefined ? title : all.replace(`(${file})`, `(${identity.site ?? "./"}${address})`);
  });
}

export async function writeSite(folder = OUT): Promise<number> {
  return writeFiles(folder, await siteFiles());
}

/** Writes what a pull request to SchemaStore adds. */
export function writeSchemaStore(folder = SCHEMA_STORE): number {
  return writeFiles(folder, schemaStoreFiles());
}

function writeFiles(folder: string, files: ReadonlyMap<string, string | Buffer>): number {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, content] of files) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return files.size;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`dist/site: ${await writeSite()} files, ${bundled.domains.length} domains`);
  console.log(`dist/schemastore: ${writeSchemaStore()} files`);
}
