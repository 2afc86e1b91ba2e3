/** The library in a real browser, as one file without a bundler or an import map. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { launchBrowser } from "../../../scripts/browser.mjs";
import type { VerifyReport } from "../../../server/src/library/index.js";
import { ROOT } from "../../protocol/client.js";
import { build, PATH, sha256, withFolders } from "../../verify/support.js";
import { RETRIES, TEST_LIMIT } from "./window.mjs";

/** A page of this host may use Web Crypto. Nothing listens there: every request is answered by the test. */
const PAGE = "http://localhost/";

/** Runs in the page. */
type InPage = (input: {
  text: string;
  files: Record<string, number[]>;
  hash: string;
}) => Promise<{ report: VerifyReport; verdict: string; codes: string[] }>;

suite("the library in a browser", function () {
  this.timeout(TEST_LIMIT);
  this.retries(RETRIES);
  const folders = withFolders();
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  suiteSetup(async () => {
    browser = await launchBrowser();
  });
  suiteTeardown(() => browser.close());

  test("checks, evaluates, and verifies with the platform's crypto", async () => {
    const folder = folders.make();
    const text = JSON.stringify(build(folder));
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    await page.route("**/*", (route) => {
      const isLibrary = route.request().url() === `${PAGE}index.js`;
      return route.fulfill(
        isLibrary
          ? {
              contentType: "text/javascript",
              body: readFileSync(path.join(ROOT, "server/dist/index.js"), "utf8"),
            }
          : { contentType: "text/html", body: "<!doctype html><title>library</title>" },
      );
    });
    await page.goto(PAGE);
    const run = new Function("input", IN_PAGE) as InPage;
    const { report, verdict, codes } = await page.evaluate(run, {
      text,
      files: contentsOf(folder),
      hash: sha256(text),
    });
    assert.deepEqual(errors, []);
    assert.equal(verdict, "invalid");
    assert.deepEqual(codes, ["stage/unknown-type"]);
    const left = report.checks.filter(({ outcome }) => outcome !== "verified").map(({ id }) => id);
    assert.deepEqual(left, ["baseResultHash", "certificateChain", "integritySignature", "anchor"]);
    assert.ok(report.summary.verified > 10, JSON.stringify(report.summary));
    assert.equal(report.summary.failed, 0);
    await page.close();
  });
});

/** The content of every file of a folder, by its path with slashes. */
function contentsOf(folder: string): Record<string, number[]> {
  const files: Record<string, number[]> = {};
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = path.join(folder, name);
    if (statSync(file).isFile()) files[name.replaceAll(path.sep, "/")] = [...readFileSync(file)];
  }
  return files;
}

const IN_PAGE = `return import("/index.js").then(async ({ check, gate, verify }) => {
  const { text, files, hash } = input;
  const folders = { alloy: "", model: "weights/", "dataset:d": "data/" };
  const read = (name) => files[name] && Uint8Array.from(files[name]);
  const wrong = '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [{"type": "evl"}]}';
  return {
    codes: check(wrong).map(({ code }) => code),
    verdict: gate(wrong).verdict,
    report: await verify(text, {
      open: (file, place) => read(folders[place] + file),
      modelFiles: ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"],
      datasets: { d: ["a", "b", "c"] },
      hash,
      parent: new TextDecoder().decode(read("${PATH.parent}")),
      keys: new TextDecoder().decode(read("${PATH.keys}")),
    }),
  };
});`;
