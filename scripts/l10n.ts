/** The table of all texts that people read: l10n/bundle.l10n.json, from the sources and the vocabulary files. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { rules } from "../server/src/rules/index.js";
import { ROOT } from "./root.js";
import { clientTexts } from "./translations.mjs";

const fromClient = await clientTexts();

/** The table as it should be: every text in English, under itself. */
export function englishTable(): string {
  const texts = new Set([...fromServer(), ...fromClient, ...fromVocabularies(), ...fromRules()]);
  const sorted = [...texts].sort((a, b) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted.map((text) => [text, text])), null, 2)}\n`;
}

function fromServer(): string[] {
  return sourcesIn("server/src").flatMap(taggedTexts);
}

function sourcesIn(name: string): string[] {
  const folder = path.join(ROOT, name);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(path.join(folder, file), "utf8"));
}

/** The keys of all t`…` of a source, those inside the values of others among them. */
function taggedTexts(source: string): string[] {
  const texts: string[] = [];
  for (const { index } of source.matchAll(/\bt`/g)) texts.push(templateAt(source, index + 2));
  return texts;
}

/** The key of the template literal whose text begins here. */
function templateAt(source: string, start: number): string {
  let key = "";
  let values = 0;
  for (let i = start; i < source.length && source[i] !== "`"; i++) {
    if (source.startsWith("${", i)) {
      key += `{${values++}}`;
      i = endOfValue(source, i + 2);
    } else if (source[i] === "\\") {
      key += unescaped(source.slice(i, i + 2));
      i++;
    } else key += source[i];
  }
  return key;
}

/** The closing brace of `${…}`; templates and texts inside may hold braces of their own. */
function endOfValue(source: string, start: number): number {
  let depth = 1;
  for (let i = start; i < source.length; i++) {
    const char = source[i];
    if (char === "`") i = endOfTemplate(source, i + 1);
    else if (char === '"' || char === "'") i = source.indexOf(char, i + 1);
    else if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return i;
  }
  return source.length;
}

function endOfTemplate(source: string, start: number): number {
  for (let i = start; i < source.length; i++) {
    if (source[i] === "`") return i;
    if (source[i] === "\\") i++;
    else if (source.startsWith("${", i)) i = endOfValue(source, i + 2);
  }
  return source.length;
}

function unescaped(pair: string): string {
  return { "\\n": "\n", "\\t": "\t" }[pair] ?? pair.slice(1);
}

/**
 * Keys whose values are text for users in vocabulary files; executor profiles also have `name` at the root.
 */
const WORDS = new Set(["description", "whenAbsent", "summary", "title", "unit", "otherwise"]);

function fromVocabularies(): string[] {
  const folder = path.join(ROOT, "schemas");
  const files = [
    "core.json",
    "configuration.json",
    "executor.json",
    ...["domains", "executors"].flatMap((sub) =>
      readdirSync(path.join(folder, sub)).map((name) => `${sub}/${name}`),
    ),
  ];
  return files.flatMap((file) => {
    const content = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
    return [...(file.startsWith("executors/") && content.name ? [content.name] : []), ...wordsIn(content)];
  });
}

function wordsIn(value: unknown, key = ""): string[] {
  if (typeof value === "string") return WORDS.has(key) && value !== "" ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  if (key === "body") return []; // the content of a snippet
  if (key === "enumDescriptions") return Object.values(value).map(String);
  return Object.entries(value).flatMap(([name, inner]) => wordsIn(inner, name));
}

function fromRules(): string[] {
  return rules.flatMap(({ summary, explanation }) => [summary, explanation]);
}
