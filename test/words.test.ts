/** The words that people read: the field's terms, in US English. CONTRIBUTING.md and docs/glossary.md have the terms. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { diagnose } from "../server/src/lint/lint.js";
import { exampleOf } from "../server/src/lint/rule.js";
import { rules } from "../server/src/rules/index.js";
import { alloyOf, withRanges } from "../server/src/testing/fixtures.js";
import { ROOT } from "./protocol/client.js";

/** A text and where it is from. */
interface Prose {
  readonly source: string;
  readonly text: string;
}

/** What is wrong, as a pattern over prose without code, and what is right. */
type Ban = readonly [wrong: RegExp, right: string];

/** Terms that are wrong wherever they are read. */
const WORDS: readonly Ban[] = [
  [
    /\b(quantis|normalis|organis|recognis|serialis|optimis|behaviour|colou?red? in grey|licence|artefact|catalogue)\w*/i,
    "US spelling",
  ],
  [/\bcolour\w*/i, "color"],
  [/\bdata sets?\b/i, "dataset"],
  [/\bmisspelt\b/i, "misspelled"],
  [/\btime stamp/i, "timestamp"],
  [/\d %|\bper cent\b/, "45%"],
  [/\b(JSON|other|some|most|these) readers?\b/i, "parsers, or the name of the package"],
  [/\breference model\b/i, "the forge-alloy Python package"],
  [/\b(whole number|inch of|gravest|mended?|lay out|laid out)\b/i, "integer, fix, most severe, format"],
  [/\bis no (valid|known|alloy|stage|number|string|JSON|field|domain)\b/i, "is not a …"],
  [/\b(refuse|refuses|refused)\b/i, "reject"],
  [/\bleft out\b/i, "omitted"],
  [/\b(stands|lies) (in|beside|behind|there|above|under|twice|next)\b/i, "is, appears"],
  [/\b(beside|behind) (it|the|this|each|that|them)\b/i, "next to, after"],
  [/\b(nobody|anybody|whoever)\b/i, "a noun as the subject"],
  [/\bRegistered are\b|\bKnown are\b/, "Available: …"],
  [/\bsequences in one pass\b|\bcourse of the rate\b|\bsummed passes\b/i, "the standard ML term"],
];

/** Openings of sentences that a native colleague would not choose. */
const OPENINGS: readonly Ban[] = [
  [/^(Whatever|Whoever|Of which|Of these|Of those)\b/, "begin with the subject"],
  [/^Where \w+.*, /, "If"],
  [
    /^What (?!is new\b|it does\b|next\b)\w+ (is|are|has|have|stands|says|was|were)\b(?!.*\?)/,
    "begin with the subject",
  ],
  [/^(There (is|are) no (need|way)|Those who)\b/, "begin with the subject"],
];

/** Texts that may say it, each with its reason. */
const EXCEPTIONS: readonly (readonly [text: RegExp, reason: string])[] = [
  [/European Union Public Licence/, "the name of the license"],
];

/** Prose without code, quoted strings, links, and placeholders: what they hold is written by others. */
function proseOf(text: string): string {
  return text
    .replace(/```[\s\S]*?```/g, " ")
    .replace(/`[^`\n]*`/g, "CODE")
    .replace(/"[^"\n]*"/g, "QUOTE")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/<!--[\s\S]*?-->/g, " ");
}

function problemsOf({ source, text }: Prose, bans: readonly Ban[]): string[] {
  const prose = proseOf(text);
  return bans.flatMap(([wrong, right]) => {
    const match = wrong.exec(prose);
    if (!match || EXCEPTIONS.some(([exception]) => exception.test(prose))) return [];
    return [`${source}: "${match[0]}" (${right}) in: ${text.trim().slice(0, 160)}`];
  });
}

function sentencesOf({ source, text }: Prose): Prose[] {
  return proseOf(text)
    .split(/(?<=[.:!?])\s+|\n\s*\n|\n\s*[-*|#>]\s*|\s\|\s/)
    .map((sentence) => ({ source, text: sentence.replace(/^[\s*_#>|-]+/, "") }))
    .filter((sentence) => sentence.text !== "");
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(path.join(ROOT, file), "utf8"));
}

/** The strings of a JSON value under keys that hold prose. */
function described(value: unknown, source: string, isProse: boolean): Prose[] {
  if (typeof value === "string") return isProse ? [{ source, text: value }] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    described(
      inner,
      source,
      isProse ||
        /^(description|title|summary|documentation|omitted|notes?|enumDescriptions|choices|markdownDescription|reason|message)$/.test(
          key,
        ),
    ),
  );
}

function filesBelow(folder: string, ends: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(ends) && !/node_modules|\/dist\/|\/generated\/|\.golden\./.test(file));
}

/** Everything that the product says. */
function strings(): Prose[] {
  const table = Object.keys(json("l10n/bundle.l10n.json") as object);
  const nls = Object.values(json("package.nls.json") as Record<string, string>);
  return [
    ...table.map((text) => ({ source: "l10n", text })),
    ...nls.map((text) => ({ source: "package.nls.json", text })),
    ...filesBelow("schemas", ".json").flatMap((file) => described(json(file), file, false)),
  ];
}

function documents(): Prose[] {
  const top = readdirSync(ROOT).filter((name) => name.endsWith(".md"));
  const others = [
    ...filesBelow("docs", ".md"),
    "server/README.md",
    "schemas/README.md",
    "bench/README.md",
    "examples/README.md",
  ];
  return [...top, ...others].map((source) => ({
    source,
    text: readFileSync(path.join(ROOT, source), "utf8"),
  }));
}

function helpTexts(): Prose[] {
  const help = (args: readonly string[]) =>
    execFileSync(process.execPath, [path.join(ROOT, "server/bin/forge-alloy.js"), ...args, "--help"], {
      encoding: "utf8",
    });
  const main = help([]);
  const commands = [...main.matchAll(/^ {2}([a-z]+)\b/gm)]
    .map((match) => match[1] as string)
    .filter((name) => name !== "help");
  return [[], ...[...new Set(commands)].map((name) => [name])].map((args) => ({
    source: `--help ${args.join(" ")}`,
    text: help(args),
  }));
}

/** The comments of our sources, each as one text. */
function comments(): Prose[] {
  const files = ["server/src", "client/src", "playground/src", "scripts", "tools", "bench", "test"].flatMap(
    (folder) => [".ts", ".mjs"].flatMap((ends) => filesBelow(folder, ends)),
  );
  return files
    .filter((file) => file !== "test/words.test.ts")
    .flatMap((source) => {
      const text = readFileSync(path.join(ROOT, source), "utf8");
      const blocks = [...text.matchAll(/\/\*\*?([\s\S]*?)\*\//g)].map((match) =>
        (match[1] as string).replace(/^\s*\*\s?/gm, ""),
      );
      const lines = [...text.matchAll(/(?:^[ \t]*\/\/ ?.*\n)+/gm)].map((match) =>
        match[0].replace(/^[ \t]*\/\/ ?/gm, ""),
      );
      return [...blocks, ...lines].map((comment) => ({ source, text: comment }));
    });
}

const VERBS =
  /^(Change|Rename|Add|Insert|Remove|Wrap|Convert|Move|Duplicate|Sort|Expand|Create|Declare|Tighten|Lower|Suppress|Explain|Open|Enclose|Escape|Replace|Close|Save|Set|Trust|Disable|Enable)\b/;

function wordsIn(text: string): number {
  return proseOf(text).split(/\s+/).filter(Boolean).length;
}

suite("words", () => {
  for (const [name, gather] of Object.entries({ strings, documents, "help texts": helpTexts, comments })) {
    test(`${name} use the field's terms`, function () {
      this.timeout(120_000);
      const all = gather();
      assert.ok(all.length > 10);
      assert.deepEqual(
        all.flatMap((text) => problemsOf(text, WORDS)),
        [],
      );
    });

    test(`sentences of ${name} begin with their subject`, function () {
      this.timeout(120_000);
      assert.deepEqual(
        gather()
          .flatMap(sentencesOf)
          .flatMap((text) => problemsOf(text, OPENINGS)),
        [],
      );
    });
  }

  test("messages have at most 30 words and end with a period; titles of fixes begin with a verb", () => {
    const wrong: string[] = [];
    for (const rule of rules) {
      for (const { text: marked, context } of rule.examples.bad.map(exampleOf)) {
        const { text } = withRanges(marked);
        const alloy = alloyOf(text, rule.on === undefined || rule.on === "every" ? "alloy" : rule.on);
        for (const problem of diagnose(alloy, undefined, context).problems) {
          const { code, message, related } = problem;
          if (wordsIn(message) > 30 || !/[.?]$/.test(message)) wrong.push(`${code}: ${message}`);
          for (const { message } of related) if (message.endsWith(".")) wrong.push(`${code}: ${message}`);
          for (const { title } of problem.fixes())
            if (!VERBS.test(title) || proseOf(title).length > 50 || title.endsWith("."))
              wrong.push(`${code}: ${title}`);
        }
      }
    }
    assert.deepEqual([...new Set(wrong)], []);
  });

  test("a wrong word, opening, and exception are found", () => {
    const found = (text: string) =>
      [
        ...problemsOf({ source: "", text }, WORDS),
        ...sentencesOf({ source: "", text }).flatMap((one) => problemsOf(one, OPENINGS)),
      ].length;
    assert.equal(found("The licence is in `licence.txt`."), 1);
    assert.equal(found("It is in `licence.txt`."), 0);
    assert.equal(found("All is well. Whatever it holds, ignore it."), 1);
  });
});
