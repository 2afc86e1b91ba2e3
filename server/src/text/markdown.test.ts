import assert from "node:assert/strict";
import { tameMarkdown } from "./markdown.js";

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
