/** The tools, as an agent sees them. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { plainLines } from "../../server/src/mcp/plain.js";
import { printable } from "../../server/src/text/sanitize.js";
import { FIXABLE, GOOD, WRONG } from "../cli/support.js";
import { ROOT } from "../protocol/client.js";
import { connect, ERAS, folder, read, withServers, write } from "./support.js";

const EXAMPLES = path.join(ROOT, "examples");
const WRITERS = ["edit_alloy", "fix_alloy", "fork_alloy", "format_alloy", "insert_stage", "new_alloy"];

/** A call of each tool that has an answer. */
const CALLS: Readonly<Record<string, Record<string, unknown>>> = {
  check_alloy: { path: "a.alloy.json" },
  fix_alloy: { path: "a.alloy.json" },
  edit_alloy: { path: "a.alloy.json", edits: [{ op: "replace", pointer: "/name", value: "b" }] },
  insert_stage: { path: "a.alloy.json", type: "quant" },
  new_alloy: { template: "moe-coder" },
  fork_alloy: { path: "a.alloy.json", version: "0.2.0" },
  diff_alloys: { a: "a.alloy.json", b: { text: GOOD } },
  format_alloy: { path: "a.alloy.json" },
  evaluate_gate: { path: "a.alloy.json" },
  verify_alloy: { path: "a.alloy.json" },
  hash_alloy: { path: "a.alloy.json" },
  show_alloy: { path: "a.alloy.json" },
  plan_alloy: { path: "a.alloy.json" },
  describe_stage: { type: "train", path: "a.alloy.json" },
  describe_field: { pointer: "/source/architecture", path: "a.alloy.json" },
  list_stages: {},
  list_domains: {},
  list_executors: {},
  list_rules: {},
  explain_rule: { code: "stage/phase-order" },
};

suite("mcp tools", () => {
  withServers();

  test("are listed in few words, with what they do and whether they write", async () => {
    const { client } = await connect();
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map(({ name }) => name).sort(), Object.keys(CALLS).sort());
    const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
    assert.ok(bytes({ tools }) < 40_000, `${bytes({ tools })} bytes`);
    const words = tools.flatMap(descriptionsIn);
    assert.ok(Buffer.byteLength(words.join("")) < 12_000);
    for (const { name, title, description = "", inputSchema, outputSchema, annotations } of tools) {
      assert.ok(title && description.length > 40 && outputSchema, name);
      for (const [key, property] of Object.entries(inputSchema.properties ?? {}))
        if (key !== "write" && key !== "edits")
          assert.match(String((property as { description?: string }).description), /\w{3}/, `${name} ${key}`);
      const writes = WRITERS.includes(name);
      assert.equal(annotations?.readOnlyHint, !writes, name);
      assert.equal("write" in (inputSchema.properties ?? {}), writes, name);
      assert.equal(annotations?.destructiveHint, writes && !["new_alloy", "fork_alloy"].includes(name), name);
      assert.equal(annotations?.openWorldHint, false, name);
    }
  });

  for (const era of ERAS)
    test(`answer as their schemas say, in revision ${era}`, async () => {
      write("a.alloy.json", readFileSync(path.join(EXAMPLES, "moe-coder.alloy.json"), "utf8"));
      const { client, call, errors } = await connect({ era, roots: [folder] });
      await client.listTools(); // the client checks answers against the schemas that it knows
      for (const [name, args] of Object.entries(CALLS)) {
        const { text, data } = await call(name, args);
        assert.ok(text.length > 0 && data !== undefined, name);
        assert.equal(printable(JSON.stringify(data)), JSON.stringify(data), name);
        assert.equal(plainLines(text), text, name);
      }
      assert.equal(errors(), "");
    });

  test("take wrong arguments with a reason, and go on", async () => {
    write("a.alloy.json", GOOD);
    const { client, call, rejection } = await connect();
    const cases: [string, Record<string, unknown>, RegExp][] = [
      ["check_alloy", {}, /one of path and text/],
      ["check_alloy", { path: "a.alloy.json", text: GOOD }, /one of path and text/],
      ["check_alloy", { file: "a.alloy.json" }, /Unrecognized key: "file"/],
      ["check_alloy", { path: "a.alloy.json", level: "loud" }, /level: .*"error"/],
      ["check_alloy", { path: "b.alloy.json" }, /no such file/],
      ["check_alloy", { path: 7 }, /path: .*string/],
      [
        "fix_alloy",
        { path: "a.alloy.json", unsafe: ["stage/unknown-tpe"] },
        /Did you mean "stage\/unknown-type"/,
      ],
      ["edit_alloy", { path: "a.alloy.json", edits: [] }, /edits/],
      [
        "edit_alloy",
        { path: "a.alloy.json", edits: [{ op: "add", pointer: "/x" }] },
        /edit 1: add needs value/,
      ],
      [
        "edit_alloy",
        { path: "a.alloy.json", edits: [{ op: "remove", pointer: "/x" }] },
        /edit 1: \/x does not exist/,
      ],
      [
        "edit_alloy",
        { text: WRONG.slice(1), edits: [{ op: "remove", pointer: "/name" }] },
        /not valid JSON.*check_alloy/,
      ],
      ["insert_stage", { path: "a.alloy.json", type: "trian" }, /Did you mean "train"/],
      ["insert_stage", { path: "a.alloy.json", type: "train", index: 9 }, /index must be from 0 to 1/],
      ["new_alloy", { template: "moe-codr" }, /Did you mean "moe-coder"/],
      ["new_alloy", { template: "moe-coder", write: true }, /write requires path/],
      ["new_alloy", { template: "moe-coder", path: "a.json", write: true }, /must end with \.alloy\.json/],
      ["new_alloy", { template: "moe-coder", path: "a.alloy.json", write: true }, /already exists/],
      ["describe_stage", { type: "trian" }, /Did you mean "train"/],
      ["describe_field", { pointer: "/source/architcture" }, /Did you mean "architecture"/],
      ["describe_field", { pointer: "steps" }, /not a JSON pointer/],
      ["explain_rule", { code: "stage/phase-ordr" }, /Did you mean "stage\/phase-order"/],
      ["list_rules", { group: "stages" }, /Did you mean "stage"/],
      ["list_stages", { domains: ["x"] }, /unknown domain "x"/],
      ["evaluate_gate", { path: "nothing/*.alloy.json" }, /no alloy in/],
      ["hash_alloy", { path: "a.alloy.json", verify: "xyz" }, /8 hex digits/],
      ["verify_alloy", { path: "a.alloy.json", require: ["modelhash"] }, /require/],
    ];
    for (const [name, args, reason] of cases)
      assert.match(await rejection(name, args), reason, JSON.stringify(args));
    await assert.rejects(client.callTool({ name: "no_such_tool" }), /not found/);
    assert.equal((await call("check_alloy", { path: "a.alloy.json" })).data.summary.errors, 0);
  });

  test("change nothing unless write is true, and then only what the diff shows", async () => {
    write("a.alloy.json", FIXABLE);
    const { call } = await connect();
    const dry = await call("fix_alloy", { path: "a.alloy.json" });
    assert.equal(read("a.alloy.json"), FIXABLE);
    assert.equal(dry.data.written, false);
    assert.match(dry.data.diff, /^--- a\/a\.alloy\.json\n\+\+\+ b\/a\.alloy\.json\n@@/);
    assert.deepEqual(
      dry.data.fixes.map(({ code }: { code: string }) => code),
      ["json/trailing-comma"],
    );
    const wet = await call("fix_alloy", { path: "a.alloy.json", write: true });
    assert.equal(read("a.alloy.json"), GOOD);
    assert.deepEqual([wet.data.written, wet.data.diff], [true, dry.data.diff]);
    const again = await call("fix_alloy", { path: "a.alloy.json", write: true });
    assert.deepEqual([again.data.written, again.data.diff], [false, ""]);
  });

  test("unsafe fixes are applied by the name of their rule only", async () => {
    const { call } = await connect();
    const text = WRONG;
    assert.equal((await call("fix_alloy", { text })).data.text, WRONG);
    assert.equal((await call("fix_alloy", { text, unsafe: ["json/comment"] })).data.text, WRONG);
    assert.equal((await call("fix_alloy", { text, unsafe: ["stage/unknown-type"] })).data.text, GOOD);
  });

  test("edits are all or none, keep the layout, and put new fields where the schema lists them", async () => {
    const text = '{\n  "name": "a",\n  "source": {"baseModel": "a/b"},\n  "stages": []\n}\n';
    write("a.alloy.json", text);
    const { call, rejection } = await connect();
    const good = { op: "add", pointer: "/version", value: "1.0.0" };
    const wrong = { op: "remove", pointer: "/nothing" };
    const args = { path: "a.alloy.json", write: true };
    assert.match(await rejection("edit_alloy", { ...args, edits: [good, wrong] }), /edit 2/);
    assert.equal(read("a.alloy.json"), text);
    const { data } = await call("edit_alloy", {
      ...args,
      edits: [good, { op: "add", pointer: "/source/architecture", value: "qwen2" }],
    });
    assert.equal(data.written, true);
    assert.equal(
      read("a.alloy.json"),
      text
        .replace('"a",\n', '"a",\n  "version": "1.0.0",\n')
        .replace('"a/b"', '"a/b", "architecture": "qwen2"'),
    );
  });

  test("a new alloy is valid, takes its name from the file, and never replaces one", async () => {
    const { call } = await connect();
    const { data } = await call("new_alloy", {
      template: "dense-general",
      values: { "/source/baseModel": "Qwen/Qwen3-8B" },
      path: "models/mine.alloy.json",
      write: true,
    });
    assert.equal(data.summary.errors, 0);
    const alloy = JSON.parse(read("models/mine.alloy.json"));
    assert.deepEqual([alloy.name, alloy.source.baseModel], ["mine", "Qwen/Qwen3-8B"]);
  });

  test("describe what an alloy has: value, executor, gate", async () => {
    write("a.alloy.json", readFileSync(path.join(EXAMPLES, "executed-rework.alloy.json"), "utf8"));
    const { call } = await connect();
    const { acceptanceCriteria } = JSON.parse(read("a.alloy.json"));
    const [benchmark] = Object.keys(acceptanceCriteria.benchmarks);
    const pointer = `/acceptanceCriteria/benchmarks/${benchmark}/min`;
    const { data } = await call("describe_field", { path: "a.alloy.json", pointer });
    assert.equal(data.value, acceptanceCriteria.benchmarks[benchmark as string].min);
    assert.match(data.inAlloy, /Passed|Failed|Not measured/i);
    const stage = await call("describe_stage", { path: "a.alloy.json", type: "train" });
    assert.ok(stage.data.fields.some(({ executor }: { executor?: string }) => executor === "read"));
  });

  test("the gate of many alloys is that of each", async () => {
    const names = readdirSync(EXAMPLES).filter((name) => name.endsWith(".alloy.json"));
    for (const name of names) write(`models/${name}`, readFileSync(path.join(EXAMPLES, name), "utf8"));
    write("models/broken.alloy.json", "\0");
    const { call } = await connect();
    const { data } = await call("evaluate_gate", { path: "models/**/*.alloy.json" });
    const single = await Promise.all(names.map((name) => call("evaluate_gate", { path: `models/${name}` })));
    assert.deepEqual(
      data.files.map(({ verdict }: { verdict: string }) => verdict),
      names.map((_, i) => single[i]?.data.verdict),
    );
    assert.equal(data.unreadable.length, 1);
    const all = (await call("evaluate_gate", { path: "models" })).data;
    assert.deepEqual(all.summary, data.summary);
  });

  test("a domain of the workspace is in force", async () => {
    const domain = {
      id: "lab",
      version: "1.0.0",
      title: "Lab",
      description: "Ours.",
      status: "stable",
      stages: {
        titrate: {
          phase: "transform",
          type: "object",
          summary: "Titrate",
          description: "Adds drops.",
          required: ["ml"],
          properties: { ml: { type: "number", unit: "ml", description: "Volume." } },
        },
      },
    };
    write(".forge-alloy/domains/lab.json", JSON.stringify(domain));
    const { call } = await connect();
    const { data } = await call("list_domains");
    assert.ok(data.domains.some(({ id }: { id: string }) => id === "lab"));
    const text = GOOD.replace('"stages": [', '"domains": ["lab"], "stages": [').replace(
      /\{"type".*\}\]/,
      '{"type": "titrate"}]',
    );
    const { problems } = (await call("check_alloy", { text })).data;
    assert.ok(
      problems.some(({ message }: { message: string }) => message.includes('"ml"')),
      JSON.stringify(problems),
    );
    assert.equal((await call("describe_field", { text, stage: "titrate", pointer: "/ml" })).data.unit, "ml");
  });

  test("plan_alloy says what the command says, and cuts what is long", async () => {
    const target = GOOD.replace(/"stages".*$/s, '"target": {"domain": "code", "outputFormats": ["gguf"]}}');
    write("a.alloy.json", target);
    const { call, rejection } = await connect();
    const { text, data } = await call("plan_alloy", { path: "a.alloy.json" });
    assert.match(text, /^a 1\.0\.0\nExecutor: the reference executor/);
    assert.deepEqual(
      data.alloy.stages.map(({ type }: { type: string }) => type),
      ["train", "quant"],
    );
    assert.deepEqual([data.cycles, data.margin, data.file], [3, 0.1, "a.alloy.json"]);
    assert.equal((await call("plan_alloy", { text: target, margin: 0.5 })).data.margin, 0.5);
    const stages = `[${'{"type": "train\\u001b\\u202e"}, '.repeat(3000)}{}]`;
    const long = await call("plan_alloy", { text: GOOD.replace(/"stages": .*$/s, `"stages": ${stages}}`) });
    assert.deepEqual([long.data.stages.length, long.data.alloy], [200, undefined]);
    assert.equal(plainLines(long.text), long.text);
    assert.match(await rejection("plan_alloy", { text: "[" }), /cannot plan .*: it is not valid JSON/);
    assert.match(await rejection("plan_alloy", { text: "{}", margin: 1 }), /margin/);
  });
});

function descriptionsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "description" && typeof inner === "string" ? [inner] : descriptionsIn(inner),
  );
}
