// The paragraphs and examples of the rules: a fifth of the code that a server loads, and read only when somebody asks.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as acorn from "acorn";
import * as walk from "acorn-walk";
import * as esbuild from "esbuild";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The fields of a rule that only reference pages, tests, and answers to "explain" show. */
const FIELDS = ["explanation", "examples"];

/** Leaves them out of a bundle. */
export function withoutRuleDocs() {
  return replacingRuleDocs("without-rule-docs", () => "");
}

/**
 * Has a CommonJS bundle read them from a file when they are asked for.
 * @param {string} file as `shipRuleDocs` writes it, seen from the bundle
 */
export function ruleDocsFromFile(file) {
  const plugin = replacingRuleDocs(
    "rule-docs-from-file",
    (field) => `get ${field}() { return docsOf(this.code).${field}; },`,
    `import { docsOf } from "rule-docs";\n`,
  );
  return {
    ...plugin,
    setup(build) {
      plugin.setup(build);
      build.onResolve({ filter: /^rule-docs$/ }, () => ({ path: "rule-docs", namespace: "rule-docs" }));
      build.onLoad({ filter: /.*/, namespace: "rule-docs" }, () => ({
        contents: `export const docsOf = (code) => require(${JSON.stringify(file)})[code];`,
      }));
      build.onResolve({ filter: /.*/, namespace: "rule-docs" }, () => ({ path: file, external: true }));
    },
  };
}

/**
 * Writes them as JSON: an object with an object for each code.
 * @param {string} out the file
 */
export async function shipRuleDocs(out) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: `export { rules } from "./server/src/rules/index.ts";`, resolveDir: ROOT },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    logLevel: "warning",
  });
  const [{ text }] = outputFiles;
  const { rules } = await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
  const docs = Object.fromEntries(
    rules.map((rule) => [rule.code, Object.fromEntries(FIELDS.map((field) => [field, rule[field]]))]),
  );
  const json = JSON.stringify(docs);
  assert.deepEqual(JSON.parse(json), docs, "the documentation of a rule is not JSON");
  await writeFile(out, json);
}

/** @param {(field: string) => string} replacement the text for a field and the comma after it */
function replacingRuleDocs(name, replacement, head = "") {
  return {
    name,
    setup(build) {
      build.onLoad({ filter: /[\\/]server[\\/]src[\\/]rules[\\/].+\.ts$/ }, async ({ path }) => {
        const { code } = await esbuild.transform(await readFile(path, "utf8"), { loader: "ts" });
        const found = [];
        walk.simple(acorn.parse(code, { ecmaVersion: "latest", sourceType: "module" }), {
          CallExpression({ callee, arguments: [definition] }) {
            if (callee.name !== "rule") return;
            found.push(...(definition.properties ?? []).filter(({ key }) => FIELDS.includes(key.name)));
          },
        });
        let contents = code;
        for (const { key, start, end } of found.sort((a, b) => b.start - a.start))
          contents = contents.slice(0, start) + replacement(key.name) + contents.slice(end).replace(/^,/, "");
        return { contents: found.length > 0 ? head + contents : contents };
      });
    },
  };
}
