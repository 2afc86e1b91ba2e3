/** The playground of the site in a real browser: the language server in its worker, and nothing that leaves the page. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Frame, Page } from "playwright-core";
import { launchBrowser } from "../../../scripts/browser.mjs";
import { writeSite } from "../../../scripts/site.js";
import { type StaticServer, serveFolder } from "../../../scripts/static-server.mjs";
import { ROOT } from "../../protocol/client.js";
import { RETRIES, TEST_LIMIT, until } from "./window.mjs";

/** How long a condition may take on the slowest machine, in milliseconds. */
const WAIT_LIMIT = 60_000;

type File = readonly [path: string, text: string];

/** A short alloy that has no problems, and meets its criterion. */
const ALLOY = `{
  "name": "coder",
  "version": "0.1.0",
  "license": "apache-2.0",
  "source": { "baseModel": "Qwen/Qwen2.5-Coder-7B", "architecture": "qwen2" },
  "stages": [
    { "type": "prune", "strategy": "magnitude", "level": 0.2 },
    { "type": "train", "method": "lora" },
    { "type": "eval", "benchmarks": [{ "name": "humaneval" }] }
  ],
  "acceptanceCriteria": { "benchmarks": { "humaneval": { "min": 0.5 } } },
  "results": { "benchmarks": [{ "name": "humaneval", "score": 62 }] }
}
`;

suite("the playground", function () {
  this.timeout(TEST_LIMIT);
  this.retries(RETRIES);
  let folder: string;
  let server: StaticServer;
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  let page: Page;
  /** What the page asked the network for, and what it complained about. */
  let requested: string[];
  let complaints: string[];

  suiteSetup(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-site-"));
    await writeSite(folder);
    server = await serveFolder(folder);
    browser = await launchBrowser();
  });
  suiteTeardown(async () => {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  setup(() => newPage("light"));
  teardown(async function () {
    if (this.currentTest?.state === "failed") {
      const file = path.join("out", "ui", `${this.currentTest.fullTitle().replace(/\W+/g, "-")}.png`);
      await page.screenshot({ path: path.join(ROOT, file) });
      console.log(`      the page as it was then: ${file}`);
    }
    await page.context().close();
  });

  /**
   * A test after which the page has complained about nothing, nor asked any other server. That belongs to the test: Mocha
   * tries a test again, but no hook.
   */
  function pageTest(title: string, body: (this: Mocha.Context) => Promise<void>): void {
    test(title, async function () {
      await body.call(this);
      // Also what a policy forbids is complained about.
      assert.deepEqual(complaints, []);
      for (const url of requested) {
        assert.ok(url.startsWith(server.url) || url.startsWith("blob:"), url);
        assert.ok(!url.includes("#"), url);
      }
    });
  }

  async function newPage(colorScheme: "light" | "dark") {
    await page?.context().close();
    [requested, complaints] = [[], []];
    const permissions = ["clipboard-read", "clipboard-write"];
    const context = await browser.newContext({
      viewport: { width: 1300, height: 900 },
      colorScheme,
      permissions,
    });
    page = await context.newPage();
    page.setDefaultTimeout(WAIT_LIMIT);
    page.on("request", (request) => requested.push(request.url()));
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
  }

  /** Opens files by a link, as somebody may have made it. */
  async function open(...files: readonly File[]) {
    await page.goto(`${server.url}playground/${linkTo(files)}`);
    await ready();
  }

  const ready = () => page.locator("html[data-ready]").waitFor();

  /** The files in the address of the page, where each change arrives. */
  const files = () => filesIn(page.url());
  const text = () => files()[0]?.[1] ?? "";
  const textHas = (part: string | RegExp) =>
    until(() => (typeof part === "string" ? text().includes(part) : part.test(text())), String(part));
  const problems = () => page.locator("#problem-list");
  const word = (name: string) =>
    page.locator("#editor .view-line span span", { hasText: new RegExp(`^"?${name}"?$`) }).first();
  const verdict = (words: string | RegExp) => page.locator("#verdict", { hasText: words }).waitFor();
  const frame = (): Frame => page.frame({ url: /\/preview\/$/ }) as Frame;
  /** The cursor, as the list of problems counts. */
  const isAtLine = (line: number) =>
    page.locator("#editor .active-line-number", { hasText: new RegExp(`^${line}$`) }).waitFor();

  pageTest("underlines a misspelled stage type, and fixes it by keyboard", async () => {
    await open(["coder.alloy.json", ALLOY]);
    await page.locator("#problem-title", { hasText: "No problems" }).waitFor();
    await word("eval").dblclick();
    await page.keyboard.type("evall");
    await page.locator("#editor .squiggly-error").first().waitFor();
    await problems().getByText("evall").waitFor();
    await page.locator("#count", { hasText: "1 error" }).waitFor();
    await page.keyboard.press("Escape"); // suggestions
    await page.keyboard.press("Control+.");
    await page.locator(".action-widget", { hasText: 'Change to "eval"' }).waitFor();
    await page.keyboard.press("Enter");
    await textHas('"type": "eval"');
    await page.locator("#problem-title", { hasText: "No problems" }).waitFor();
    await page.keyboard.press("Control+z");
    await textHas('"type": "evall"');
  });

  pageTest("a problem leads to its place, and its rule to a page of the site", async () => {
    await open(["coder.alloy.json", ALLOY.replace('"eval"', '"evall"')]);
    await problems().getByRole("button").first().click();
    await isAtLine(9);
    const [rule] = await Promise.all([
      page.context().waitForEvent("page"),
      problems().getByRole("link", { name: "stage/unknown-type" }).click(),
    ]);
    await rule.getByRole("heading", { level: 1, name: "stage/unknown-type" }).waitFor();
  });

  pageTest("completes, and explains what the mouse is over", async () => {
    await open(["coder.alloy.json", ALLOY]);
    await word("lora").dblclick();
    await page.keyboard.press("Delete");
    await page.keyboard.press("Control+Space");
    const widget = page.locator(".suggest-widget");
    await widget.getByText("full", { exact: true }).first().waitFor();
    await page.keyboard.type("ful");
    await page.keyboard.press("Enter");
    await textHas('"method": "full"');
    await word("strategy").hover();
    await page.locator(".monaco-hover", { hasText: "magnitude" }).first().waitFor();
  });

  pageTest("formats, fixes all, inserts a stage, and outlines", async () => {
    const ugly = ALLOY.replaceAll("\n", " ").replace(/\s+/g, " ").replace('"lora" }', '"lora", }');
    await open(["coder.alloy.json", ugly]);
    await page.getByRole("button", { name: "Fix all" }).click();
    await until(() => !text().includes(", }"), "the comma is gone");
    await page.getByRole("button", { name: "Format" }).click();
    await textHas(/^ {2}"stages": \[\n {4}\{/m);
    await page.getByRole("button", { name: "Insert stage…" }).click();
    await page.getByRole("dialog", { name: "Insert a stage" }).waitFor();
    await page.keyboard.type("quant");
    await page.keyboard.press("Enter");
    await textHas('"type": "quant"');
    await page.keyboard.press("Control+Shift+O");
    await page.locator(".quick-input-list .monaco-list-row").first().waitFor();
    await page.keyboard.type("acceptance");
    await page.locator(".quick-input-list", { hasText: "acceptanceCriteria" }).waitFor();
  });

  pageTest("shows the gate and the preview, whose stages lead to the text and back", async () => {
    await open(["coder.alloy.json", ALLOY]);
    await verdict(/Ship/);
    await frame().locator(".chip", { hasText: "Ship" }).waitFor();
    await frame().getByRole("button", { name: /train/ }).first().click();
    await isAtLine(8);
    await frame().locator("g.node.current", { hasText: "train" }).waitFor();
    await word("prune").click();
    await frame().locator("g.node.current", { hasText: "prune" }).waitFor();
    await word("62").dblclick();
    await page.keyboard.type("42");
    await verdict(/Rework/);
    await frame().locator(".chip", { hasText: "Rework" }).waitFor();
    // The preview changes the text, too.
    await word("prune").click();
    await frame().locator(".tools").getByRole("button", { name: "Duplicate" }).click();
    await textHas(/"prune"[\s\S]*"prune"/);
    await frame().getByText("Parameters of 2 prune").click();
    await frame().getByLabel("level", { exact: true }).fill("0.3");
    await page.keyboard.press("Enter");
    await textHas('"level": 0.3');
  });

  pageTest("a domain of one's own in a second tab makes its stage types known", async () => {
    const own = ALLOY.replace('"license"', '"domains": ["my-domain"],\n  "license"').replace(
      '"prune", "strategy": "magnitude", "level": 0.2',
      '"step"',
    );
    await open(["coder.alloy.json", own]);
    await problems().getByText("my-domain").first().waitFor();
    await page.getByRole("button", { name: "+ Own domain" }).click();
    await page.getByRole("tab", { name: "my-domain.json domain", selected: true }).waitFor();
    await page.getByRole("tab", { name: "coder.alloy.json" }).click();
    await page.locator("#editor").getByText('"step"').first().waitFor();
    await until(async () => !(await problems().textContent())?.includes("domain/unknown"), "it is known");
    await until(() => files().length === 2, "both files are in the address");
    // Renamed there, it is unknown here.
    await page.getByRole("tab", { name: "my-domain.json domain" }).click();
    await word("step").dblclick();
    await page.keyboard.type("stride");
    await page.getByRole("tab", { name: "coder.alloy.json" }).click();
    await problems().getByText('"step"').first().waitFor();
    // Tabs have one place in the order of the keyboard, and arrows between them.
    await page.getByRole("tab", { name: "coder.alloy.json" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: "my-domain.json domain", selected: true }).waitFor();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: "coder.alloy.json", selected: true }).waitFor();
  });

  pageTest("renames a benchmark, lists its references, and follows lenses", async () => {
    await open(["coder.alloy.json", ALLOY]);
    await verdict(/Ship/);
    await word("humaneval").click();
    await page.keyboard.press("F2");
    await page.locator(".rename-box input:focus").waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("mbpp");
    await page.keyboard.press("Enter");
    await until(() => text().match(/"mbpp"/g)?.length === 3, "it is renamed in three places");
    assert.ok(!text().includes("humaneval"));
    await page.keyboard.press("Shift+F12");
    await page.locator(".reference-zone-widget .monaco-list-row", { hasText: "mbpp" }).first().waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#editor .codelens-decoration a", { hasText: "2 transform stages" }).click();
    await until(
      async () => (await page.evaluate<string>("document.activeElement.id")) === "preview",
      "the preview has the focus",
    );
  });

  pageTest("a fix makes a file: a domain, or a configuration with a suppression", async () => {
    const choose = async (title: string) => {
      await page.keyboard.press("Control+.");
      await page.locator(".action-widget").getByText(title).first().click();
    };
    await open(["coder.alloy.json", ALLOY.replace('"license"', '"domains": ["my-lab"],\n  "license"')]);
    await problems().getByText("my-lab").first().waitFor();
    await word("my-lab").click();
    await choose("Create the domain");
    await page.getByRole("tab", { name: "my-lab.json domain", selected: true }).waitFor();
    await page.getByRole("tab", { name: "coder.alloy.json" }).click();
    await word("eval").dblclick();
    await page.keyboard.type("nothing");
    await problems().getByText('"nothing"').first().waitFor();
    await page.keyboard.press("Escape");
    await choose("Suppress stage/unknown-type here");
    await page.getByRole("tab", { name: "config.json configuration", selected: true }).waitFor();
    await page.keyboard.type("not built yet"); // the cursor is in the reason
    await until(() => files()[2]?.[1].includes('"reason": "not built yet"'), "the reason is written");
    await page.getByRole("tab", { name: "coder.alloy.json" }).click();
    await until(async () => !(await problems().textContent())?.includes('"nothing"'), "it is suppressed");
  });

  pageTest("a definition in a built-in domain is shown, read-only", async () => {
    await open(["coder.alloy.json", ALLOY]);
    await verdict(/Ship/);
    await word("prune").click();
    await page.keyboard.press("F12");
    await page.getByRole("tab", { name: "llm-forge.json read-only", selected: true }).waitFor();
    await page.keyboard.type("x");
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("tab", { name: "coder.alloy.json", selected: true }).waitFor();
    assert.equal(files().length, 1);
  });

  pageTest("begins with an example, and opens templates and other examples", async () => {
    await page.goto(`${server.url}playground/`);
    await ready();
    await verdict(/Rework/);
    await page.getByRole("button", { name: "New…" }).click();
    await page.getByRole("option", { name: /lab-batch/ }).click();
    await page.getByRole("tab", { name: "lab-batch.json domain" }).waitFor();
    await until(() => files()[0]?.[0] === "lab-batch.alloy.json", "the example is in the address");
    assert.equal(text(), readFileSync(path.join(ROOT, "examples/lab-batch.alloy.json"), "utf8"));
    await page.getByRole("button", { name: "New…" }).click();
    await page.getByRole("option").first().waitFor();
    await page.keyboard.type("moe template");
    await page.keyboard.press("Enter");
    await textHas('"name": "moe-coder"');
  });

  pageTest("a link has all of the text, and its fragment is never sent", async () => {
    await open(["coder.alloy.json", ALLOY]);
    await word("coder").dblclick();
    await page.keyboard.type("größer-😀");
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("The link is copied.").waitFor();
    const link = await page.evaluate<string>("navigator.clipboard.readText()");
    const wanted = ALLOY.replace('"coder"', '"größer-😀"');
    assert.deepEqual(filesIn(link), [["coder.alloy.json", wanted]]);
    // In the same tab, then in another one, and after a reload.
    await page.goto(`${server.url}playground/${linkTo([["other.alloy.json", "{}"]])}`);
    await page.getByRole("tab", { name: "other.alloy.json" }).waitFor();
    const other = await page.context().newPage();
    await other.goto(link);
    await other.getByText("größer-😀").first().waitFor();
    await other.reload();
    await other.getByText("größer-😀").first().waitFor();
  });

  pageTest("a link that is damaged, hostile, or too large gives a sentence, and the page works", async () => {
    const raw = (content: string | Buffer) => `#v1=${deflateRawSync(content).toString("base64url")}`;
    const cases: readonly [name: string, fragment: string, message: RegExp][] = [
      ["not base64", "#v1=%00<script>", /damaged/],
      ["nothing", "#v1=", /damaged/],
      ["not compressed", "#v1=AAAAAAAAAAAAAAAAAAAAAA", /damaged/],
      ["cut off", linkTo([["a.alloy.json", ALLOY]]).slice(0, -40), /damaged/],
      ["a bomb", raw(Buffer.alloc(200_000_000, 32)), /more text than/],
      ["not UTF-8", raw(Buffer.from([0x5b, 0xff, 0xfe])), /damaged/],
      ["deep", raw("[".repeat(1_000_000)), /does not hold files/],
      ["no list", raw('{"path": "a"}'), /does not hold files/],
      ["no text", raw('[["a.alloy.json", 5]]'), /does not hold files/],
      ["a path", linkTo([["../../a.alloy.json", "{}"]]), /does not open/],
      ["no alloy", linkTo([[".forge-alloy/config.json", "{}"]]), /does not open/],
      [
        "two alloys",
        linkTo([
          ["a.alloy.json", "{}"],
          ["b.alloy.json", "{}"],
        ]),
        /does not open/,
      ],
      ["many", linkTo(Array.from({ length: 99 }, (_, i) => [`${i}.json`, ""] as const)), /more than 16/],
      ["too long", `#v1=${"A".repeat(1_500_000)}`, /too long/],
      ["newer", "#v2=abc", /newer/],
    ];
    for (const [name, fragment, message] of cases) {
      await page.goto("about:blank"); // or it would be a link that is opened in the same page
      await page.goto(`${server.url}playground/${fragment}`);
      await page.locator("#warning", { hasText: message }).waitFor();
      await ready();
      assert.deepEqual(complaints, [], name);
    }
    await verdict(/Rework/);
  });

  pageTest("text of a link and of a file is text, never part of the page", async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
    const alloy = ALLOY.replace('"coder"', JSON.stringify(evil)).replace('"prune"', JSON.stringify(evil));
    await open([`${"x".repeat(20)}.alloy.json`, alloy]);
    await problems().getByText("<img src=x").first().waitFor();
    await frame().getByText("<img src=x").first().waitFor();
    await word("train").hover();
    assert.equal(await page.title(), "Playground · Forge Alloy");
    for (const one of page.frames()) assert.equal(await one.locator("img[onerror]").count(), 0);
  });

  pageTest("another site that shows the preview in a frame cannot write into it", async () => {
    const other = mkdtempSync(path.join(tmpdir(), "forge-alloy-other-site-"));
    writeFileSync(
      path.join(other, "index.html"),
      `<!doctype html><link rel="icon" href="data:,"><iframe src="${server.url}playground/preview/"></iframe>`,
    );
    const elsewhere = await serveFolder(other); // another port is another origin
    try {
      await page.goto(elsewhere.url);
      const shown = page.frameLocator("iframe").locator("main");
      await shown.waitFor({ state: "attached" });
      await page.evaluate(
        'frames[0].postMessage({ kind: "scene", uri: "a", html: "evil", note: "evil" }, "*")',
      );
      await frame().evaluate("new Promise((resolve) => setTimeout(resolve, 0))");
      assert.equal(await shown.innerHTML(), "");
    } finally {
      await elsewhere.stop();
      rmSync(other, { recursive: true });
    }
    requested = [];
    complaints = []; // the messages of the frame, which are for its own origin only
  });

  pageTest("opens a file that is dropped, and downloads it", async () => {
    await open(["coder.alloy.json", ALLOY]);
    const name = "größe (1) #2.alloy.json";
    await drop(name, ALLOY.replace('"coder"', '"dropped"').replace('"lora" }', '"lora", }'));
    await page.getByRole("tab", { name }).waitFor();
    await textHas('"name": "dropped"');
    await problems().getByText("trailing comma").first().waitFor();
    await page.getByRole("button", { name: "Fix all" }).click();
    await textHas('"lora" }');
    await drop("mine.json", '{"id": "mine", "version": "1.0.0", "title": "Mine", "stages": {}}');
    await page.getByRole("tab", { name: "mine.json domain", selected: true }).waitFor();
    await page.getByRole("button", { name: "Remove file" }).click();
    await page.getByRole("tab", { name, selected: true }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), name);
    assert.equal(readFileSync(await download.path(), "utf8"), text());
  });

  async function drop(name: string, content: string) {
    const data = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}));
      return transfer;
    })()`);
    await page.locator("#editor .view-lines").dispatchEvent("drop", { dataTransfer: data });
  }

  pageTest("works without a network once it was open", async () => {
    await open(["coder.alloy.json", ALLOY]);
    await page.evaluate("navigator.serviceWorker.ready.then(() => {})");
    await until(
      () => page.evaluate<boolean>('navigator.serviceWorker.controller?.state === "activated"'),
      "all files are kept",
    );
    await page.context().setOffline(true);
    await page.reload();
    await ready();
    await verdict(/Ship/);
    await frame().locator(".chip", { hasText: "Ship" }).waitFor();
    await page.getByRole("button", { name: "New…" }).click();
    await page.getByRole("option", { name: /vision-language example/ }).click();
    await textHas('"name": "vision-language"');
    await page.getByRole("button", { name: "Format" }).click();
  });

  pageTest("everything is reached by keyboard, also what comes after the text", async () => {
    await open(["coder.alloy.json", ALLOY.replace('"eval"', '"evall"')]);
    await problems().getByText("evall").waitFor();
    await word("name").click();
    await page.keyboard.press("Control+m");
    await page.keyboard.press("Tab");
    const focused = () =>
      page.evaluate<string | undefined>('document.activeElement.closest("#problem-list, #editor")?.id');
    await until(async () => {
      if ((await focused()) === "problem-list") return true;
      await page.keyboard.press("Tab");
      return false;
    }, "the list of problems has the focus");
    await page.keyboard.press("Enter");
    await isAtLine(9);
  });

  pageTest(
    "a screen reader hears the verdict, and gets the text in its own mode, which is remembered",
    async () => {
      await open(["coder.alloy.json", ALLOY.replace('"eval"', '"evall"')]);
      await page
        .locator("#announcement", { hasText: /^Gate: Invalid.* 1 error\.$/ })
        .waitFor({ state: "attached" });
      const mode = page.getByRole("button", { name: "Screen reader mode" });
      assert.equal(await mode.getAttribute("aria-pressed"), "false");
      await page.getByRole("button", { name: "Fix all" }).focus();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      assert.equal(await mode.getAttribute("aria-pressed"), "true");
      await page.reload();
      await ready();
      assert.equal(await mode.getAttribute("aria-pressed"), "true");
      await word("name").click();
      const input = page.getByRole("textbox", { name: /^coder\.alloy\.json/ });
      await until(
        async () => /acceptanceCriteria/.test((await input.textContent()) ?? ""),
        "the text is in the input",
      );
    },
  );

  pageTest("`npm start -- --playground` serves it to this machine only", async () => {
    const script = path.join(ROOT, "scripts/start.mjs");
    const started = spawn(process.execPath, [script, "--playground"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      let output = "";
      started.stdout.on("data", (data) => {
        output += data;
      });
      await until(() => /open at \S+/.test(output), "its address");
      const [, address = ""] = /open at (\S+)/.exec(output) ?? [];
      assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/playground\/$/);
      await page.goto(address);
      await verdict(/Rework/);
      const { port, host } = new URL(address);
      const status = (path: string, headers = {}) =>
        new Promise((resolve) => {
          get({ host: "127.0.0.1", port, path, headers }, ({ statusCode }) => resolve(statusCode));
        });
      assert.equal(await status("/playground/", { host }), 200);
      assert.equal(await status("/playground/", { host: "elsewhere.example" }), 403);
      assert.equal(await status("/../../package.json", { host }), 404);
      assert.equal(await status("/%2e%2e/%2e%2e/package.json", { host }), 404);
      assert.equal(await status("/%00", { host }), 404);
      requested = [];
    } finally {
      started.kill();
    }
  });

  for (const colorScheme of ["light", "dark"] as const)
    test(`axe finds nothing where the system is ${colorScheme}`, async () => {
      await newPage(colorScheme);
      await open(["coder.alloy.json", ALLOY.replace('"eval"', '"evall"')]);
      await problems().getByText("evall").waitFor();
      await frame().locator("g.node").first().waitFor();
      assert.deepEqual(await violations(page.mainFrame()), []);
      assert.deepEqual(await violations(frame()), []);
      await page.getByRole("button", { name: "New…" }).click();
      await page.getByRole("option").first().waitFor();
      assert.deepEqual(await violations(page.mainFrame()), []);
    });
});

const AXE = readFileSync(path.join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");

async function violations(frame: Frame): Promise<string[]> {
  await frame.evaluate(AXE);
  return frame.evaluate<string[]>(`axe.run(document, { iframes: false }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))`);
}

/** A fragment, made here a second time: links that exist must stay readable. */
function linkTo(files: readonly File[]): string {
  return `#v1=${deflateRawSync(JSON.stringify(files)).toString("base64url")}`;
}

function filesIn(url: string): File[] {
  const [, fragment = ""] = /#v1=(.*)$/.exec(url) ?? [];
  return fragment === "" ? [] : JSON.parse(inflateRawSync(Buffer.from(fragment, "base64url")).toString());
}
