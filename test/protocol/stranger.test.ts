/** A workspace that a stranger made: what it may make the server read, use, link to and show. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type {
  CodeAction,
  CompletionItem,
  DocumentLink,
  Hover,
  Location,
  SymbolInformation,
} from "vscode-languageserver/node";
import { makeLinks, NO, skip, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { Client, fileUri, positionAt, rangeOf } from "./client.js";

const LAB = domain("lab", { polish: stage({ grit: { type: "integer", maximum: 100 } }) });
const ALLOY = alloy("lab", '{"type": "polish", "grit": 900}');

function domain(id: string, stages: object): string {
  return JSON.stringify({
    id,
    version: "1.0.0",
    status: "stable",
    title: "Lab",
    description: "Work in a lab.",
    stages,
  });
}

function stage(properties: Record<string, object>, description = "Rubs."): object {
  const described = Object.entries(properties).map(([name, schema]) => [
    name,
    { description: "A field.", whenAbsent: "Nothing.", ...schema },
  ]);
  return {
    phase: "transform",
    summary: "Rubs",
    description,
    type: "object",
    properties: Object.fromEntries(described),
  };
}

function alloy(domains: string, ...stages: string[]): string {
  return `{"name": "a", "version": "1.0.0", "domains": ["${domains}"], "source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [${stages.join()}]}`;
}

/** Name of a folder next to the workspace, in which the user keeps unrelated files. */
const OUTSIDE = "secret";

suite("a workspace by a stranger, over stdio", () => {
  let home: string;
  let client: Client;
  const inHome = (name: string) => path.join(home, name);
  const uriOf = (name: string) => fileUri(inHome(`work/${name}`));

  function write(name: string, text: string): void {
    mkdirSync(path.dirname(inHome(name)), { recursive: true });
    writeFileSync(inHome(name), text);
  }

  function link(this: Mocha.Context, target: string, name: string): void {
    mkdirSync(path.dirname(inHome(name)), { recursive: true });
    makeLinks(this, () => symlinkSync(target, inHome(name)));
  }

  async function start({
    domains = [],
    folders = ["work"],
    isTrusted = true,
  }: {
    domains?: string[];
    folders?: string[];
    isTrusted?: boolean;
  } = {}): Promise<void> {
    client = await Client.start({
      capabilities: {
        workspace: { configuration: true },
        textDocument: {
          hover: { contentFormat: ["markdown"] },
          completion: { completionItem: { documentationFormat: ["markdown"] } },
        },
      },
      configuration: () => ({ domains }),
      workspaceFolders: folders.map((name) => ({ name, uri: fileUri(inHome(name)) })),
      initializationOptions: { isTrusted },
    });
  }

  async function codesOf(text: string, name = "a.alloy.json"): Promise<unknown[]> {
    await client.open(uriOf(name), text);
    return (await client.pull(uriOf(name))).map(({ code }) => code);
  }

  async function linksOf(text: string, name = "a.alloy.json"): Promise<(string | undefined)[]> {
    await client.open(uriOf(name), text);
    const links = await client.request<DocumentLink[]>("textDocument/documentLink", {
      textDocument: { uri: uriOf(name) },
    });
    return links.map(({ target }) => target);
  }

  const samples = (...paths: string[]) =>
    JSON.stringify({ results: { benchmarks: paths.map((samplesPath) => ({ name: "a", samplesPath })) } });

  setup(() => {
    home = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
    mkdirSync(inHome("work"));
    write(`${OUTSIDE}/lab.json`, LAB);
    write(`${OUTSIDE}/notes.jsonl`, "{}");
  });

  teardown(async () => {
    await client?.stop();
    rmSync(home, { recursive: true });
  });

  suite("that is not trusted", () => {
    test("its domains are named, and nothing comes from them until it is trusted", async () => {
      write("work/.forge-alloy/domains/lab.json", LAB);
      write("work/more/other.json", domain("other", { rub: stage({}) }));
      await start({ isTrusted: false, domains: ["more"] });
      const uri = uriOf("a.alloy.json");
      const text = ALLOY.replace('["lab"]', '["llm-forge", "lab"]').replace(
        '"stages": [',
        '"stages": [{"type": "prune", "level": 9}, ',
      );
      await client.open(uri, text);
      const untrusted = await client.pull(uri);
      const said = untrusted.filter(({ message }) => /not trusted/.test(String(message)));
      assert.equal(said.length, 1);
      assert.equal(said[0]?.code, "domain/unknown");
      assert.match(String(said[0]?.message), /because this workspace is not trusted\.$/);
      // What is bundled works.
      assert.ok(untrusted.some(({ code }) => code === "schema/range"));
      assert.ok(!untrusted.some(({ range }) => range.start.character > text.indexOf('"polish"')));
      assert.deepEqual(await known(uri, text), { completed: false, explained: false, defined: false });

      await client.connection.sendNotification("forgeAlloy/trusted");
      await client.publishedWhen(
        uri,
        (found) =>
          found.filter(({ code }) => code === "schema/range").length === 2 &&
          !found.some(({ message }) => /not trusted/.test(String(message))),
      );
      assert.deepEqual(await known(uri, text), { completed: true, explained: true, defined: true });
    });

    /** What the server knows of the stage "polish". */
    async function known(uri: string, text: string) {
      const at = { textDocument: { uri }, position: rangeOf(text, "polish").start };
      const items = await client.request<CompletionItem[]>("textDocument/completion", at);
      const hover = await client.request<Hover | null>("textDocument/hover", at);
      const definitions = await client.request<Location[]>("textDocument/definition", at);
      return {
        completed: items.some(({ label }) => label === "polish"),
        explained: JSON.stringify(hover).includes("Rubs"),
        defined: definitions.length > 0,
      };
    }

    test("the configuration counts: it says less, and nothing else", async () => {
      write("work/.forge-alloy/config.json", '{"rules": {"schema": "off"}}');
      await start({ isTrusted: false });
      const codes = await codesOf(alloy("llm-forge", '{"type": "prune", "level": 9}'));
      assert.ok(!codes.some((code) => String(code).startsWith("schema/")), String(codes));
    });
  });

  suite("whose paths lead elsewhere", () => {
    test("links go to files of the workspace, and to pages", async () => {
      write("work/near.jsonl", "{}");
      write("work/deep/er.jsonl", "{}");
      await start();
      const paths = [
        ...["er.jsonl", "../near.jsonl", "../deep/../near.jsonl"],
        ...[`../../${OUTSIDE}/notes.jsonl`, `../${"../".repeat(40)}etc/passwd`, "..", "../.."],
        ...["/etc/passwd", "~/x", "file:///etc/passwd", "C:\\x", "\\\\host\\share", "//host/share"],
        ...[
          "javascript:alert(1)",
          "data:text/html,x",
          "command:x",
          "vscode://a/b",
          "https:x",
          "JavaScript:x",
        ],
        ...["https://example.org/a", "%2e%2e/%2e%2e/x", "a\u0000b"],
      ];
      assert.deepEqual(await linksOf(samples(...paths), "deep/a.alloy.json"), [
        uriOf("deep/er.jsonl"),
        uriOf("near.jsonl"),
        uriOf("near.jsonl"),
        fileUri(inHome("work")), // "..", the workspace itself
        "https://example.org/a",
      ]);
    });

    test("a link of the file system leads no further", async function () {
      write("work/real.jsonl", "{}");
      link.call(this, inHome(`${OUTSIDE}/notes.jsonl`), "work/out.jsonl");
      link.call(this, inHome(OUTSIDE), "work/folder");
      link.call(this, inHome("work/real.jsonl"), "work/in.jsonl");
      link.call(this, inHome("work/circle.jsonl"), "work/circle.jsonl");
      await start();
      const text = samples("out.jsonl", "folder/notes.jsonl", "in.jsonl", "circle.jsonl");
      assert.deepEqual(await linksOf(text), [uriOf("in.jsonl")]);
    });

    test("around an alloy in no folder of the workspace, its own folder is all there is", async () => {
      write("work/near.jsonl", "{}");
      await start({ folders: [] });
      assert.deepEqual(await linksOf(samples("near.jsonl", `../${OUTSIDE}/notes.jsonl`)), [
        uriOf("near.jsonl"),
      ]);
    });

    test("the workspace may itself be reached by a link", async function () {
      write("work/near.jsonl", "{}");
      write("work/.forge-alloy/domains/lab.json", LAB);
      link.call(this, inHome("work"), "linked");
      await start({ folders: ["linked"] });
      const uri = fileUri(inHome("linked/a.alloy.json"));
      await client.open(uri, samples("near.jsonl"));
      const links = await client.request<DocumentLink[]>("textDocument/documentLink", {
        textDocument: { uri },
      });
      assert.equal(links.length, 1);
      await client.open(`${uri}2.alloy.json`, ALLOY);
      assert.deepEqual(
        (await client.pull(`${uri}2.alloy.json`)).map(({ code }) => code),
        ["schema/range"],
      );
    });

    test("the setting forgeAlloy.domains stays in the workspace", async () => {
      write("work/in/lab.json", LAB.replace('"lab"', '"in"'));
      await start({
        domains: [`../${OUTSIDE}`, `../${OUTSIDE}/lab.json`, "../../../../../etc", "/etc", "in"],
      });
      assert.deepEqual(await codesOf(ALLOY), ["domain/unknown"]);
      assert.deepEqual(await codesOf(alloy("in", '{"type": "polish"}'), "b.alloy.json"), []);
    });

    test("another folder of the workspace may be named", async () => {
      await start({ domains: [`../${OUTSIDE}`], folders: ["work", OUTSIDE] });
      assert.deepEqual(await codesOf(ALLOY), ["schema/range"]);
    });

    test("domains behind links that lead out are not read", async function () {
      link.call(this, inHome(`${OUTSIDE}/lab.json`), "work/.forge-alloy/domains/lab.json");
      await start();
      assert.deepEqual(await codesOf(ALLOY), ["domain/unknown"]);
    });

    test("nor is a folder of domains", async function () {
      link.call(this, inHome(OUTSIDE), "work/.forge-alloy/domains");
      await start();
      assert.deepEqual(await codesOf(ALLOY), ["domain/unknown"]);
    });

    test("nor are closed alloys, for symbols", async function () {
      write(`${OUTSIDE}/private.alloy.json`, ALLOY.replace('"a"', '"private"'));
      write("work/own.alloy.json", ALLOY.replace('"a"', '"own"'));
      link.call(this, inHome(`${OUTSIDE}/private.alloy.json`), "work/out.alloy.json");
      link.call(this, inHome("work/own.alloy.json"), "work/twin.alloy.json");
      await start();
      const symbols = await client.request<SymbolInformation[]>("workspace/symbol", { query: "" });
      const names = new Set(symbols.map(({ containerName }) => containerName));
      assert.ok(names.has("own"));
      assert.ok(!names.has("private"), [...names].join());
    });

    test("nor is a configuration", async function () {
      write(`${OUTSIDE}/config.json`, '{"rules": {"schema": "off"}}');
      write("work/own.json", '{"rules": {"schema": "off"}}');
      write("work/.forge-alloy/domains/lab.json", LAB);
      link.call(this, inHome(`${OUTSIDE}/config.json`), "work/.forge-alloy/config.json");
      await start();
      assert.deepEqual(await codesOf(ALLOY), ["schema/range"]);
      await client.stop();
      rmSync(inHome("work/.forge-alloy/config.json"));
      link.call(this, inHome("work/own.json"), "work/.forge-alloy/config.json");
      await start();
      assert.deepEqual(await codesOf(ALLOY), []);
    });

    test("named pipes are not waited for", async function () {
      mkdirSync(inHome("work/.forge-alloy/domains"), { recursive: true });
      for (const name of [".forge-alloy/config.json", ".forge-alloy/domains/lab.json", "p.alloy.json"])
        if (spawnSync("mkfifo", [inHome(`work/${name}`)]).status !== 0) skip(this, NO.deviceFiles);
      await start();
      assert.deepEqual(await codesOf(ALLOY), ["domain/unknown"]);
      await client.request("workspace/symbol", { query: "" });
    });

    test("what never ends is not read: devices and pipes", async function () {
      skipIf(this, WINDOWS, NO.deviceFiles);
      link.call(this, "/dev/zero", "work/.forge-alloy/config.json");
      link.call(this, "/dev/zero", "work/.forge-alloy/domains/lab.json");
      link.call(this, "/dev/zero", "work/endless.alloy.json");
      await start();
      assert.deepEqual(await codesOf(ALLOY), ["domain/unknown"]);
      await client.request("workspace/symbol", { query: "" });
    });
  });

  suite("with hostile data", () => {
    const INHERITED = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];

    test("names that objects inherit name stages, fields, domains and rules like any other", async () => {
      const parts = INHERITED.map(
        (name) =>
          `${JSON.stringify(name)}: ${JSON.stringify(stage({ [name === "__proto__" ? "x" : name]: { type: "integer" } }))}`,
      );
      const text = domain("odd", {}).replace('"stages":{}', `"stages": {${parts.join()}}`);
      write("work/.forge-alloy/domains/odd.json", text);
      const rules = INHERITED.map((name) => `${JSON.stringify(name)}: "off"`).join();
      write(
        "work/.forge-alloy/config.json",
        `{"__proto__": {"rules": {"schema": "off"}}, "rules": {${rules}}, "overrides": [{"files": ["__proto__"], "rules": {${rules}}}], "suppressions": [{"code": "__proto__", "pointer": "/__proto__", "reason": "x"}]}`,
      );
      await start();
      const stages = INHERITED.map((name) => `{"type": ${JSON.stringify(name)}, "constructor": "x"}`);
      const codes = await codesOf(alloy("odd", ...stages, '{"type": "isPrototypeOf"}'));
      assert.ok(codes.includes("stage/unknown-type"), String(codes));
      assert.ok(codes.includes("schema/type"), String(codes));
      assert.ok(!codes.includes("domain/unknown"), String(codes));
      assert.ok((await codesOf("{}", ".forge-alloy/config.json")).length === 0);
    });

    test("patterns that would explode are matched like any other", async () => {
      const patterns: [pattern: string, isMatched: boolean][] = [
        ["^(a+)+$", false],
        ["(a|a)*$", true],
        ["(a*)*b", false],
        ["^(([a-z])+.)+$", true],
        ["(.*)(.*)(.*)(.*)x$", false],
      ];
      for (const [index, [pattern]] of patterns.entries()) {
        const id = `slow-${index}`;
        write(
          `work/.forge-alloy/domains/${id}.json`,
          domain(id, { polish: stage({ note: { type: "string", pattern } }) }),
        );
      }
      await start();
      for (const [index, [pattern, isMatched]] of patterns.entries()) {
        const text = alloy(`slow-${index}`, `{"type": "polish", "note": "${"a".repeat(900)}!"}`);
        const codes = await codesOf(text, `${index}.alloy.json`);
        assert.deepEqual(codes, isMatched ? [] : ["schema/other"], pattern);
      }
    });

    test("globs that explode, and a configuration of 100,000 entries", async function () {
      this.timeout(120_000);
      const entries = Array.from({ length: 100_000 }, (_, i) => i);
      const globs = ["**/".repeat(500), "*a".repeat(500), "{a,b}".repeat(500), "[".repeat(500)];
      write(
        "work/.forge-alloy/config.json",
        JSON.stringify({
          rules: Object.fromEntries(entries.map((i) => [`rule/${i}`, "off"])),
          overrides: entries.map((i) => ({ files: [`${i}`, ...(i === 0 ? globs : [])], rules: {} })),
          suppressions: entries.map((i) => ({ code: "schema/null", pointer: `/${i}`, reason: "x" })),
        }),
      );
      await start();
      const text = alloy("llm-forge", '{"type": "prune", "level": 9}');
      assert.ok((await codesOf(text, `${"a".repeat(200)}.alloy.json`)).includes("schema/range"));
    });

    test("a domain of 100,000 stages, fields, or choices is refused, and its file is named", async function () {
      this.timeout(120_000);
      const many = (make: (i: number) => unknown) =>
        Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`s${i}`, make(i)]));
      write(
        "work/.forge-alloy/domains/stages.json",
        domain(
          "stages",
          many(() => 1),
        ),
      );
      write(
        "work/.forge-alloy/domains/fields.json",
        domain("fields", { polish: { properties: many(() => 1) } }),
      );
      const choices = Object.keys(many(() => 1));
      write(
        "work/.forge-alloy/domains/choices.json",
        domain("choices", { polish: stage({ one: { type: "string", enum: choices } }) }),
      );
      await start();
      assert.deepEqual(await codesOf(alloy("stages", '{"type": "s1"}'), "1.alloy.json"), ["domain/unknown"]);
      assert.deepEqual(await codesOf(alloy("fields", '{"type": "polish"}'), "2.alloy.json"), [
        "domain/unknown",
      ]);
      const text = alloy("choices", '{"type": "polish", "one": "s5"}, {"type": "polish", "one": "t5"}');
      assert.deepEqual(await codesOf(text, "3.alloy.json"), ["domain/unknown"]);
      const [problem] = await client.pull(uriOf("3.alloy.json"));
      assert.match(String(problem?.message), /its file ".*choices\.json" has errors/);
      assert.ok(String(problem?.message).length < 1000);
      for (const method of ["completion", "hover"])
        await client.request(`textDocument/${method}`, {
          textDocument: { uri: uriOf("3.alloy.json") },
          position: positionAt(text, text.indexOf('"s5"') + 1),
        });
    });

    test("its descriptions and an alloy's names load nothing and lead nowhere", async () => {
      const evil = "![](https://evil.example/seen.png) [a](command:x) <file:///etc/passwd>";
      write(
        "work/.forge-alloy/domains/lab.json",
        domain("lab", { polish: stage({ grit: { type: "integer", description: evil } }, evil) }),
      );
      await start();
      const gate =
        '"acceptanceCriteria": {"benchmarks": {"![](https://evil.example/seen.png)": {"min": 0.5}}}';
      const text = ALLOY.replace('"stages"', `${gate}, "stages"`);
      const uri = uriOf("a.alloy.json");
      await client.open(uri, text);
      const shown: string[] = [];
      for (const word of ["polish", '"grit"', '"![]', '"min"']) {
        const position = positionAt(text, text.indexOf(word) + 1);
        const at = { textDocument: { uri }, position };
        shown.push(JSON.stringify(await client.request("textDocument/hover", at)));
        shown.push(JSON.stringify(await client.request("textDocument/completion", at)));
      }
      const all = shown.join().replace(/"(label|newText|insertText|filterText|sortText)":"(\\.|[^"])*"/g, "");
      assert.match(all, /evil\.example/);
      assert.doesNotMatch(all, /!\[|\]\((?!https?:)|<file/);
    });
  });

  test("no command is offered but the server's own and those the client named", async () => {
    write("work/.forge-alloy/domains/lab.json", LAB);
    await start();
    await client.open(uriOf("a.alloy.json"), ALLOY);
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri: uriOf("a.alloy.json") },
      range: { start: { line: 0, character: 0 }, end: positionAt(ALLOY, ALLOY.length) },
      context: { diagnostics: [] },
    });
    for (const { command } of actions)
      assert.match(command?.command ?? "forge-alloy.server.", /^forge-alloy\.server\./);
  });
});
