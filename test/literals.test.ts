/** Vocabulary is data: no code knows a stage type, a benchmark, or an architecture by name. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { bundled } from "../server/src/schema/bundled.js";
import { ROOT } from "./protocol/client.js";

const FOLDERS = ["features", "model", "rules", "preview", "plan", "cli"].map((name) => `server/src/${name}`);

/** Files that are about particular stage types, and why that is not data. */
const ALLOWED: Readonly<Record<string, string>> = {
  "server/src/rules/executor/layout.ts": "the layout that pruning of experts insists on",
  "server/src/rules/executor/prune-on-experts.ts": "the stages that prune a mixture of experts instead",
  "server/src/rules/executor/stage-not-implemented.ts": "leaves to prune-on-experts what that rule reports",
  "server/src/rules/stage/context-not-extended.ts": "the context length before and after one stage",
  "server/src/rules/stage/derived-number.ts": "figures that follow from the experts that are kept",
  "server/src/rules/stage/keep-count.ts": "how many experts can be kept",
  "server/src/rules/stage/prune-without-profile.ts": "how experts are ranked without a profile of their use",
  "server/src/rules/stage/thresholds-order.ts": "thresholds of one stage, whose order is not an error",
};

/** Words of the vocabularies that code must not know. */
function words(): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { file } of bundled.domains) {
    for (const type of Object.keys(file.stages)) names.add(type);
    for (const list of ["benchmarks", "otherBenchmarks"])
      for (const entry of file.lists?.[list] ?? [])
        names.add(String((entry as { value?: unknown }).value ?? entry));
    for (const name of Object.keys(file.benchmarks ?? {})) names.add(name);
  }
  for (const { value } of bundled.vocabulary([]).list("architectures", "core")) names.add(String(value));
  for (const { architectures } of bundled.executors.active)
    for (const name of Object.keys(architectures)) names.add(name);
  return names;
}

/** The vocabulary words that are string literals of a source, without its comments and its examples. */
function literalsIn(source: string, known: ReadonlySet<string>): string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/^ {2}examples: \{[\s\S]*?^ {2}\},$/gm, "");
  return [...code.matchAll(/(["'])((?:(?!\1)[^\\\n])*)\1/g)].flatMap(([, , text = ""]) =>
    known.has(text) ? [text] : [],
  );
}

function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
}

suite("vocabulary is data", () => {
  const known = words();
  const found = new Map(
    FOLDERS.flatMap(sources).flatMap((file) => {
      const literals = literalsIn(readFileSync(path.join(ROOT, file), "utf8"), known);
      return literals.length > 0 ? [[file, [...new Set(literals)]] as const] : [];
    }),
  );

  test("code compares with no stage type, benchmark, or architecture", () => {
    const others = [...found].filter(([file]) => !(file in ALLOWED));
    assert.deepEqual(Object.fromEntries(others), {});
  });

  test("each exception is still one", () => {
    for (const file of Object.keys(ALLOWED)) assert.ok(found.has(file), `${file} has no such word any more`);
  });

  test("a literal is found, and an example is not", () => {
    const source =
      'rule({\n  examples: {\n    bad: ["quant"],\n  },\n  of: (type) => type?.name === "quant", /* "eval" */\n})';
    assert.deepEqual(literalsIn(source, known), ["quant"]);
  });
});
