/** The pages that people see first: README.md in the repository, MARKETPLACE.md in the package. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { listFiles, PackageManager } from "@vscode/vsce";
import { withFigures } from "../bench/readme.mjs";
import { ROOT } from "./protocol/client.js";

const MARKETPLACE = "MARKETPLACE.md";
/** vsce gives these files other names in the package. */
const PACKED_AS = new Map([
  [MARKETPLACE, "readme.md"],
  ["CHANGELOG.md", "changelog.md"],
  ["LICENSE", "LICENSE.txt"],
]);

const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8").replaceAll("\r\n", "\n");

/** Targets of links and images, without fragments. */
const targetsIn = (markdown: string) =>
  [...markdown.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(([, inline, attribute]) =>
    ((inline ?? attribute) as string).replace(/#.*/, ""),
  );

suite("first pages", () => {
  test("the README is short, and its figures are those of the benchmark", () => {
    const readme = read("README.md");
    assert.ok(readme.split("\n").length < 150);
    assert.match(readme, /<!-- figures -->\n.*\d.*\n<!-- \/figures -->/);
    assert.equal(withFigures(readme, read("bench/RESULTS.md")), readme);
  });

  test("each row about a platform has the date and the way it was tried, or says that it was not run", () => {
    const text = read("docs/support.md");
    const rows = text
      .split("\n")
      .filter((line) => line.startsWith("| ") && !/^\| (---|\w+( \w+)*) \| (---|tried) /.test(line));
    assert.ok(rows.length > 15);
    for (const row of rows) assert.match(row, /^\| [^|]+ \| (\d{4}-\d\d-\d\d \| [^|]{5,}|not run \| ?)\|$/);
    const { engines } = JSON.parse(read("package.json"));
    assert.ok(text.includes(`${engines.vscode.slice(1)}, the oldest`));
    const [, version = ""] =
      /VSCODE_VERSION = "([\d.]+)"/.exec(read("tools/vscode-sandbox/vscode-host.mjs")) ?? [];
    assert.ok(text.includes(`| ${version} in Chromium`), version);
    for (const [, file = ""] of text.matchAll(/`(test\/[^`]+)`/g))
      assert.ok(existsSync(path.join(ROOT, file)), file);
  });

  test("every image and link of the Marketplace page leads to a file of the package, or to a page", async () => {
    const files = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
    const packed = new Set(files.map((file) => PACKED_AS.get(file) ?? file.replaceAll("\\", "/")));
    assert.ok(packed.has("package.json"));
    const targets = targetsIn(read(MARKETPLACE));
    assert.ok(targets.some((target) => target.endsWith(".png")));
    for (const target of targets) {
      if (!/^https:\/\//.test(target)) assert.ok(packed.has(target), target);
      assert.doesNotMatch(target, /\.svg$/, "the Marketplace shows no SVG");
    }
  });
});
