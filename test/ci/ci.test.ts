/** What other people's CI runs: the GitHub Action, step by step, and the hooks by pre-commit itself. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { ROOT } from "../protocol/client.js";

const GOOD =
  '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [{"type": "eval", "benchmarks": [{"name": "humaneval"}]}]}\n';
const WRONG = GOOD.replace('"eval"', '"evl"');

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly if?: string;
      readonly shell: string;
      readonly run: string;
      readonly env: Readonly<Record<string, string>>;
    }[];
  };
}

function has(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

suite("GitHub Action", () => {
  const action = parse(readFileSync(path.join(ROOT, "action.yml"), "utf8")) as Action;
  const { version } = JSON.parse(readFileSync(path.join(ROOT, "server/package.json"), "utf8"));
  let folder: string;
  let tarball: string;

  suiteSetup(function () {
    this.timeout(240_000);
    if (!has("bash") || process.platform === "win32") this.skip();
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-action-"));
    const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], {
      cwd: path.join(ROOT, "server"),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    tarball = path.join(folder, packed.trim());
  });
  suiteTeardown(() => folder && rmSync(folder, { recursive: true, force: true }));

  /** Runs the steps as a runner does: after one that failed only those whose `if` says so, and the first failure counts. */
  function run(inputs: Readonly<Record<string, string>>): { code: number; out: string; summary: string } {
    const summary = path.join(folder, "summary.md");
    writeFileSync(summary, "");
    const given: Record<string, string> = { package: tarball, ...inputs };
    const inputOf = (name: string) => {
      const input = action.inputs[name];
      assert.ok(input, `there is no input ${name}`);
      return given[name] ?? input.default;
    };
    let out = "";
    let code = 0;
    for (const { if: condition, run: script, env } of action.runs.steps) {
      if (code !== 0 && condition !== "${{ !cancelled() }}") continue;
      const own = Object.entries(env).map(([name, value]) => [
        name,
        value.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/g, (_, input: string) => inputOf(input)),
      ]);
      const { status, stdout, stderr } = spawnSync(
        "bash",
        ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        {
          cwd: folder,
          encoding: "utf8",
          env: {
            ...process.env,
            ...Object.fromEntries(own),
            GITHUB_STEP_SUMMARY: summary,
            npm_config_offline: "true",
          },
        },
      );
      out += stdout + stderr;
      if (code === 0) code = status ?? -1;
    }
    return { code, out, summary: readFileSync(summary, "utf8") };
  }

  test("is well-formed and installs this version", () => {
    assert.equal(action.runs.using, "composite");
    assert.equal(action.inputs.package?.default, `forge-alloy-language-server@${version}`);
    for (const { description } of Object.values(action.inputs)) assert.match(description, /\.$/);
    for (const { env, run: script } of action.runs.steps) {
      // What users write reaches the script as a variable only, never as a part of it.
      assert.ok(!script.includes("${{"));
      for (const value of Object.values(env)) assert.match(value, /^\$\{\{ inputs\.[a-z-]+ \}\}$/);
    }
  });

  test("annotates what is wrong, and fails", function () {
    this.timeout(240_000);
    writeFileSync(path.join(folder, "a b.alloy.json"), WRONG);
    const { code, out } = run({ sarif: "out.sarif" });
    assert.equal(code, 1, out);
    assert.match(
      out,
      /^::error file=a b\.alloy\.json,line=1,col=\d+,endLine=1,endColumn=\d+,title=stage\/unknown-type::/m,
    );
    assert.equal(JSON.parse(readFileSync(path.join(folder, "out.sarif"), "utf8")).runs[0].results.length, 1);
    writeFileSync(path.join(folder, "a b.alloy.json"), GOOD);
    assert.equal(run({}).code, 0);
    assert.equal(run({ paths: "\na b.alloy.json\n" }).code, 0);
    assert.equal(run({ paths: "nowhere" }).code, 2);
    const lax = GOOD.replace('"name": "humaneval"', '"name": "humaneval", "nShot": "5"');
    writeFileSync(path.join(folder, "a b.alloy.json"), lax);
    assert.equal(run({ "max-warnings": "0" }).code, 1);
    writeFileSync(path.join(folder, "a b.alloy.json"), "$(touch hacked)`touch hacked`");
    run({ paths: "$(touch hacked).json\n`touch hacked`" });
    assert.ok(!existsSync(path.join(folder, "hacked")));
    rmSync(path.join(folder, "a b.alloy.json"));
  });

  test("gate: a table in the summary; rework fails, what is not measured does not", function () {
    this.timeout(240_000);
    const example = (name: string) => path.join(ROOT, `examples/${name}.alloy.json`);
    writeFileSync(path.join(folder, "good.alloy.json"), GOOD);
    const shipped = run({ gate: `${example("executed-ships")}\n${example("moe-coder")}` });
    assert.equal(shipped.code, 0, shipped.out);
    assert.match(shipped.summary, /\| ✓ passed \|/);
    const rework = run({ gate: `${example("executed-rework")}\n${example("executed-ships")}` });
    assert.equal(rework.code, 1);
    assert.match(rework.summary, /\| ✗ failed/);
    assert.match(rework.summary, /executed-ships/);
  });

  test("a check that fails does not keep the gate from being evaluated", function () {
    this.timeout(240_000);
    writeFileSync(path.join(folder, "wrong.alloy.json"), WRONG);
    const ships = path.join(ROOT, "examples/executed-ships.alloy.json");
    const { code, out, summary } = run({ paths: "wrong.alloy.json", gate: ships });
    assert.equal(code, 1);
    assert.match(out, /::error file=wrong\.alloy\.json/);
    assert.match(summary, /executed-ships/);
    rmSync(path.join(folder, "wrong.alloy.json"));
  });
});

suite("pre-commit", () => {
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
