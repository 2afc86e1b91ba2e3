/** The translations: whole, true to the English text, in the package, and spoken by the server. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { listFiles, PackageManager } from "@vscode/vsce";
import type { Hover } from "vscode-languageserver/node";
import { clientTexts } from "../scripts/translations.mjs";
import { inlayHints } from "../server/src/features/inlay-hints.js";
import { alloyOf } from "../server/src/testing/fixtures.js";
import { localize } from "../server/src/text/l10n.js";
import { Client, ROOT } from "./protocol/client.js";

type Table = Readonly<Record<string, string>>;

const LANGUAGES = readdirSync(path.join(ROOT, "l10n"))
  .flatMap((name) => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? [])
  .sort();

/** Per kind of table, the English file and the name of its translations. */
const TABLES = [
  { english: "l10n/bundle.l10n.json", translated: (language: string) => `l10n/bundle.l10n.${language}.json` },
  { english: "package.nls.json", translated: (language: string) => `package.nls.${language}.json` },
] as const;

/** VS Code cuts the hints of a line after so many characters (`editor.inlayHints.maximumLength`). */
const MAX_HINTS = 43;

/** Words that only an English sentence has, in none of the languages that are here. */
const ENGLISH = /\b(the|is|are|of|with|must|from|which|has|not|that|this|these|should|if)\b/i;

/** Names that stay English, also where they hold such words. */
const NAMES =
  /Mixture[ -]of[ -]Experts|The Unlicense|Apache License|(BSD|MIT|ISC|GNU|Boost|Mozilla|European Union|Creative Commons)\b.*?\d(\.\d)?|NVIDIA GeForce RTX|Apple (iPhone|MacBook \w+|Silicon)/gi;

function read(file: string): Table {
  return JSON.parse(readFileSync(path.join(ROOT, file), "utf8"));
}

/** What must be in a translation exactly as in the English text, as often and in any order. */
function fixedParts(text: string): Readonly<Record<string, readonly string[]>> {
  const all = (pattern: RegExp) => (text.match(pattern) ?? []).sort();
  return {
    placeholders: all(/\{\d+\}/g),
    "code spans": all(/`+[^`]*`+/g),
    "quoted names": all(/"[^"\s]*"/g),
    "link targets": all(/\]\([^)]*\)/g),
    "lines and blank margins": [...all(/\n/g), ...all(/^ | $/g)],
  };
}

function prose(text: string): string {
  return text.replace(/`+[^`]*`+|"[^"]*"|\{\d+\}|\]\([^)]*\)/g, " ").replace(NAMES, " ");
}

/** Whether an English text has nothing to translate: it has at most two words besides names. */
function isUniversal(text: string): boolean {
  return new Set(prose(text).match(/[A-Za-z]{2,}/g) ?? []).size <= 2;
}

function listed(title: string, texts: readonly string[]): string {
  return texts.length === 0 ? "" : `\n${title}:\n${texts.map((text) => JSON.stringify(text)).join("\n")}`;
}

test("there are translations, each of both tables", () => {
  assert.ok(LANGUAGES.includes("de"), String(LANGUAGES));
  const manifests = readdirSync(ROOT).flatMap((name) => /^package\.nls\.(.+)\.json$/.exec(name)?.[1] ?? []);
  assert.deepEqual(manifests.sort(), LANGUAGES);
});

for (const language of LANGUAGES) {
  suite(`translation: ${language}`, () => {
    for (const { english, translated } of TABLES) {
      const file = translated(language);
      const [source, table] = [read(english), read(file)];
      const pairs = Object.entries(source).flatMap(([key, text]) => {
        const translation = table[key];
        return translation === undefined ? [] : [{ key, text, translation }];
      });

      test(`${file} has the keys of ${english}`, () => {
        const missing = Object.keys(source).filter((key) => !Object.hasOwn(table, key));
        const obsolete = Object.keys(table).filter((key) => !Object.hasOwn(source, key));
        const what =
          listed("Missing, to be translated", missing) + listed("Obsolete, to be removed", obsolete);
        assert.ok(what === "", `${file}${what}`);
      });

      test(`${file} keeps placeholders, code, names, and links`, () => {
        const changed = pairs.flatMap(({ text, translation }) => {
          const [before, after] = [fixedParts(text), fixedParts(translation)];
          const kinds = Object.keys(before).filter((kind) => String(before[kind]) !== String(after[kind]));
          return kinds.map((kind) => `${kind}: ${text} → ${translation}`);
        });
        assert.ok(changed.length === 0, listed("Not as in English", changed));
      });

      test(`${file} has no English left in it`, () => {
        const left = pairs.filter(
          ({ text, translation }) =>
            (translation === text && !isUniversal(text)) || ENGLISH.test(prose(translation)),
        );
        assert.ok(
          left.length === 0,
          listed(
            "Still English",
            left.map(({ translation }) => translation),
          ),
        );
      });
    }

    const words = read(`l10n/bundle.l10n.${language}.json`);
    /** In the server's way: placeholders are replaced by values. */
    const said = (key: string, ...values: readonly string[]) =>
      (words[key] ?? `no translation of ${key}`).replace(/\{(\d+)\}/g, (_, index) => values[index] ?? "");

    test("hints of the examples fit into a line", () => {
      localize(words);
      try {
        for (const name of readdirSync(path.join(ROOT, "examples"))) {
          if (!name.endsWith(".alloy.json")) continue;
          const text = readFileSync(path.join(ROOT, "examples", name), "utf8");
          const lines = new Map<number, string>();
          for (const { offset, label } of inlayHints(
            alloyOf(text),
            { start: 0, end: text.length },
            () => true,
          )) {
            const line = text.slice(0, offset).split("\n").length;
            lines.set(line, (lines.get(line) ?? "") + label);
          }
          for (const [line, labels] of lines)
            assert.ok(labels.length <= MAX_HINTS, `${name}:${line} ${labels} (${labels.length})`);
        }
      } finally {
        localize({});
      }
    });

    test("the server speaks it in diagnostics and hovers", async () => {
      const client = await Client.start({ locale: language });
      const uri = "file:///translated.alloy.json";
      const criteria = '"acceptanceCriteria": {"benchmarks": {"humaneval": {"anchorDelta": -3}}}';
      const text = `{"tags": null, "stages": [{"type": "evl"}], ${criteria}}`;
      await client.open(uri, text);
      const messages = (await client.pull(uri)).map(({ message }) => message);
      const expected = [
        said(
          "{0} must be {1}, but is null. Remove the field or set a value.",
          '"tags"',
          said("an array of {0}", said("strings")),
        ),
        said('Unknown stage type {0}. Did you mean "{1}"?', '"evl"', "eval"),
      ];
      for (const message of expected)
        assert.ok(messages.includes(message), `${message}\nin ${messages.join("\n")}`);
      const { contents } = await client.request<Hover>("textDocument/hover", {
        textDocument: { uri },
        position: { line: 0, character: text.indexOf('"anchorDelta"') + 2 },
      });
      const hover = typeof contents === "object" && "value" in contents ? contents.value : String(contents);
      const [key] = Object.keys(words).filter((one) => one.startsWith("Allowed change of the score against"));
      // The client of this test reads plain text: the hover has no Markdown.
      const plain = said(key ?? "").replace(/\*\*|`/g, "");
      assert.ok(key && hover.includes(plain.slice(0, 60)), hover);
      assert.ok(
        hover.includes(said("Unit: {0}", said("percentage points"))) || !ENGLISH.test(prose(hover)),
        hover,
      );
      await client.stop();
    });

    test("VS Code gets all that the client says, and nothing else", async () => {
      const shipped = read(`client/dist/l10n/bundle.l10n.${language}.json`);
      const said = new Set(await clientTexts());
      assert.ok(said.size > 20);
      assert.deepEqual(shipped, Object.fromEntries([...said].sort().map((key) => [key, words[key]])));
    });

    test("code has no translation in it; the package has each once", async () => {
      const long = Object.entries(words).find(([key, text]) => key.length > 60 && text !== key)?.[1] ?? "";
      const code = ["client/dist", "server/dist"].flatMap((folder) =>
        readdirSync(path.join(ROOT, folder))
          .filter((file) => /\.[cm]?js$/.test(file))
          .map((file) => `${folder}/${file}`),
      );
      for (const file of code)
        assert.ok(!readFileSync(path.join(ROOT, file), "utf8").includes(long), `${file} holds ${language}`);
      const files = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
      assert.deepEqual(files.filter((file) => new RegExp(`[./]${language}\\.json$`).test(file)).sort(), [
        `client/dist/l10n/bundle.l10n.${language}.json`, // what the client says
        `package.nls.${language}.json`,
        `server/dist/l10n/${language}.json`,
      ]);
    });
  });
}
