import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { llmsFull, llmsList } from "../scripts/llms.js";
import { domainDocs } from "../server/src/features/domain-docs.js";
import { composeFileSchema } from "../server/src/features/json-schema.js";
import { settingNames } from "../server/src/lint/known-rules.js";
import { diagnose } from "../server/src/lint/lint.js";
import { withDomains } from "../server/src/lint/load-domain.js";
import { ruleDocs } from "../server/src/lint/rule-docs.js";
import { Alloy } from "../server/src/model/alloy.js";
import { bundled, registries } from "../server/src/schema/bundled.js";
import { problemsOf } from "../server/src/testing/fixtures.js";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

suite("documentation", () => {
  for (const [name, pages] of [
    ["docs/rules", ruleDocs()],
    ["docs/domains", domainDocs(bundled)],
  ] as const)
    test(`${name} is what the code says; \`npm run docs\` writes it`, () => {
      const folder = path.join(ROOT, name);
      assert.deepEqual(readdirSync(folder).sort(), [...pages.keys()].sort());
      for (const [name, text] of pages) {
        assert.equal(readFileSync(path.join(folder, name), "utf8").replaceAll("\r\n", "\n"), text, name);
      }
    });

  test("the setting `forgeAlloy.rules` knows every rule and group; `npm run docs` writes it", () => {
    const { contributes } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
    const { propertyNames } = contributes.configuration.properties["forgeAlloy.rules"];
    assert.deepEqual(propertyNames, settingNames());
    assert.ok(propertyNames.enum.includes("stage/phase-order") && propertyNames.enum.includes("stage"));
  });

  test("llms.txt and llms-full.txt are what the documents say; `npm run docs` writes them", () => {
    const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8").replaceAll("\r\n", "\n");
    assert.equal(read("llms.txt"), llmsList());
    assert.equal(read("llms-full.txt"), llmsFull());
    for (const [, file = ""] of read("llms.txt").matchAll(/\]\(([^)]+)\): \S.*\.$/gm))
      assert.ok(read(file).length > 0, file);
  });

  test("what the skill shows as an alloy has no problems", () => {
    const text = readFileSync(path.join(ROOT, "skills/forge-alloy/SKILL.md"), "utf8");
    const blocks = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
    assert.ok(blocks.length > 0);
    for (const block of blocks) {
      const { problems } = diagnose(Alloy.parse(block, bundled));
      assert.deepEqual(
        problems.filter(({ severity }) => severity !== "hint"),
        [],
      );
    }
    assert.match(text, /^---\nname: forge-alloy\ndescription: .{100,1024}\n/);
  });

  test("the schema of domain files for other editors is current; `npm run docs` writes it", () => {
    const text = readFileSync(path.join(ROOT, "schemas/domain.schema.json"), "utf8");
    assert.deepEqual(JSON.parse(text), composeFileSchema(registries.domain.core.file, "Forge Alloy domain"));
  });

  test("the tutorial about domains does what it says", () => {
    const text = readFileSync(path.join(ROOT, "docs/domains.md"), "utf8").replaceAll("\r\n", "\n");
    let registry = bundled;
    let alloy = "";
    let steps = 0;
    for (const [, kind = "", block = ""] of text.matchAll(/```(?:json|text) (\w+)\n([\s\S]*?)```/g)) {
      steps++;
      if (kind === "domain") {
        assert.deepEqual(problemsOf(block, "domain"), []);
        registry = withDomains(bundled, [{ uri: "bakery", place: "bakery", text: block }], true);
      } else if (kind === "alloy") alloy = block;
      else {
        const found = diagnose(Alloy.parse(alloy, registry)).problems.map(
          ({ code, start, end }) => `${code}: ${alloy.slice(start, end)}`,
        );
        assert.deepEqual(found, block.trim().split("\n"));
      }
    }
    assert.equal(steps, 6);
  });

  test("links between the project's own pages lead somewhere", () => {
    for (const file of [
      "README.md",
      "CONTRIBUTING.md",
      "docs/rules/README.md",
      "docs/domains.md",
      "docs/domains-tutorial.md",
      "docs/executors.md",
      "docs/editors.md",
      "docs/command-line.md",
      "docs/verify.md",
      "docs/preview.md",
      "docs/compare.md",
      "examples/README.md",
    ]) {
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
