import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { CodeAction, Diagnostic } from "vscode-languageserver/node";
import { NO, skipIf } from "../../server/src/testing/skip.js";
import { applyEdits, Client, fileUri, ROOT, rangeOf, textIn } from "./client.js";

const CORPUS = path.join(ROOT, "../shared/corpus");

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => path.join(folder, name));
}

/** A real alloy where there is one, else an example of ours: it has a mixture of experts and results. */
function realAlloy(): string {
  const [published] = filesIn(path.join(CORPUS, "published")).filter((file) => file.includes("qwen3-coder"));
  return readFileSync(published ?? path.join(ROOT, "examples/executed-ships.alloy.json"), "utf8");
}

/** A wrong edit: pattern, replacement, code, severity (1 error … 4 hint), the text under the message. */
const MISTAKES: readonly [
  from: string | RegExp,
  to: string,
  code: string,
  severity: number,
  under: string,
][] = [
  ['"expert-prune"', '"expert-purne"', "stage/unknown-type", 1, '"expert-purne"'],
  ['"quant"', '"capture"', "stage/undeclared-domain", 1, '"capture"'],
  ['"format": "gguf"', '"format": "gguff"', "schema/enum", 1, '"gguff"'],
  ['"format": "gguf",', "", "schema/required", 1, '"quant"'],
  ['"isMoE": true', '"isMoE": null', "schema/null", 1, "null"],
  [/"numLayers": \d+/, '$&, "base_model": 1', "field/snake-case", 2, '"base_model"'],
  ['"author": ', '"domains": ["llm-forg"], "author": ', "domain/unknown", 1, '"llm-forg"'],
  ['"author": ', '"domains": ["llm-forge", "ticketing"], "author": ', "domain/draft", 3, '"ticketing"'],
  ['"author": ', '"search": {"maxCandidates": "7"}, "author": ', "schema/number-as-text", 2, '"7"'],
  ['"author": ', '"search": {"maxCandidates": 21}, "author": ', "schema/range", 1, "21"],
  ['"isMoE"', '"isMoe"', "field/misspelled", 2, '"isMoe"'],
  ['"isMoE": true', '"isMoE": true /* yes */', "json/comment", 1, "/* yes */"],
  ['"isMoE": true', '"isMoE": yes', "json/syntax", 1, "yes"],
  [/"expert-prune"\s*,/, '"expert-prune"', "json/syntax", 1, '"'],
  [/\]\s*,(\s*)"license"/, '],$1"version": "1.0.0",$1"license"', "json/duplicate-key", 2, '"version"'],
];

suite("diagnostics over stdio", () => {
  let client: Client;
  suiteSetup(async () => {
    client = await Client.start();
  });
  suiteTeardown(() => client.stop());

  for (const folder of ["published", "examples"]) {
    test(`no file in the corpus folder ${folder} has an error`, async function () {
      const files = filesIn(path.join(CORPUS, folder));
      skipIf(this, files.length === 0, NO.corpus);
      for (const file of files) assert.deepEqual(await errorsIn(file), [], file);
    });
  }

  test("the recipes have exactly the errors for which readers refuse them", async function () {
    const files = filesIn(path.join(CORPUS, "recipes"));
    skipIf(this, files.length === 0, NO.corpus);
    for (const file of files) {
      const text = readFileSync(file, "utf8");
      const { stages } = JSON.parse(text);
      const combined = stages.filter((stage: { strategy?: string }) => stage.strategy === "combined").length;
      const bare = stages.filter(
        ({ type, ...rest }: { type: string }) => type === "modality" && !("encoderModel" in rest),
      ).length;
      const expected = [
        ...Array(combined).fill('schema/enum "combined"'),
        ...Array(2 * bare).fill('schema/required "modality"'),
      ];
      assert.deepEqual(await errorsIn(file), expected, file);
    }
  });

  test("our examples have no error, but for the one full of mistakes", async () => {
    for (const file of filesIn(path.join(ROOT, "examples"))) {
      const errors = await errorsIn(file);
      if (file.includes("mistakes")) assert.ok(errors.length >= 8, errors.join("\n"));
      else assert.deepEqual(errors, [], file);
    }
  });

  test("each wrong edit of a real alloy gives one message at the right word, and its fix removes it", async () => {
    const text = realAlloy();
    let version = 1;
    const uri = "file:///mistakes.alloy.json";
    await client.open(uri, text, version);
    // The alloy was published, so any edit is an information of its own.
    await client.change(uri, ++version, [{ text: `${text}\n` }]);
    const before = await client.published(uri, version);
    for (const [from, to, code, severity, under] of MISTAKES) {
      const wrong = text.replace(from, to);
      assert.notEqual(wrong, text, `nothing to replace for ${code}`);
      await client.change(uri, ++version, [{ text: wrong }]);
      const found = fresh(await client.published(uri, version), before);
      assert.deepEqual(
        found.map((one) => [one.code, one.severity, textIn(wrong, one.range)]),
        [[code, severity, under]],
        `${code}: ${found.map(({ message }) => message)}`,
      );
      const problem = found[0] as Diagnostic;
      const context = { diagnostics: [problem] };
      const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri },
        range: problem.range,
        context,
      });
      const fixes = actions.filter(({ kind }) => kind === "quickfix");
      const fix = fixes.find(({ isPreferred }) => isPreferred) ?? fixes[0];
      if (!fix) {
        assert.ok(["domain/draft"].includes(code), `${code} has no fix`);
        continue;
      }
      const mended = applyEdits(wrong, fix.edit?.changes?.[uri] ?? []);
      JSON.parse(mended);
      await client.change(uri, ++version, [{ text: mended }]);
      const left = await client.published(uri, version);
      assert.ok(
        !left.some((one) => one.code === code && textIn(mended, one.range) === under),
        `${fix.title} leaves ${code}`,
      );
    }
  });

  test("closing a document takes its messages away", async () => {
    const uri = "file:///closing.alloy.json";
    await client.open(uri, "{", 1);
    assert.ok((await client.published(uri, 1)).length > 0);
    await client.close(uri);
    assert.deepEqual(await client.published(uri, undefined), []);
  });

  async function errorsIn(file: string): Promise<string[]> {
    const text = readFileSync(file, "utf8");
    const uri = fileUri(file);
    await client.open(uri, text);
    const found = await client.published(uri, 1);
    await client.close(uri);
    return found
      .filter(({ severity }) => severity === 1)
      .map(({ code, range }) => `${code} ${textIn(text, range)}`);
  }
});

/**
 * What was not said before; places move, so only code and message count. That a receipt no longer fits is true of every
 * edit and not what these are about.
 */
function fresh(now: readonly Diagnostic[], before: readonly Diagnostic[]): Diagnostic[] {
  const known = before.map(({ code, message }) => `${code} ${message}`);
  return now.filter(({ code, message }) => {
    if (code === "attestation/alloy-hash") return false;
    const index = known.indexOf(`${code} ${message}`);
    if (index >= 0) known.splice(index, 1);
    return index < 0;
  });
}

suite("diagnostics on request", () => {
  test("a client that pulls is not pushed to, and unchanged text is not sent again", async () => {
    const client = await Client.start({ capabilities: { textDocument: { diagnostic: {} } } });
    const uri = "file:///pull.alloy.json";
    const textDocument = { uri };
    await client.open(uri, '{"tags": null}');
    const first = await client.request<{ kind: string; resultId: string; items: Diagnostic[] }>(
      "textDocument/diagnostic",
      { textDocument },
    );
    assert.equal(first.kind, "full");
    assert.ok(first.items.some(({ code }) => code === "schema/null"));
    const again = { textDocument, previousResultId: first.resultId };
    assert.equal(
      (await client.request<{ kind: string }>("textDocument/diagnostic", again)).kind,
      "unchanged",
    );
    // A letter more, behind what is wrong: nothing new to tell.
    await client.change(uri, 2, [{ range: rangeOf('{"tags": null}', "}"), text: " }" }]);
    assert.equal(
      (await client.request<{ kind: string }>("textDocument/diagnostic", again)).kind,
      "unchanged",
    );
    await client.change(uri, 3, [{ range: rangeOf('{"tags": null}', "null"), text: "[]" }]);
    const third = await client.request<{ kind: string; items: Diagnostic[] }>(
      "textDocument/diagnostic",
      again,
    );
    assert.equal(third.kind, "full");
    assert.ok(!third.items.some(({ code }) => code === "schema/null"));
    await client.stop();
  });

  test("settings change what is said, at once", async () => {
    let rules: object = { "domain/draft": "off", schema: "hint" };
    const client = await Client.start({
      capabilities: { workspace: { configuration: true } },
      configuration: () => ({ rules }),
    });
    const uri = "file:///settings.alloy.json";
    await client.open(uri, '{"domains": ["ticketing"], "tags": null}');
    const codes = async () => (await client.pull(uri)).map(({ code, severity }) => `${code} ${severity}`);
    assert.ok(!(await codes()).some((one) => one.startsWith("domain/draft")));
    assert.ok((await codes()).includes("schema/null 4"));
    rules = {};
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    assert.ok((await codes()).includes("domain/draft 3"));
    await client.stop();
  });
});
