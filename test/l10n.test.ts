/** Every text that people read goes through one table. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { englishTable } from "../scripts/l10n.js";
import { codeActionsAt } from "../server/src/features/code-actions/code-actions.js";
import { codeLenses } from "../server/src/features/code-lens.js";
import { completionsAt } from "../server/src/features/completion/completion.js";
import { hoverAt } from "../server/src/features/hover.js";
import { inlayHints } from "../server/src/features/inlay-hints.js";
import { diagnose } from "../server/src/lint/lint.js";
import { exampleOf } from "../server/src/lint/rule.js";
import { rules } from "../server/src/rules/index.js";
import { alloyOf, withRanges } from "../server/src/testing/fixtures.js";
import { hashOf, localize, localizeWith, t, translate } from "../server/src/text/l10n.js";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const TABLE: Record<string, string> = JSON.parse(
  readFileSync(path.join(ROOT, "l10n/bundle.l10n.json"), "utf8"),
);

/** What is left of a text when all that the table gave is taken out; values in it are looked at by themselves. */
function untranslated(text: string): string {
  let rest = text;
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, " · ");
  }
  return rest;
}

/** Names, numbers, code and JSON are the same in every language. */
function hasWords(text: string): boolean {
  const prose = untranslated(text)
    .replace(/```[\s\S]*?```|`[^`]*`|\*\*[^*]*\*\*|"[^"]*"/g, " · ")
    .replace(/\b[\w-]*[_/.\d-][\w-]*\b/g, " · ");
  return /[A-Za-z]{2,} [A-Za-z]{2,}/.test(prose);
}

const alloys = readdirSync(path.join(ROOT, "examples"))
  .filter((name) => name.endsWith(".alloy.json"))
  .map((name) => readFileSync(path.join(ROOT, "examples", name), "utf8"));

suite("localisation", () => {
  setup(() => localize(Object.fromEntries(Object.keys(TABLE).map((key) => [key, `⟦${key}⟧`]))));
  teardown(() => localize({}));

  test("the table is what the sources say; `npm run docs` writes it", () => {
    assert.equal(
      readFileSync(path.join(ROOT, "l10n/bundle.l10n.json"), "utf8").replaceAll("\r\n", "\n"),
      englishTable(),
    );
  });

  test("values go where the translation wants them, and hold what they like", () => {
    localize({ "{0} needs {1}.": "Ohne {1} geht {0} nicht, {2}." });
    assert.equal(t`${"{1}"} needs ${"x"}.`, "Ohne x geht {1} nicht, {2}.");
    assert.equal(t`${"a"} is missing.`, "a is missing.");
    localize({ __proto__: "x" });
    assert.equal(t`constructor`, "constructor");
  });

  test("a shipped table has no English in it, and finds each text by its hash", () => {
    const texts = Object.keys(TABLE);
    const keys = texts.map(hashOf);
    assert.equal(new Set(keys).size, texts.length);
    localizeWith({ keys, texts: texts.map((text) => `«${text}»`) });
    for (const text of texts) assert.equal(translate(text), `«${text}»`);
    assert.equal(translate("not in any table"), "not in any table");
    localizeWith(undefined);
    assert.equal(translate(texts[0] as string), texts[0]);
  });

  test("messages, and the titles of fixes", () => {
    for (const rule of rules) {
      for (const { text: marked, context } of rule.examples.bad.map(exampleOf)) {
        const { text } = withRanges(marked);
        const alloy = alloyOf(text, rule.on === undefined || rule.on === "every" ? "alloy" : rule.on);
        for (const problem of diagnose(alloy, undefined, context).problems) {
          assert.ok(problem.message.includes("⟦"), `${problem.code}: ${problem.message}`);
          assert.ok(!hasWords(problem.message), `${problem.code}: ${untranslated(problem.message)}`);
          for (const { message } of problem.related) assert.ok(message.startsWith("⟦"), message);
          for (const { title } of problem.fixes()) assert.ok(title.startsWith("⟦"), title);
        }
      }
    }
  });

  test("hovers, completions, actions, hints and lenses of every example", () => {
    for (const text of alloys) {
      const alloy = alloyOf(text);
      for (let offset = 0; offset < text.length; offset += 7) {
        const hover = hoverAt(alloy, offset)?.markdown ?? "";
        assert.ok(!hasWords(hover), untranslated(hover));
        if (offset % 5 > 0) continue;
        for (const item of completionsAt(alloy, offset, { snippets: true, retriggers: true })) {
          for (const part of [item.detail ?? "", item.documentation?.() ?? ""])
            assert.ok(!hasWords(part), `${item.label}: ${untranslated(part)}`);
        }
        for (const { title } of codeActionsAt(alloy, { start: offset, end: offset }, []))
          assert.ok(title.startsWith("⟦"), title);
      }
      for (const { title } of codeLenses(alloy)) assert.ok(!hasWords(title), title);
      for (const { label, tooltip } of inlayHints(alloy, { start: 0, end: text.length }, () => true)) {
        assert.ok(!hasWords(label), label);
        assert.ok(!hasWords(tooltip()), tooltip());
      }
    }
  });
});
