// The explanations and examples of the rules: a fifth of the code that a server loads, and read only when somebody asks.
import { readFile } from "node:fs/promises";
import * as acorn from "acorn";
import * as walk from "acorn-walk";
import * as esbuild from "esbuild";

/** The fields of a rule that only reference pages, tests, and reports about rules show. */
const FIELDS = ["explanation", "examples"];

/** Leaves them out of a bundle. */
export function withoutRuleDocs() {
  return changingRules("without-rule-docs", (name) => !FIELDS.includes(name));
}

/** Leaves the rest of the rules out of a bundle, and all that only the rest needs. */
export function onlyRuleDocs() {
  const kept = new Set(["code", ...FIELDS]);
  const plugin = changingRules("only-rule-docs", (name) => kept.has(name));
  return {
    ...plugin,
    setup(build) {
      plugin.setup(build);
      build.onResolve({ filter: /^\.\.?\// }, async ({ path, resolveDir, kind, pluginData }) => {
        if (pluginData === plugin) return undefined;
        const found = await build.resolve(path, { resolveDir, kind, pluginData: plugin });
        return { ...found, sideEffects: false };
      });
    },
  };
}

/**
 * Has a CommonJS bundle load them from another when they are asked for.
 * @param {string} file that exports `rules`, with their documentation; seen from the bundle
 */
export function ruleDocsFrom(file) {
  const plugin = changingRules("rule-docs-from", (name) => !FIELDS.includes(name), {
    call: "documented",
    head: `import { documented } from "rule-docs";\n`,
  });
  const documented = `
    const docsOf = ({ code }) => require(${JSON.stringify(file)}).rules.find((one) => one.code === code);
    const fields = {
      ${FIELDS.map((name) => `${name}: { get() { return docsOf(this).${name}; } },`).join("\n")}
    };
    export const documented = (rule) => Object.defineProperties(rule, fields);
  `;
  return {
    ...plugin,
    setup(build) {
      plugin.setup(build);
      build.onResolve({ filter: /^rule-docs$/ }, () => ({ path: "rule-docs", namespace: "rule-docs" }));
      build.onLoad({ filter: /.*/, namespace: "rule-docs" }, () => ({ contents: documented }));
      build.onResolve({ filter: /.*/, namespace: "rule-docs" }, () => ({ path: file, external: true }));
    },
  };
}

/**
 * @param {(field: string) => boolean} keeps whether a field of a rule stays
 * @param {{ call?: string, head?: string }} changes the name of a function to call instead of `rule`, and the text that
 *   imports it
 */
function changingRules(name, keeps, { call = "rule", head = "" } = {}) {
  return {
    name,
    setup(build) {
      build.onLoad({ filter: /[\\/]server[\\/]src[\\/]rules[\\/].+\.ts$/ }, async ({ path }) => {
        const { code } = await esbuild.transform(await readFile(path, "utf8"), { loader: "ts" });
        const changes = [];
        walk.simple(acorn.parse(code, { ecmaVersion: "latest", sourceType: "module" }), {
          CallExpression({ callee, arguments: [definition] }) {
            if (callee.name !== "rule") return;
            changes.push({ ...callee, text: call });
            for (const { key, start, end } of definition.properties ?? []) {
              const comma = /^\s*,/.exec(code.slice(end))?.[0].length ?? 0;
              if (!keeps(key.name)) changes.push({ start, end: end + comma, text: "" });
            }
          },
        });
        let contents = code;
        for (const { start, end, text } of changes.sort((a, b) => b.start - a.start))
          contents = contents.slice(0, start) + text + contents.slice(end);
        return { contents: changes.length > 0 ? head + contents : contents };
      });
    },
  };
}
