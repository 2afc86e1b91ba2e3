/** What other people's CI runs: the GitHub Action, step by step, and the hooks by pre-commit itself. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { ROOT } from "../protocol/client.js";

const GOOD =
  '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [{"type": "eval", "benchmarks": [{"name": "humaneval"}]}]}\n';
const WRONG = GOOD.replace('"eval"', '"evl"');

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id?: string;
      readonly uses?: string;
      readonly shell: string;
      readonly run: string;
      readonly env?: Readonly<Record<string, string>>;
    }[];
  };
}

function has(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

/** Found before a test takes the PATH away. */
const BASH = spawnSync("bash", ["-c", "command -v bash"], { encoding: "utf8" }).stdout?.trim() || "bash";

/** What a runner of GitHub reads from the file that `GITHUB_OUTPUT` names. */
function outputsIn(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, , value] of text.matchAll(/^([^\n<]+)<<([^\n]+)\n([\s\S]*?)\n\2$/gm))
    found.set(name as string, value as string);
  return found;
}

suite("GitHub Action", () => {
  const action = parse(readFileSync(path.join(ROOT, "action.yml"), "utf8")) as Action;
  let home: string;
  let folder: string;

  setup(function () {
    this.timeout(240_000);
    if (!has("bash") || process.platform === "win32") this.skip();
    home = mkdtempSync(path.join(tmpdir(), "forge-alloy-action-"));
    folder = path.join(home, "checkout");
    mkdirSync(folder);
  });
  teardown(() => home && rmSync(home, { recursive: true, force: true }));

  const file = (name: string) => path.join(folder, name);

  interface Run {
    readonly code: number;
    readonly out: string;
    readonly summary: string;
    readonly outputs: Readonly<Record<string, string>>;
  }

  /** Runs the steps as a runner does: in the checkout, each with its own environment, up to the first that fails. */
  function run(
    inputs: Readonly<Record<string, string>>,
    { own = ROOT, env = {} }: { own?: string; env?: NodeJS.ProcessEnv } = {},
  ): Run {
    const summary = path.join(home, "summary.md");
    const output = path.join(home, "output");
    writeFileSync(summary, "");
    writeFileSync(output, "");
    for (const name of Object.keys(inputs)) assert.ok(action.inputs[name], `there is no input ${name}`);
    const inputOf = (name: string) => inputs[name] ?? (action.inputs[name]?.default as string);
    let out = "";
    let code = 0;
    for (const { run: script, env: mine = {} } of action.runs.steps) {
      if (code !== 0) break;
      const given = Object.entries(mine).map(([name, value]) => [
        name,
        value.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/g, (_, input: string) => inputOf(input)),
      ]);
      const { status, stdout, stderr } = spawnSync(
        BASH,
        ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        {
          cwd: folder,
          encoding: "utf8",
          maxBuffer: 100_000_000,
          env: {
            ...process.env,
            GITHUB_ACTION_PATH: own,
            GITHUB_STEP_SUMMARY: summary,
            GITHUB_OUTPUT: output,
            npm_config_offline: "true",
            ...env,
            ...Object.fromEntries(given),
          },
        },
      );
      out += stdout + stderr;
      code = status ?? -1;
    }
    const known = outputsIn(readFileSync(output, "utf8"));
    const outputs = Object.entries(action.outputs).map(([name, { value }]) => {
      const [, of] = /^\$\{\{ steps\.run\.outputs\.([a-z]+) \}\}$/.exec(value) ?? [];
      return [name, known.get(of as string) ?? ""];
    });
    return { code, out, summary: readFileSync(summary, "utf8"), outputs: Object.fromEntries(outputs) };
  }

  const example = (name: string) => path.join(ROOT, `examples/${name}.alloy.json`);

  test("is well-formed, runs its own copy, and gets inputs by the environment only", () => {
    assert.equal(action.runs.using, "composite");
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)])
      assert.match(description, /\.$/);
    const used = new Set<string>();
    for (const { env = {}, run: script, uses, shell } of action.runs.steps) {
      assert.equal(uses, undefined); // nothing that another repository decides
      assert.equal(shell, "bash");
      assert.ok(!script.includes("${{"));
      assert.doesNotMatch(script, /\bnpx\b|\bnpm (exec|install|i|x)\b/);
      for (const [, name] of script.matchAll(/^\s*node (\S+)/gm))
        assert.equal(name, '"$GITHUB_ACTION_PATH/scripts/action.mjs"');
      for (const value of Object.values(env)) {
        const [, name] = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(value) ?? [];
        used.add(name as string);
      }
    }
    assert.deepEqual([...used].sort(), Object.keys(action.inputs).sort());
    assert.doesNotMatch(readFileSync(path.join(ROOT, "scripts/action.mjs"), "utf8"), /\bnpx\b|"install"/);
  });

  test("annotates what is wrong, counts it, summarizes it, and fails", function () {
    this.timeout(240_000);
    writeFileSync(file("a b.alloy.json"), WRONG);
    const { code, out, outputs, summary } = run({
      sarif: "out.sarif",
      formats: "junit=report.xml\njson=report.json",
    });
    assert.equal(code, 1, out);
    assert.match(
      out,
      /^::error file=a b\.alloy\.json,line=1,col=\d+,endLine=1,endColumn=\d+,title=stage\/unknown-type::/m,
    );
    assert.equal(JSON.parse(readFileSync(file("out.sarif"), "utf8")).runs[0].results.length, 1);
    assert.match(readFileSync(file("report.xml"), "utf8"), /^<\?xml[\s\S]*<\/testsuites>\n$/);
    JSON.parse(readFileSync(file("report.json"), "utf8"));
    assert.deepEqual(outputs, { verdict: "", errors: "1", warnings: "0", sarif: "out.sarif" });
    assert.match(summary, /^### forge-alloy check\n\n- \*\*error\*\* `a b\.alloy\.json:1:\d+` /);
    writeFileSync(file("a b.alloy.json"), GOOD);
    assert.equal(run({}).code, 0);
    assert.equal(run({ paths: "\na b.alloy.json\n" }).code, 0);
    assert.equal(run({ paths: "nowhere" }).code, 2);
    writeFileSync(
      file("a b.alloy.json"),
      GOOD.replace('"name": "humaneval"', '"name": "humaneval", "nShot": "5"'),
    );
    const lax = run({ "max-warnings": "0" });
    assert.deepEqual([lax.code, lax.outputs.warnings], [1, "1"]);
  });

  test("domain, configuration and working directory", function () {
    this.timeout(240_000);
    mkdirSync(file("models/sub"), { recursive: true });
    writeFileSync(file("models/sub/wrong.alloy.json"), WRONG);
    writeFileSync(file("models/lax.json"), '{"rules": {"stage": "off"}}');
    const inputs = { "working-directory": "models", paths: "sub" };
    const { code, out } = run(inputs);
    assert.equal(code, 1);
    assert.match(out, /^::error file=models\/sub\/wrong\.alloy\.json,/m, "relative to the checkout");
    assert.equal(run({ ...inputs, config: "lax.json" }).code, 0);
    assert.equal(run({ ...inputs, config: "nothing.json" }).code, 2);
    assert.match(run({ ...inputs, domain: "nothing" }).out, /no domain file in models\/nothing/);
  });

  test("gate: its verdict is an output, a table in the summary, and fails unless it is ship", function () {
    this.timeout(240_000);
    writeFileSync(file("good.alloy.json"), GOOD);
    const ships = run({ gate: example("executed-ships") });
    assert.deepEqual([ships.code, ships.outputs.verdict], [0, "ship"], ships.out);
    assert.match(ships.summary, /### forge-alloy gate\n\n[\s\S]*\| ✓ passed \|/);
    const rework = run({ gate: `${example("executed-rework")}\n${example("executed-ships")}` });
    assert.deepEqual([rework.code, rework.outputs.verdict], [1, "rework"]);
    assert.match(rework.summary, /\| ✗ failed[\s\S]*executed-ships/);
    const unmeasured = run({ gate: `${example("executed-ships")}\n${example("moe-coder")}` });
    assert.deepEqual([unmeasured.code, unmeasured.outputs.verdict], [3, "unmeasured"]);
    assert.equal(run({ gate: "nothing.alloy.json" }).outputs.verdict, "invalid");
    // The `allow` input reaches the command line as a single value, even if it looks like an option.
    const help = execFileSync(
      process.execPath,
      [path.join(ROOT, "server/bin/forge-alloy.js"), "gate", "--help"],
      { encoding: "utf8" },
    );
    if (help.includes("--allow"))
      assert.equal(run({ gate: example("moe-coder"), allow: "unmeasured" }).code, 0);
    assert.equal(run({ gate: example("moe-coder"), allow: "--help" }).code, 2);
  });

  test("a check that fails does not keep the gate from being evaluated", function () {
    this.timeout(240_000);
    writeFileSync(file("wrong.alloy.json"), WRONG);
    const { code, out, summary, outputs } = run({
      paths: "wrong.alloy.json",
      gate: example("executed-ships"),
    });
    assert.deepEqual([code, outputs.verdict, outputs.errors], [1, "ship", "1"]);
    assert.match(out, /::error file=wrong\.alloy\.json/);
    assert.match(summary, /executed-ships/);
  });

  test("hostile inputs and names of files run nothing, and are no options", function () {
    this.timeout(240_000);
    const hostile = [
      "$(touch hacked)",
      "`touch hacked`",
      '"; touch hacked; "',
      "'; touch hacked; '",
      "--fix",
      "--config=evil.alloy.json",
      "-",
      "${{ github.token }}",
      "a\n::error::evil\n::set-output name=verdict::ship",
      "%0A::error::evil",
      "\u001B[2J",
      "*",
    ];
    writeFileSync(file("evil.alloy.json"), '{"rules": {"stage": "off"}}');
    for (const name of hostile.filter((one) => !one.includes("/")))
      writeFileSync(file(`${name}.alloy.json`), WRONG);
    const before = readdirSync(folder);
    const check = (result: Run, what: string) => {
      assert.deepEqual(readdirSync(folder), before, what);
      assert.ok(result.code > 0, what);
      assert.ok(!result.out.includes("\u001B"), what);
      for (const line of result.out.split("\n").filter((one) => one.startsWith("::")))
        assert.match(line, /^::(error|warning|notice) (file=[^:]*,|title=forge-alloy::)/, what);
    };
    const all = run({});
    check(all, "names");
    // At least one error per file; `evil.alloy.json` is not an alloy but a configuration, and is not counted.
    assert.ok(Number(all.outputs.errors) >= before.length - 1, all.outputs.errors);
    assert.match(all.out, /^::error file=\$\(touch hacked\)\.alloy\.json,/m);
    assert.match(all.out, /^::error file=--config=evil\.alloy\.json\.alloy\.json,/m);
    for (const value of hostile) {
      const inputs = ["paths", "domain", "config", "max-warnings", "working-directory", "gate", "allow"];
      // Together, then the ones that are looked at first alone.
      check(
        run({ ...Object.fromEntries(inputs.map((name) => [name, value])), paths: "evil.alloy.json" }),
        value,
      );
      check(run({ paths: value }), `paths: ${value}`);
    }
    check(run({ formats: "$(touch hacked)=x" }), "formats");
    check(run({ gate: `${hostile.join("\n")}`, allow: hostile.join("\n") }), "gate");
  });

  test("nothing of a checkout decides what runs", function () {
    this.timeout(240_000);
    const evil = '#!/usr/bin/env node\nrequire("fs").writeFileSync("hacked", "")\n';
    for (const place of [
      "node_modules/.bin/forge-alloy",
      "node_modules/forge-alloy/index.js",
      "forge-alloy",
      "node",
      "npm",
    ]) {
      mkdirSync(path.dirname(file(place)), { recursive: true });
      writeFileSync(file(place), evil, { mode: 0o755 });
    }
    writeFileSync(
      file("package.json"),
      '{"name": "forge-alloy-language-server", "bin": {"forge-alloy": "./forge-alloy"}, "scripts": {"preinstall": "touch hacked", "prepare": "touch hacked"}}',
    );
    writeFileSync(file(".npmrc"), "script-shell=./forge-alloy\nnode-options=--require ./forge-alloy\n");
    writeFileSync(file("a.alloy.json"), WRONG);
    assert.equal(run({ gate: "a.alloy.json" }).outputs.errors, "1");
    assert.ok(!existsSync(file("hacked")));
  });

  test("a report is not written through a link, or out of the checkout", function () {
    this.timeout(240_000);
    writeFileSync(file("a.alloy.json"), GOOD);
    writeFileSync(path.join(home, "precious"), "precious");
    mkdirSync(path.join(home, "outside"));
    symlinkSync(path.join(home, "precious"), file("out.sarif"));
    symlinkSync(path.join(home, "outside"), file("reports"));
    assert.equal(run({ sarif: "out.sarif" }).code, 0);
    assert.equal(readFileSync(path.join(home, "precious"), "utf8"), "precious");
    for (const sarif of ["reports/out.sarif", "../out.sarif", "nowhere/out.sarif"]) {
      const { code, out } = run({ sarif });
      assert.equal(code, 2);
      assert.match(out, /^::error title=forge-alloy::The report .* cannot be written: /m);
    }
    assert.deepEqual(readdirSync(path.join(home, "outside")), []);
  });

  test("without Node, or with an old one, it says in one sentence what it needs", function () {
    this.timeout(240_000);
    const bin = path.join(home, "bin");
    mkdirSync(bin);
    const { code, out } = run({}, { env: { PATH: bin } });
    assert.equal(code === 0, false);
    assert.match(
      out,
      /^::error title=forge-alloy::This action needs Node\.js 20\.12 or later with npm\. [^\n]*\n$|bash/,
    );
    const script = readFileSync(path.join(ROOT, "scripts/action.mjs"), "utf8");
    const old = path.join(home, "old");
    mkdirSync(path.join(old, "scripts"), { recursive: true });
    writeFileSync(
      path.join(old, "scripts/action.mjs"),
      script.replace("process.versions.node.split", '"18.20.1".split'),
    );
    const outdated = run({}, { own: old });
    assert.equal(outdated.code, 2);
    assert.match(
      outdated.out,
      /^::error title=forge-alloy::This action needs Node\.js 20\.12 or later, but this is /,
    );
  });

  test("a summary stays below GitHub's limit", function () {
    this.timeout(240_000);
    const stages = Array(1200).fill({ type: "evl".repeat(20) });
    for (let i = 0; i < 12; i++)
      writeFileSync(file(`${i}.alloy.json`), JSON.stringify({ name: "a", stages }));
    const { summary, code } = run({});
    assert.equal(code, 1);
    assert.ok(Buffer.byteLength(summary) < 1_048_576, `${summary.length}`);
    assert.match(summary, /\d+ more lines are in the log\.\n/);
  });

  test("builds itself in its own folder from its lock file", function () {
    this.timeout(600_000);
    if (!existsSync(path.join(ROOT, ".git"))) this.skip();
    const own = path.join(home, "own");
    const files = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], {
      cwd: ROOT,
      encoding: "utf8",
    })
      .split("\0")
      .filter(Boolean);
    for (const one of files.filter((name) => existsSync(path.join(ROOT, name))))
      cpSync(path.join(ROOT, one), path.join(own, one));
    writeFileSync(file("a.alloy.json"), WRONG);
    const { code, out, outputs } = run(
      {},
      { own, env: { npm_config_offline: "false", npm_config_prefer_offline: "true" } },
    );
    if (code === 2 && /Building forge-alloy failed: npm/.test(out)) {
      console.log("      (no registry can be reached, so the build of the action is left out)");
      this.skip();
    }
    assert.deepEqual([code, outputs.errors], [1, "1"], out);
    assert.deepEqual(readdirSync(folder), ["a.alloy.json"]);
  });
});

suite("pre-commit", () => {
  test("a file that is called like an option is a file", () => {
    const hooks = parse(readFileSync(path.join(ROOT, ".pre-commit-hooks.yaml"), "utf8")) as {
      readonly entry: string;
      readonly args?: readonly string[];
    }[];
    const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-hooks-"));
    try {
      writeFileSync(path.join(folder, "evil.alloy.json"), '{"rules": {"stage": "off"}}');
      writeFileSync(path.join(folder, "--config=evil.alloy.json"), WRONG);
      for (const { entry, args = [] } of hooks) {
        const [program, ...words] = entry.split(" ");
        assert.equal(program, "forge-alloy");
        const bin = path.join(ROOT, "server/bin/forge-alloy.js");
        const line = [bin, ...words, ...args, "--config=evil.alloy.json"];
        const { status, stdout, stderr } = spawnSync(process.execPath, line, {
          cwd: folder,
          encoding: "utf8",
        });
        assert.equal(status, words[0] === "check" ? 1 : 0, stderr);
        assert.match(stdout, /^--config=evil\.alloy\.json/);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("installs the hooks from this repository and runs them", function () {
    this.timeout(600_000);
    if (!has("pre-commit") || !existsSync(path.join(ROOT, ".git"))) this.skip();
    const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-hooks-"));
    try {
      const project = path.join(folder, "project");
      const git = (...args: string[]) => execFileSync("git", args, { cwd: project, stdio: "pipe" });
      execFileSync("git", ["init", "-q", project]);
      writeFileSync(path.join(project, "wrong.alloy.json"), WRONG);
      writeFileSync(path.join(project, "loose.alloy.json"), GOOD.replace('{"name"', '{\n"name"'));
      writeFileSync(path.join(project, "package.json"), "{");
      git("add", "-A");
      const env = {
        ...process.env,
        PRE_COMMIT_HOME: path.join(folder, "home"),
        PRE_COMMIT_COLOR: "never",
        npm_config_ignore_scripts: "false", // the hook is built where it is installed
        npm_config_prefer_offline: "true",
      };
      const hook = (...args: string[]) =>
        spawnSync("pre-commit", ["try-repo", ROOT, ...args, "--all-files"], {
          cwd: project,
          encoding: "utf8",
          env,
        });
      const { status, stdout, stderr } = hook();
      assert.equal(status, 1, stdout + stderr);
      assert.match(stdout, /forge-alloy check\.+Failed/);
      assert.match(stdout, /wrong\.alloy\.json:1:\d+ error .*"evl".* stage\/unknown-type/);
      assert.ok(!stdout.includes("package.json"));
      assert.match(stdout, /forge-alloy fmt\.+Failed[\s\S]*files were modified by this hook/);
      assert.match(readFileSync(path.join(project, "loose.alloy.json"), "utf8"), /^\{\n {2}"name"/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
