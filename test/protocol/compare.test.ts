/** `forgeAlloy/compare`, which only our own client asks. */
import assert from "node:assert/strict";
import { Client } from "./client.js";

const A = `{
  "name": "a",
  "version": "1.0.0",
  "source": { "baseModel": "a/b", "architecture": "qwen2" },
  "stages": [{ "type": "train", "steps": 300 }, { "type": "quant", "format": "gguf", "quantTypes": ["Q8_0"] }],
  "acceptanceCriteria": { "benchmarks": { "ifeval": { "min": 0.4 } } },
  "results": { "benchmarks": [{ "name": "ifeval", "score": 70 }] }
}
`;
const B = A.replace("0.4", "0.3").replace("300", "500");

suite("comparing over stdio", () => {
  let client: Client;
  suiteSetup(async () => {
    client = await Client.start();
  });
  suiteTeardown(() => client.stop());

  const side = (name: string, text: string) => ({ name, uri: `file:///w/${name}`, text });
  const compare = (a: string, b: string) =>
    client.request<{ html: string; fault: string }>("forgeAlloy/compare", {
      a: side("a.alloy.json", a),
      b: side("<b>&.alloy.json", b),
    });

  test("a page with what changed, each row leading to a text", async () => {
    const { html, fault } = await compare(A, B);
    assert.equal(fault, "");
    assert.match(html, /<h1>a\.alloy\.json → &lt;b&gt;&amp;\.alloy\.json<\/h1>/);
    assert.match(html, /1 regression</);
    assert.match(html, /Loosened: &quot;ifeval min&quot; from 0\.4 \(40%\) to 0\.3 \(30%\)\./);
    const at = B.indexOf("500");
    assert.ok(html.includes(`data-start="${at}" data-end="${at + 3}" data-side="b">1 train · steps</span>`));
    const removed = await compare(A, A.replace(/, \{ "type": "quant".*?\}/, ""));
    assert.ok(removed.html.includes(`data-start="${A.indexOf('{ "type": "quant"')}"`));
    assert.match(removed.html, /data-side="a">2 quant/);
    assert.match((await compare(A, A)).html, /The files are identical\./);
  });

  test("texts that are not whole, or too large: a sentence; no content is markup", async () => {
    assert.deepEqual(await compare(A, B.slice(0, 100)), {
      html: "",
      fault: "<b>&.alloy.json has syntax errors.",
    });
    assert.deepEqual(await compare("[]", B), { html: "", fault: "a.alloy.json is not a JSON object." });
    const large = `{"a": "${"x".repeat(2_000_000)}"}`;
    assert.deepEqual(await compare(large, B), { html: "", fault: "a.alloy.json is too large to compare." });
    const hostile = A.replace('"a"', '"<img src=x onerror=y>\\u001b[2J"').replace(
      '"steps"',
      '"\\" onclick=x y=\\""',
    );
    assert.doesNotMatch((await compare(A, hostile)).html, /<img|" onclick=|\p{Cc}\[2J/u);
  });
});
