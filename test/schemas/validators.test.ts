/** What `forge-alloy schema` prints, read by validators that are not ours; each test runs where its validator is installed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { folder, run, withFolder, write } from "../cli/support.js";
import { ROOT } from "../protocol/client.js";

/** Says whether a validator accepts a file; undefined where it is not installed. */
type Accepts = (schema: string, file: string) => boolean | Promise<boolean>;

const VALIDATORS: Readonly<Record<string, () => Accepts | undefined>> = {
  ajv: () => (schema, file) => new Ajv2020({ strictRequired: false }).validate(parsed(schema), parsed(file)),
  "check-jsonschema": () =>
    isThere("check-jsonschema", ["--version"])
      ? (schema, file) => exitOf("check-jsonschema", ["--schemafile", schema, file])
      : undefined,
  "jsonschema of Python": () =>
    isThere(PYTHON, ["-c", "from jsonschema import Draft202012Validator"])
      ? (schema, file) => exitOf(PYTHON, ["-c", PROGRAM, schema, file])
      : undefined,
  "the JSON support of VS Code": () => {
    const support = jsonSupport();
    if (!support) return undefined;
    return async (schema, file) => {
      const { service, document } = support(parsed(schema), readFileSync(file, "utf8"));
      const problems = await service.doValidation(document, service.parseJSONDocument(document));
      return problems.length === 0;
    };
  },
};

const PYTHON = process.platform === "win32" ? "python" : "python3";
const PROGRAM = `
import json, sys
from jsonschema import Draft202012Validator
schema, instance = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
Draft202012Validator.check_schema(schema)
sys.exit(0 if Draft202012Validator(schema).is_valid(instance) else 1)
`;

/** A stage, by what is wrong with it. An unknown type is none of them: with a draft among the domains it is allowed. */
const WRONG: Readonly<Record<string, object>> = {
  "a number out of range": { type: "prune", strategy: "entropy", level: 30 },
  "a field that is missing": { type: "prune" },
};

suite("the composed schema in other hands", () => {
  withFolder();

  for (const [name, find] of Object.entries(VALIDATORS)) {
    test(`${name} accepts it, good alloys by it, and no bad ones`, async function () {
      this.timeout(120_000);
      const accepts = find();
      if (!accepts) {
        console.log(`      ${name} is not installed here`);
        return this.skip();
      }
      const good = path.join(ROOT, "examples/moe-coder.alloy.json");
      for (const ids of [[], ["llm-forge", "ticketing", "photo-provenance"]]) {
        const schema = write("schema.json", run(["schema", ...ids]).out);
        assert.ok(await accepts(schema, good), ids.join(", "));
        for (const [what, stage] of Object.entries(WRONG)) {
          const source = { baseModel: "a", architecture: "b" };
          const alloy = { name: "a", version: "1.0.0", source, stages: [stage] };
          write("wrong.json", JSON.stringify(alloy));
          assert.ok(!(await accepts(schema, path.join(folder, "wrong.json"))), what);
        }
      }
    });
  }
});

suite("the composed schema in VS Code's JSON support", () => {
  withFolder();

  const ALLOY =
    '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a", "architecture": "b"}, "stages": [¦]}';

  /** What is proposed at ¦, by label. */
  async function proposals(text: string, context: Mocha.Context): Promise<Map<string, Proposal>> {
    const support = jsonSupport();
    if (!support) {
      console.log("      the JSON support of VS Code is not installed here");
      return context.skip();
    }
    const schema = JSON.parse(run(["schema", "--draft", "7", "--id", "https://example.org/a.json"]).out);
    const { service, document } = support(schema, text.replace("¦", ""));
    const at = document.positionAt(text.indexOf("¦"));
    const { items } = await service.doComplete(document, at, service.parseJSONDocument(document));
    return new Map(items.map((item: Proposal) => [item.label, item]));
  }

  test("offers complete stages with tab stops, a train stage of intent only among them", async function () {
    this.timeout(120_000);
    const found = await proposals(ALLOY, this);
    const train = found.get("train (intent only)");
    assert.match(JSON.stringify(train?.documentation), /the family adapter sets/);
    assert.equal(train?.textEdit?.newText.replace(/\s+/g, ""), '{"type":"train","method":"${1:lora}"}');
    assert.ok(found.has("expert-prune") && found.has("eval (code)"));
  });

  test("describes each stage type and each choice", async function () {
    this.timeout(120_000);
    const types = await proposals(ALLOY.replace("¦", '{"type": ¦}'), this);
    assert.match(JSON.stringify(types.get('"prune"')?.documentation), /\w+ \w+/);
    assert.notDeepEqual(types.get('"prune"')?.documentation, types.get('"eval"')?.documentation);
    const choices = await proposals(ALLOY.replace("¦", '{"type": "prune", "strategy": ¦}'), this);
    const words = [...choices.values()].map(({ documentation }) => JSON.stringify(documentation));
    assert.ok(words.length > 3 && new Set(words).size === words.length, words.join("\n"));
  });

  test("offers whole alloys in an empty file", async function () {
    this.timeout(120_000);
    const found = await proposals("¦", this);
    assert.ok(found.has("moe-coder") && found.has("dense-general"));
  });
});

interface Proposal {
  readonly label: string;
  readonly documentation?: unknown;
  readonly textEdit?: { readonly newText: string };
}

/** VS Code's JSON support with a schema for a text; undefined where it is not installed. */
function jsonSupport() {
  // Comes with what the benchmark compares with.
  const peers = path.join(ROOT, "bench/.peers/package.json");
  if (!existsSync(path.join(path.dirname(peers), "node_modules/vscode-json-languageservice")))
    return undefined;
  const { getLanguageService, ClientCapabilities, TextDocument } = createRequire(peers)(
    "vscode-json-languageservice",
  );
  return (schema: object, text: string) => {
    const service = getLanguageService({ clientCapabilities: ClientCapabilities.LATEST });
    service.configure({ schemas: [{ uri: "schema:///alloy", fileMatch: ["*"], schema }] });
    return { service, document: TextDocument.create("file:///a.json", "json", 1, text) };
  };
}

function isThere(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0;
}

/** Whether a program says yes. @throws where it says neither yes nor no, such as about the schema */
function exitOf(program: string, args: readonly string[]): boolean {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  assert.ok(status === 0 || (status === 1 && !stderr.includes("Traceback")), stderr);
  return status === 0;
}

function parsed(file: string) {
  return JSON.parse(readFileSync(file, "utf8"));
}
