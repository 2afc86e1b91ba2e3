/**
 * The site: every link leads somewhere, nothing runs outside the playground, nothing is loaded from elsewhere, and any
 * folder can hold it.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { POLICY, relative } from "../scripts/site/page.js";
import { PLAYGROUND_POLICY, PREVIEW_POLICY } from "../scripts/site/playground.js";
import { schemaFiles } from "../scripts/site/schemas.js";
import { siteFiles } from "../scripts/site.js";
import { rules } from "../server/src/rules/index.js";
import { ROOT } from "./protocol/client.js";

suite("site", () => {
  let files: Map<string, string | Buffer>;
  let pages: (readonly [name: string, html: string])[];
  suiteSetup(async function () {
    this.timeout(120_000);
    files = await siteFiles();
    pages = [...files].filter(([name]) => name.endsWith(".html")).map(([name, html]) => [name, String(html)]);
    pages = pages.filter(([name]) => name !== "playground/preview/index.html"); // a frame, not a page
  });

  const attributes = (html: string, name: string) =>
    [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, "g"))].map(([, value = ""]) => value);
  const idsOf = (html: string) => attributes(html, "id");

  test("has a page for each rule, domain, and document", () => {
    for (const { code } of rules) assert.ok(files.has(`rules/${code}/index.html`), code);
    for (const name of readdirSync(path.join(ROOT, "docs/domains")))
      assert.ok(files.has(`domains/${path.basename(name, ".md")}/index.html`), name);
    const addresses = { support: "platforms" } as Record<string, string>;
    for (const name of readdirSync(path.join(ROOT, "docs")).filter((name) => name.endsWith(".md"))) {
      const base = path.basename(name, ".md");
      assert.ok(
        files.has(`docs/${addresses[base] ?? base}/index.html`),
        `${name} is in no section of contents.ts`,
      );
    }
    for (const name of ["index.html", "docs/index.html", "rules/index.html", "schema/index.html", "llms.txt"])
      assert.ok(files.has(name), name);
  });

  test("every internal link and image leads to a file of the site, and every fragment to an element", () => {
    const ids = new Map(pages.map(([name, html]) => [name, new Set(idsOf(html))]));
    let links = 0;
    for (const [name, html] of pages) {
      const targets = ["href", "src", "srcset"].flatMap((attribute) => attributes(html, attribute));
      for (const target of targets.filter((target) => !/^https?:/.test(target))) {
        links++;
        assert.doesNotMatch(target, /^\/|^[a-z]+:/i, `${name}: ${target} only works in one folder`);
        const url = new URL(target, `https://example.org/any/folder/${name}`);
        assert.ok(url.pathname.startsWith("/any/folder/"), `${name}: ${target} leaves the site`);
        const wanted = decodeURI(url.pathname.slice("/any/folder/".length));
        const file = wanted === "" || wanted.endsWith("/") ? `${wanted}index.html` : wanted;
        assert.ok(files.has(file), `${name}: ${target}`);
        if (url.hash !== "")
          assert.ok(ids.get(file)?.has(decodeURIComponent(url.hash.slice(1))), `${name}: ${target}`);
      }
    }
    assert.ok(links > 5000);
  });

  test("nothing runs, and nothing is loaded from elsewhere", () => {
    for (const [name, html] of pages) {
      if (name === "playground/index.html") continue;
      assert.ok(html.includes(`<meta http-equiv="Content-Security-Policy" content="${POLICY}">`), name);
      const tags = html.replace(/>[^<]*</g, "><");
      assert.doesNotMatch(tags, /<(script|iframe|object|embed|form|base|style)\b/i, name);
      assert.doesNotMatch(tags, / (style|on[a-z]+)="/i, name);
      assert.doesNotMatch(tags, /="javascript:/i, name);
      for (const [, tag = ""] of tags.matchAll(/<((?:img|source|link) [^>]*)>/g))
        assert.doesNotMatch(tag, /(src|srcset|href)="(https?:)?\/\//, name);
    }
    assert.match(POLICY, /^default-src 'none'; /);
    assert.doesNotMatch(POLICY, /unsafe|https?:|\*/);
    assert.doesNotMatch(String(files.get("site.css")), /@import|url\(/);
  });

  test("the playground runs its own files only, and makes no code out of text", () => {
    for (const [name, policy] of [
      ["playground/index.html", PLAYGROUND_POLICY],
      ["playground/preview/index.html", PREVIEW_POLICY],
    ] as const) {
      const html = String(files.get(name));
      assert.ok(html.includes(`<meta http-equiv="Content-Security-Policy" content="${policy}">`), name);
      assert.match(policy, /^default-src 'none'; /);
      assert.doesNotMatch(policy, /https?:|\*|unsafe-eval|blob:/);
      // The editor makes style elements while it runs.
      assert.doesNotMatch(policy.replace("style-src 'self' 'unsafe-inline'", ""), /unsafe/);
      assert.doesNotMatch(html, /<script(?![^>]* src="[\w.]+")| (on[a-z]+|style)="|<style/i, name);
    }
  });

  /** Bytes of all files of the playground, and of the style sheet and the icon that its page shares with others. */
  const MAX_COMPRESSED = 2_500_000;

  test("the playground is at most 2.5 MB compressed, of which the page needs two thirds at once", () => {
    const sizes = [...files]
      .filter(([name]) => /^(playground\/|site\.css$|images\/icon\.png$)/.test(name))
      .map(([name, content]) => [name, gzipSync(content).length] as const);
    const sumOf = (some: typeof sizes) => some.reduce((sum, [, size]) => sum + size, 0);
    assert.ok(sumOf(sizes) <= MAX_COMPRESSED, `${sumOf(sizes)} bytes`);
    const atOnce = sizes.filter(([name]) => !/THIRD-PARTY|\/(examples|vocabularies)\/|worker\.js/.test(name));
    assert.ok(sumOf(atOnce) <= (MAX_COMPRESSED * 2) / 3, `${sumOf(atOnce)} bytes`);
  });

  test("the playground keeps every file that it loads, for use without a network", () => {
    const worker = String(files.get("playground/service-worker.js"));
    for (const name of files.keys()) {
      if (!name.startsWith("playground/") || /THIRD-PARTY|service-worker/.test(name)) continue;
      const kept = name.slice("playground/".length).replace(/index\.html$/, "") || "./";
      assert.ok(worker.includes(`"${kept}"`), name);
    }
    assert.match(worker, /"\.\.\/site\.css"/);
  });

  test("the playground names the packages in it, with their licenses", () => {
    const notices = String(files.get("playground/THIRD-PARTY.txt"));
    for (const name of ["monaco-editor", "dompurify", "marked", "morphdom", "vscode-jsonrpc"])
      assert.match(notices, new RegExp(`^${name} \\d`, "m"), name);
  });

  test("every page has a title, a summary, one main heading, unique anchors, and a name for each image", () => {
    const titles = new Set<string>();
    for (const [name, html] of pages) {
      const [, title = ""] = /<title>([^<]+)<\/title>/.exec(html) ?? [];
      assert.ok(title !== "" && !title.startsWith(" "), name);
      titles.add(title);
      assert.match(html, /<meta name="description" content="[^"]{10,}">/, name);
      assert.equal(html.match(/<h1\b/g)?.length, 1, name);
      const ids = idsOf(html);
      assert.equal(new Set(ids).size, ids.length, name);
      for (const [image] of html.matchAll(/<img [^>]*>/g)) assert.match(image, / alt="/, name);
      // Markdown that was not understood.
      assert.doesNotMatch(html.replace(/<(pre|code)\b[\s\S]*?<\/\1>/g, ""), /\]\(|&lt;!--|\*\*|```/, name);
    }
    assert.ok(titles.size > rules.length);
  });

  test("schemas say their version, and their address once the site has one", () => {
    const names = [...files.keys()].filter((name) => name.startsWith("schema/") && name.endsWith(".json"));
    assert.ok(names.length > 10);
    for (const name of names) {
      const schema = JSON.parse(String(files.get(name)));
      assert.match(schema.$schema, name.includes("/draft-07/") ? /draft-07/ : /draft-07|2020-12/, name);
    }
    for (const [address, { text }] of schemaFiles("1.2.3", "https://example.org/alloy/")) {
      assert.match(address, /^schema\/1\.2\.3\//);
      assert.equal(JSON.parse(text).$id, `https://example.org/alloy/${address}`);
    }
  });

  test("the list for agents leads to pages", () => {
    const targets = [...String(files.get("llms.txt")).matchAll(/\]\(([^)]+)\)/g)].map(
      ([, target = ""]) => target,
    );
    assert.ok(targets.length > 10);
    for (const target of targets)
      assert.ok(files.has(`${target.replace(/^(\.\/|https:\/\/[^/]+\/)/, "")}index.html`), target);
  });

  test("addresses are relative to the page", () => {
    for (const [from, target, wanted] of [
      ["", "", "./"],
      ["", "site.css", "site.css"],
      ["", "rules/", "rules/"],
      ["rules/stage/none/", "", "../../../"],
      ["rules/stage/none/", "rules/stage/phase-order/", "../phase-order/"],
      ["docs/a/", "docs/a/#b", "#b"],
      ["docs/a/", "docs/", "../"],
      ["docs/a/", "docs/b/#c", "../b/#c"],
    ])
      assert.equal(relative(from as string, target as string), wanted);
  });
});
