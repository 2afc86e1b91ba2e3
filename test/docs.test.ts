import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ruleDocs } from "../server/src/rules/docs.js";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

suite("documentation", () => {
  test("docs/rules is what the rules say; `npm run docs` writes it", () => {
    const pages = ruleDocs();
    const folder = path.join(ROOT, "docs/rules");
    assert.deepEqual(readdirSync(folder).sort(), [...pages.keys()].sort());
    for (const [name, text] of pages) {
      assert.equal(readFileSync(path.join(folder, name), "utf8").replaceAll("\r\n", "\n"), text, name);
    }
  });

  test("links between the project's own pages lead somewhere", () => {
    for (const file of ["README.md", "CONTRIBUTING.md", "docs/rules/README.md", "examples/README.md"]) {
      const text = readFileSync(path.join(ROOT, file), "utf8");
      for (const [, target = ""] of text.matchAll(/\]\(([^)#]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        assert.doesNotThrow(
          () => readFileSync(path.join(ROOT, path.dirname(file), target)),
          `${file}: ${target}`,
        );
      }
    }
  });
});
