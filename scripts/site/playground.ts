/** The playground as files of the site: bundles, the page, the page of its preview, and what works without a network. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as esbuild from "esbuild";
import { FORM_STYLE } from "../../server/src/preview/form-style.js";
import { PAGE_STYLE, STYLE } from "../../server/src/preview/style.js";
import { noticesFor, packagesIn } from "../notices.mjs";
import { ROOT } from "../root.js";
import { vocabularyFiles } from "../vocabularies.mjs";
import { escapeHtml, metaTags, type Page } from "./page.js";

const ADDRESS = "playground/";
const SOURCE = path.join(ROOT, "playground/src");
const EXAMPLES = path.join(ROOT, "examples");

/** What the playground shows at first. */
const FIRST = "executed-rework.alloy.json";

/**
 * Scripts and workers of the site, and nothing from elsewhere. The editor makes `style` elements and attributes while it
 * runs, which no policy but this one allows; `data:` is for the images in its style sheet.
 */
export const PLAYGROUND_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "font-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The frame with the preview: our own script and style sheet. */
export const PREVIEW_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'";

/** Files outside the folder of the playground that its page loads. */
const FRAME_FILES = ["site.css", "images/icon.png"];

/** The page in the frame of the site, see `page.ts`. */
export function playgroundPage(): Omit<Page, "sections"> {
  return {
    address: ADDRESS,
    title: "Playground",
    summary: "Write an alloy in the browser: checked as you type, with its preview beside it.",
    policy: PLAYGROUND_POLICY,
    head: `<link rel="stylesheet" href="page.css">
<link rel="stylesheet" href="playground.css">
<script src="early.js"></script>
<script type="module" src="page.js"></script>`,
    html: read("playground/page.html").replace("<!-- first -->", firstExample()),
  };
}

/** All files of the playground but the page, by their addresses. @param shared the other files that its page loads */
export async function playgroundFiles(
  page: string,
  shared: (address: string) => string | Buffer,
): Promise<Map<string, string | Buffer>> {
  const files = new Map<string, string | Buffer>();
  for (const [name, content] of await bundles()) files.set(`${ADDRESS}${name}`, content);
  files.set(`${ADDRESS}playground.css`, read("playground/playground.css"));
  files.set(`${ADDRESS}preview/index.html`, previewHtml());
  files.set(
    `${ADDRESS}preview/preview.css`,
    STYLE + PAGE_STYLE + FORM_STYLE + read("playground/preview.css"),
  );
  for (const [name, text] of vocabularyFiles()) files.set(`${ADDRESS}vocabularies/${name}`, text);
  for (const [name, text] of exampleFiles()) files.set(`${ADDRESS}examples/${name}`, text);
  files.set(`${ADDRESS}service-worker.js`, await serviceWorker(files, page, shared));
  return files;
}

const SETTINGS: esbuild.BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  write: false,
  minify: true,
  platform: "browser",
  target: "es2022",
  mainFields: ["module", "main"],
  charset: "utf8",
  legalComments: "none", // `THIRD-PARTY.txt` has them
  loader: { ".ttf": "file" },
  assetNames: "[name]",
  outdir: path.join(ROOT, "dist/site/playground"),
  metafile: true,
  logLevel: "warning",
};

async function bundles(): Promise<Map<string, Buffer | string>> {
  const entry = (file: string) => path.join(SOURCE, file);
  const made = await Promise.all([
    esbuild.build({ ...SETTINGS, entryPoints: { page: entry("page.ts") }, format: "esm" }),
    esbuild.build({
      ...SETTINGS,
      entryPoints: {
        early: entry("early.ts"),
        server: entry("server-worker.ts"),
        "editor-worker": entry("editor-worker.ts"),
        "preview/preview": entry("preview-frame.ts"),
      },
      format: "iife",
    }),
  ]);
  const files = new Map<string, Buffer | string>();
  for (const { outputFiles = [] } of made)
    for (const { path: file, contents } of outputFiles) {
      const name = path.relative(SETTINGS.outdir as string, file).replaceAll(path.sep, "/");
      files.set(name, Buffer.from(contents));
    }
  const metafiles = made.flatMap(({ metafile }) => (metafile ? [metafile] : []));
  files.set("THIRD-PARTY.txt", notices(packagesIn(metafiles)));
  return files;
}

/** Packages of which the editor has copies of its own. */
const IN_EDITOR = ["node_modules/dompurify", "node_modules/marked"];

/** The licenses of all packages, and what the editor says of what it consists of. */
function notices(folders: readonly string[]): string {
  const icons =
    "codicon.ttf\n\nThe icons of Visual Studio Code, by Microsoft Corporation, under CC BY 4.0: https://creativecommons.org/licenses/by/4.0/\n";
  const parts = [
    noticesFor([...folders, ...IN_EDITOR], ROOT),
    icons,
    read("node_modules/monaco-editor/ThirdPartyNotices.txt"),
  ];
  return parts.join(`\n${"-".repeat(72)}\n\n`);
}

/** Knows all files of the playground, and a name that changes with any of them. */
async function serviceWorker(
  files: ReadonlyMap<string, string | Buffer>,
  page: string,
  shared: (address: string) => string | Buffer,
): Promise<string> {
  const contents = new Map<string, string | Buffer>([["", page]]);
  for (const [address, content] of files) {
    const name = address.slice(ADDRESS.length).replace(/(^|\/)index\.html$/, "$1");
    if (!name.startsWith("THIRD-PARTY")) contents.set(name, content);
  }
  for (const address of FRAME_FILES) contents.set(`../${address}`, shared(address));
  const hash = createHash("sha256");
  for (const [name, content] of contents) hash.update(`${name}\0`).update(content);
  const { outputFiles } = await esbuild.build({
    ...SETTINGS,
    entryPoints: { "service-worker": path.join(SOURCE, "service-worker.ts") },
    format: "iife",
    define: {
      FILES: JSON.stringify([...contents.keys()].map((name) => name || "./")),
      BUILD: JSON.stringify(hash.digest("hex").slice(0, 16)),
    },
  });
  return outputFiles?.[0]?.text ?? "";
}

function previewHtml(): string {
  return `<!doctype html>
<html lang="en">
<head>
${metaTags(PREVIEW_POLICY)}
<meta name="robots" content="noindex">
<title>Preview</title>
<link rel="stylesheet" href="preview.css">
</head>
<body class="forge-alloy">
<p id="note" class="stale" role="status" hidden></p>
<main></main>
<script src="preview.js"></script>
</body>
</html>
`;
}

/** The text of the first example, which needs no request of its own. It is not shown where it stands. */
function firstExample(): string {
  const text = escapeHtml(readFileSync(path.join(EXAMPLES, FIRST), "utf8"));
  return `<div id="first" data-name="${FIRST}" hidden>${text}</div>`;
}

/** Examples, and files in `.forge-alloy` that they use, in a folder whose name web servers do not hide. */
function exampleFiles(): Map<string, string> {
  const files = new Map<string, string>();
  const about = new Map(
    [...read("examples/README.md").matchAll(/^\| `([\w.-]+)` \| (.*?) \|/gm)].map(([, name, text]) => [
      name,
      text?.replaceAll("`", ""),
    ]),
  );
  const names = readdirSync(EXAMPLES).filter((name) => name.endsWith(".alloy.json"));
  const settings = readdirSync(path.join(EXAMPLES, ".forge-alloy"), { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /^(domains|executors)\/.*\.json$/.test(name));
  const alloys = names.map((name) => ({ name, text: read(`examples/${name}`) }));
  const others = settings.map((name) => ({ name, text: read(`examples/.forge-alloy/${name}`) }));
  for (const { name, text } of alloys) files.set(name, text);
  for (const { name, text } of others) files.set(`settings/${name}`, text);
  const index = alloys.map((alloy) => ({
    name: alloy.name,
    about: about.get(alloy.name) ?? "",
    files: others.filter((file) => uses(alloy.text, file.text)).map((file) => `.forge-alloy/${file.name}`),
  }));
  files.set("index.json", JSON.stringify(index));
  return files;
}

/** Whether an alloy needs a file: it names its domain, or an architecture that its profile describes. */
function uses(alloy: string, file: string): boolean {
  const { id, architectures = {} } = JSON.parse(file);
  const words = new Set([...alloy.matchAll(/"([^"]*)"/g)].map(([, word]) => word));
  return [id, ...Object.keys(architectures)].some((name) => words.has(name));
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8").replaceAll("\r\n", "\n");
}
