/** The npm package as others get it: packed, installed into an empty project, and used there. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { readIdentity } from "../scripts/identity.mjs";
import { Client, ROOT } from "./protocol/client.js";

/** Was 5,600,000 before server and MCP server shared the core, and before translations were shipped without keys. */
const MAX_BYTES = 4_850_000;
const { name: PACKAGE } = JSON.parse(readFileSync(path.join(ROOT, "server/package.json"), "utf8"));
const [SCOPE] = PACKAGE.split("/");
const WRONG =
  '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [{"type": "evl"}]}';

suite("npm package", () => {
  let project: string;
  let installed: string;

  suiteSetup(function () {
    this.timeout(120_000);
    project = mkdtempSync(path.join(tmpdir(), "forge-alloy-package-"));
    const npm = (args: readonly string[], cwd: string) =>
      execFileSync("npm", args, {
        cwd,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        shell: process.platform === "win32",
      });
    // Without scripts: it was built before the tests.
    const packed = npm(
      ["pack", "--ignore-scripts", "--pack-destination", project],
      path.join(ROOT, "server"),
    );
    writeFileSync(path.join(project, "package.json"), '{"name": "empty", "private": true, "type": "module"}');
    const tarball = path.join(project, packed.trim().split("\n").at(-1) as string);
    npm(["install", "--offline", "--no-audit", "--no-fund", tarball], project);
    installed = path.join(project, "node_modules", PACKAGE);
  });
  suiteTeardown(() => rmSync(project, { recursive: true, force: true }));

  test("is self-contained and small", () => {
    assert.deepEqual(
      readdirSync(path.join(project, "node_modules")).filter((name) => !name.startsWith(".")),
      [SCOPE],
    );
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" }).filter((file) =>
      statSync(path.join(installed, file)).isFile(),
    );
    const bytes = files.reduce((sum, file) => sum + statSync(path.join(installed, file)).size, 0);
    assert.ok(bytes < MAX_BYTES, `${bytes} bytes`);
    assert.deepEqual(
      files.filter((file) => file.endsWith(".map") || /\.test\.|\.ts$/.test(file)).sort(),
      ["dist/index.d.ts", "dist/project.d.ts", "dist/types.d.ts"].map(path.normalize), // and their twins for CommonJS
    );
    for (const file of ["LICENSE", "README.md", "dist/THIRD-PARTY.txt", "dist/sbom.cdx.json"])
      assert.ok(files.includes(path.normalize(file)), file);
  });

  const bin = (name: string, args: readonly string[], input = "") =>
    spawnSync(path.join(project, "node_modules/.bin", name), args, {
      cwd: project,
      input,
      encoding: "utf8",
      shell: process.platform === "win32",
      env: { ...process.env, NO_COLOR: "1" },
    });

  test("bin forge-alloy checks, explains, makes, and knows the domains", () => {
    writeFileSync(path.join(project, "wrong.alloy.json"), WRONG);
    const { status, stdout, stderr } = bin("forge-alloy", ["check"]);
    assert.deepEqual([status, stderr], [1, ""]);
    assert.match(stdout, /Did you mean "eval"\?/);
    assert.match(bin("forge-alloy", ["explain", "stage/unknown-type"]).stdout, /^# stage\/unknown-type/);
    assert.match(bin("forge-alloy", ["domains"]).stdout, /^llm-forge 1/);
    assert.equal(bin("forge-alloy", ["new", "new.alloy.json", "-t", "moe-coder"]).status, 0);
    mkdirSync(path.join(project, "many"));
    for (let i = 0; i < 300; i++) writeFileSync(path.join(project, `many/${i}.alloy.json`), WRONG); // by threads
    assert.match(bin("forge-alloy", ["check", "many"]).stdout, /300 errors in 300 files/);
  });

  test("bin forge-alloy-language-server talks, and leads to files of the package", async () => {
    const client = await Client.start({
      server: path.join(installed, "bin/forge-alloy-language-server.js"),
      capabilities: { textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } },
    });
    const uri = "file:///a.alloy.json";
    await client.open(uri, WRONG);
    const [problem] = await client.published(uri, 1);
    const place = await client.request<object>("textDocument/typeDefinition", {
      textDocument: { uri },
      position: { line: 0, character: WRONG.indexOf('"architecture"') + 1 },
    });
    const links = [problem?.codeDescription?.href, /"uri":"([^"]*)"/.exec(JSON.stringify(place))?.[1]];
    const { site } = readIdentity();
    if (site === null) assert.match(links[0] ?? "", /rules\/stage-unknown-type\.md$/);
    else assert.equal(links[0], `${site}rules/stage/unknown-type/`);
    assert.match(links[1] ?? "", /vocabularies\/core\.json$/);
    for (const link of links) if (link?.startsWith("file:")) statSync(new URL(link));
    await client.stop();
  });

  const PROGRAM = `
    import { check, format, gate } from "${PACKAGE}";
    const text = ${JSON.stringify(WRONG)};
    const [problem] = check(text);
    let refusal = "none";
    try { format("{"); } catch (error) { refusal = error.name; }
    const codes = [problem?.code, gate(text).verdict, format('{"a":1}') === '{"a": 1}', refusal];
    globalThis.result = JSON.stringify(codes);
  `;
  const RESULT = '["stage/unknown-type","invalid",true,"SyntaxError"]';

  test("library: Node", () => {
    const program = `${PROGRAM}; console.log(globalThis.result);`;
    const out = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
      cwd: project,
      encoding: "utf8",
    });
    assert.equal(out.trim(), RESULT);
  });

  test("library: CommonJS", () => {
    const program = PROGRAM.replace(/import (.*) from (".*");/, "const $1 = require($2);");
    const out = execFileSync(
      process.execPath,
      ["--input-type=commonjs", "-e", `${program}; console.log(globalThis.result);`],
      { cwd: project, encoding: "utf8" },
    );
    assert.equal(out.trim(), RESULT);
  });

  for (const format of ["esm", "cjs"] as const)
    test(`library: bundled for Node as ${format}, with no file beside the bundle`, async () => {
      const file = path.join(
        mkdtempSync(path.join(project, "bundle-")),
        format === "esm" ? "a.mjs" : "a.cjs",
      );
      await build({
        stdin: { contents: `${PROGRAM}; console.log(globalThis.result);`, resolveDir: project },
        bundle: true,
        platform: "node",
        format,
        outfile: file,
        logLevel: "silent",
      });
      assert.equal(execFileSync(process.execPath, [file], { encoding: "utf8" }).trim(), RESULT);
    });

  for (const [runtime, ...args] of [
    ["deno", "run", "--node-modules-dir=manual"],
    ["bun", "run"],
  ] as const)
    test(`library and command line: ${runtime}, where it is installed`, function () {
      if (spawnSync(runtime, ["--version"]).status !== 0) this.skip();
      const run = (...more: string[]) =>
        spawnSync(runtime, [...args, ...more], { cwd: project, encoding: "utf8" });
      writeFileSync(path.join(project, "program.mjs"), `${PROGRAM}; console.log(globalThis.result);`);
      const { stdout, stderr } = run("program.mjs");
      assert.equal(stdout.trim(), RESULT, stderr);
      writeFileSync(path.join(project, "wrong.alloy.json"), WRONG);
      const permissions = runtime === "deno" ? ["--allow-all"] : [];
      const checked = run(
        ...permissions,
        path.join(project, "node_modules", PACKAGE, "bin/forge-alloy.js"),
        "check",
        "wrong.alloy.json",
      );
      assert.match(checked.stdout, /stage\/unknown-type/, checked.stderr);
      assert.equal(checked.status, 1, checked.stderr);
      rmSync(path.join(project, "wrong.alloy.json"));
    });

  test("library: bundled by bun, where it is installed", function () {
    if (spawnSync("bun", ["--version"]).status !== 0) this.skip();
    writeFileSync(path.join(project, "program.mjs"), `${PROGRAM}; console.log(globalThis.result);`);
    const built = spawnSync("bun", ["build", "program.mjs", "--target=node", "--outfile=bun-bundle.mjs"], {
      cwd: project,
      encoding: "utf8",
    });
    assert.equal(built.status, 0, built.stderr);
    const alone = path.join(mkdtempSync(path.join(project, "bundle-")), "a.mjs");
    renameSync(path.join(project, "bun-bundle.mjs"), alone);
    assert.equal(execFileSync(process.execPath, [alone], { encoding: "utf8" }).trim(), RESULT);
  });

  test("library: a browser bundle needs nothing but the language", async () => {
    const { outputFiles } = await build({
      stdin: { contents: PROGRAM, resolveDir: project },
      bundle: true,
      platform: "browser",
      format: "iife",
      write: false,
      logLevel: "silent",
    });
    const context: { result?: string } = createContext({});
    runInContext(outputFiles[0]?.text as string, context);
    assert.equal(context.result, RESULT);
  });

  test("library: its types are strict, and stand alone", () => {
    writeFileSync(
      path.join(project, "use.ts"),
      `import { check, type Diagnostic, type DiffReport, format, gate, type GateReport, Project } from "${PACKAGE}";
const found: Diagnostic[] = check("{}", { kind: "alloy", path: "a.alloy.json", domains: [{ name: "lab", text: "{}" }] });
const line: number | undefined = found[0]?.range.start.line;
const report: GateReport = gate("{}");
export const changes: DiffReport = new Project({ configuration: "{}" }).diff("{}", "{}");
export const text: string = format("{}", { tabSize: 4 }) + line + report.checks.map(({ kind }) => kind);
// @ts-expect-error: there is no such verdict
export const never: boolean = report.verdict === "perhaps";
`,
    );
    const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
    // CommonJS finds declarations of its own.
    writeFileSync(
      path.join(project, "use.cts"),
      `import library = require("${PACKAGE}");\nexport const verdict: string = library.gate("{}").verdict;\n`,
    );
    for (const [resolution, file] of [
      ["node16", "use.ts"],
      ["nodenext", "use.ts"],
      ["nodenext", "use.cts"],
      ["bundler", "use.ts"],
    ] as const) {
      const args = [
        "--noEmit",
        "--strict",
        "--exactOptionalPropertyTypes",
        "--types",
        "",
        "--module",
        resolution === "bundler" ? "esnext" : resolution,
        "--moduleResolution",
        resolution,
        file,
      ];
      const { status, stdout } = spawnSync(process.execPath, [tsc, ...args], {
        cwd: project,
        encoding: "utf8",
      });
      assert.equal(status, 0, stdout);
    }
  });

  test("every example of the documentation works", () => {
    const text = readFileSync(path.join(installed, "README.md"), "utf8");
    const programs = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map((match) => match[1] as string);
    assert.ok(programs.length > 0);
    for (const program of programs)
      execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: project, stdio: "pipe" });
  });
});
