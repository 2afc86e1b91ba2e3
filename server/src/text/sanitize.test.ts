import assert from "node:assert/strict";
import { createRequire } from "node:module";
import fc from "fast-check";
import {
  escapeMarkdown,
  escapeWorkflowCommand,
  escapeWorkflowProperty,
  markdownCode,
  printable,
  printableJson,
  sanitizeForTerminal,
  xmlText,
} from "./sanitize.js";

/** No printed text may have one of these; written apart from the code, from the tables of Unicode. */
const FORBIDDEN =
  /\p{Variation_Selector}|[\p{Cc}\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uD800-\uDFFF\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E0FFF}]/u;

const ATTACKS = [
  ...["\u001B[2J", "\u009B31m", "\u0007", "\u007F", "a\r\nb", "a\nb", "\u2028", "\u2029", "\u0085"],
  ...["\u202E", "\u2066", "\u200E", "\u061C", "\u200B", "\u200D", "\u2060", "\uFEFF", "\u00AD"],
  ...["\uD800", "\uDC00", "\uFFFF", "\uFFFE", "\u{E0041}", "\u180E", "\uFFF9", "\u0000"],
  ...["::error::x", " ::set-env name=A::b", "##[stop-commands]x", "%0A::error::x", ":,%"],
  ...["# x", "#12", "@team", "a@b.c", "`x`", "``", "|", "[a](https://b)", "![a](b)", "<img src=x>", "<!--"],
  ...[
    "https://evil.example",
    "www.evil.example",
    "- x",
    "+ x",
    "* x",
    "1. x",
    "2) x",
    "1.",
    "-",
    "- - -",
    "-1",
    "---",
    "===",
    "> x",
  ],
  ...["~~a~~", "&lt;", "$x$", "\\", "]]>", '"', "'", "    x", "\tx", "[a]: b", "**a**", "_a_", "a://b"],
];

const INNOCENT = [
  "humaneval",
  "été",
  "日本語 (7B)",
  "a/b-c.alloy.json",
  "100% of 5 < 6",
  "👍",
  "a:b",
  "1.0.0",
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...ATTACKS, ...INNOCENT), fc.string({ unit: "binary" })), { maxLength: 6 })
  .map((parts) => parts.join(""));

/** A parser of Markdown that the packager of extensions brings along. */
const MarkdownIt = createRequire(import.meta.url)("markdown-it") as new (
  options: object,
) => { render(text: string): string; linkify: { set(options: object): void } };

suite("text by strangers", () => {
  test("nothing forbidden is left, for any target", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const clean of [
          sanitizeForTerminal,
          escapeMarkdown,
          markdownCode,
          escapeWorkflowCommand,
          escapeWorkflowProperty,
          xmlText,
          printable,
          printableJson,
        ])
          assert.doesNotMatch(clean(text), FORBIDDEN, clean.name);
      }),
      { numRuns: 2000 },
    );
  });

  test("innocent text stays as it is", () => {
    for (const text of INNOCENT) {
      assert.equal(sanitizeForTerminal(text), text);
      assert.equal(printable(text), text);
      assert.equal(JSON.parse(printableJson(text)), text);
    }
    for (const text of ["humaneval", "日本語 (7B)", "a/b-c.alloy.json", "👍", "1.0.0-a+b", "a - b = c"])
      assert.equal(escapeMarkdown(text), text);
    assert.equal(sanitizeForTerminal("⚠\uFE0F hot"), "⚠ hot");
  });

  test("a terminal or log gets a question mark, and nothing that a runner of GitHub obeys", () => {
    const cases: [string, string][] = [
      ["a\u001B[2Jb", "a?[2Jb"],
      ["a\r\nb", "a??b"],
      ["a\tb", "a b"],
      ["\u202Egnp", "?gnp"],
      ["::error::x", "?:error::x"],
      ["  ::error::x", "  ?:error::x"],
      ["a::b", "a::b"],
      ["a ##[add-mask]e", "a ##?[add-mask]e"],
    ];
    for (const [text, expected] of cases) assert.equal(sanitizeForTerminal(text), expected);
    fc.assert(fc.property(hostile, (text) => assert.doesNotMatch(sanitizeForTerminal(text), /^\s*::|##\[/)));
  });

  test("Markdown shows the text and nothing else", () => {
    const markdown = new MarkdownIt({ html: true, linkify: true });
    markdown.linkify.set({ fuzzyLink: false }); // GitHub takes no bare domain for a link
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeMarkdown(text);
        const shown = printable(text).trim();
        const html = (one: string) =>
          one
            .replaceAll("&", "&amp;")
            .replaceAll("<", "&lt;")
            .replaceAll(">", "&gt;")
            .replaceAll('"', "&quot;");
        const expected = html(shown).replace(/@|#(?=\d)/g, "<code>$&</code>");
        const page = markdown.render(escaped);
        assert.equal(page, shown === "" ? "" : `<p>${expected}</p>\n`, escaped);
        const table = markdown.render(`| a | b |\n|---|---|\n| ${escaped} | ${markdownCode(text)} |\n`);
        assert.equal(table.match(/<td>/g)?.length, 2, table);
        assert.ok(table.includes(`<td>${expected}</td>`), table);
        assert.ok(table.endsWith("</code></td>\n</tr>\n</tbody>\n</table>\n"), table);
      }),
      { numRuns: 2000 },
    );
  });

  test("GitHub reads the same from a workflow command, on one line", () => {
    assert.equal(escapeWorkflowCommand("100%\r\n::error::x\u001B"), "100%25%0D%0A::error::x?");
    assert.equal(escapeWorkflowProperty("a:b,c\n"), "a%3Ab%2Cc%0A");
  });

  test("XML has a replacement for what it cannot hold", () => {
    assert.equal(
      xmlText("a\uFFFF\uD800\u0000\u202E<&\"'>\nb"),
      "a\uFFFD\uFFFD\uFFFD\uFFFD&lt;&amp;&quot;&#39;&gt; b",
    );
  });

  test("JSON keeps every value", () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(undefined, 2), (text, space) => {
        const value = { [text]: [text, { text }] };
        const written = printableJson(value, space);
        assert.deepEqual(JSON.parse(written), value);
        assert.ok(!written.includes("##["));
        assert.doesNotMatch(written.replaceAll("\n", ""), FORBIDDEN);
      }),
    );
  });
});
