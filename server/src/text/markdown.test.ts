import assert from "node:assert/strict";
import { cpuTime } from "../testing/cpu-time.js";
import fc from "../testing/property.js";
import { codeSpan, escapeForEditor, plainText, tameMarkdown } from "./markdown.js";

suite("Markdown by a stranger", () => {
  test("pages are linked, and everything else that would load, open or run is text", () => {
    const cases: [string, string][] = [
      ["a [page](https://example.org/a) and <https://example.org>", "="],
      ["`code`, **bold**, a < b, x[1] (one)", "="],
      ["![](https://evil.example/seen.png)", "!\\[](https://evil.example/seen.png)"],
      ["![a][b]", "!\\[a][b]"],
      ["[a](command:x) [b](file:///etc/passwd)", "[a]\\(command:x) [b]\\(file:///etc/passwd)"],
      ["[a]( javascript:x)", "[a]\\( javascript:x)"],
      ["[a](<data:text/html,x>)", "[a]\\(&lt;data:text/html,x>)"],
      ["[a](other.md)", "[a]\\(other.md)"],
      ["[a]\n\n[a]: file:///x", "[a]\n\n[a]\\: file:///x"],
      ["<command:x> \\<file:///x>", "&lt;command:x> \\&lt;file:///x>"],
      ["<img src=x>", "&lt;img src=x>"],
    ];
    for (const [text, expected] of cases)
      assert.equal(tameMarkdown(text), expected === "=" ? text : expected);
  });
});

suite("Markdown as plain text", () => {
  for (const [markdown, expected] of [
    ["**level** — number · _optional_", "level — number · optional"],
    [
      "`base_model` and snake_case_words, 2 * 3 * 4, a_b_",
      "base_model and snake_case_words, 2 * 3 * 4, a_b_",
    ],
    ["_Domain my_domain_ (draft)", "Domain my_domain (draft)"],
    ["***both*** and __strong__", "both and strong"],
    ["# Title\n\ntext\n\n---\n\n> quoted", "Title\n\ntext\n\nquoted"],
    ['One of:\n- `"a"` — first\n- `b`', 'One of:\n- "a" — first\n- b'],
    ['```json\n{\n  "a": "**b**"\n}\n```\nafter', '{\n  "a": "**b**"\n}\nafter'],
    [
      "[docs](https://example.org/a_b) and <https://example.org>",
      "docs (https://example.org/a_b) and https://example.org",
    ],
    ["![alt](https://example.org/i.png)", "alt (https://example.org/i.png)"],
    ["\\*not\\* \\`code\\`, `` a`b ``, ` `, `open", "*not* `code`, a`b,  , `open"],
    ["&lt;b&gt; &amp;lt;", "<b> &lt;"],
    ["[`a`](b) `**c**`", "a (b) **c**"],
    ["a \uE000 `b`", "a \uE000 b"],
  ] as const) {
    test(JSON.stringify(markdown), () => assert.equal(plainText(markdown), expected));
  }

  test("text from a file is shown as it is, in code and in sentences", () => {
    const any = fc.string({ unit: fc.constantFrom(..."ab1 *_`[]()\\<>&;#~-!\uE000lt"), maxLength: 30 });
    fc.assert(
      fc.property(any, (text) => {
        const shown = text.replace(/\s+/g, " ").trim();
        assert.equal(plainText(`**a${escapeForEditor(shown)}b** c`), `a${shown}b c`);
        if (shown !== "") assert.equal(plainText(`x ${codeSpan(shown)} y`), `x ${shown} y`);
      }),
      { numRuns: 2000 },
    );
  });

  test("loses no letter or digit, whatever the text", () => {
    const words = (text: string) => text.replace(/[^a-z0-9]/g, "");
    const any = fc.string({ unit: fc.constantFrom(..."ab1 *_`[]()\\<>&#~-\n\uE000"), maxLength: 60 });
    fc.assert(
      fc.property(any, (markdown) => {
        // What follows the marks of a code block only names its language.
        if (!/```|~~~/.test(markdown)) assert.equal(words(plainText(markdown)), words(markdown));
      }),
      { numRuns: 2000 },
    );
  });

  test("takes time proportional to the text", () => {
    for (const piece of ["`", "*a", "_a", "[", "![](", "<https://", "` `` ", "\\", "- ", "_a_b", "&lt"]) {
      assert.ok(cpuTime(() => plainText(piece.repeat(200_000))) < 10_000, piece);
    }
  });
});
