/** `forge-alloy verify` and `forge-alloy trust` as processes: options, formats, exit codes, and files made to do harm. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
} from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { has, NO, skip, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { BIN, folder, read, run, withFolder, write } from "../cli/support.js";
import { ROOT } from "../protocol/client.js";
import { build, type Json, PATH, put, sha256, verifyIn, withReceipt } from "./support.js";

const schemaOf = (name: string) =>
  new Ajv({ strict: false }).compile(
    JSON.parse(readFileSync(path.join(ROOT, `schemas/output/${name}.schema.json`), "utf8")),
  );
const isVerification = schemaOf("verify");
const isRating = schemaOf("trust");

const OPTIONS = [
  "--model-dir",
  "weights",
  "--keys",
  PATH.keys,
  "--trust",
  PATH.root,
  "--parent",
  PATH.parent,
];

function save(alloy: Json): void {
  write(PATH.alloy, `${JSON.stringify(alloy, undefined, 2)}\n`);
}

function reported(args: readonly string[]): Json {
  const { out, err, code } = run(["verify", PATH.alloy, "--format", "json", ...args]);
  assert.notEqual(out, "", err);
  const report = JSON.parse(out);
  isVerification(report);
  assert.deepEqual(isVerification.errors ?? null, null);
  return { ...report, code, err };
}

function outcomes(report: Json): string[] {
  return report.checks.map(({ id, outcome }: Json) => `${id} ${outcome}`);
}

suite("forge-alloy verify", () => {
  withFolder();

  test("exit codes: verified, failed, nothing to verify, required, wrong usage", () => {
    const alloy = build(folder);
    save(alloy);
    assert.equal(reported(OPTIONS).code, 0);
    const hash = sha256(read(PATH.alloy));
    assert.equal(reported(["--hash", `#https://x/y@${hash.slice(0, 16)}`]).code, 0);
    assert.equal(reported(["--hash", sha256("x")]).code, 1);
    assert.equal(
      reported([...OPTIONS, "--require", "modelHash, resultHash", "--require", "cardHash"]).code,
      0,
    );
    const required = reported([...OPTIONS, "--require", "modelHash,integritySignature"]);
    assert.equal(required.code, 1);
    assert.deepEqual(
      required.checks.filter((check: Json) => check.required).map(({ id }: Json) => id),
      ["integritySignature"],
    );
    put(folder, "weights/model-00001-of-00002.safetensors", "AAAB");
    assert.equal(reported(OPTIONS).code, 1);
    write("empty.alloy.json", "{}");
    assert.equal(run(["verify", "empty.alloy.json"]).code, 3);
    const usage: [string[], RegExp][] = [
      [["verify", "gone.alloy.json"], /cannot read gone\.alloy\.json/],
      [["verify", "weights"], /it is a folder/],
      [["verify", PATH.alloy, "--model-dir", "gone"], /--model-dir: gone is not a folder/],
      [["verify", PATH.alloy, "--model-dir", PATH.alloy], /is not a folder/],
      [["verify", PATH.alloy, "--base", "gone"], /--base: gone is not a folder/],
      [["verify", PATH.alloy, "--dataset", "d"], /--dataset requires NAME=DIR/],
      [["verify", PATH.alloy, "--dataset", "d=gone"], /--dataset: gone is not a folder/],
      [["verify", PATH.alloy, "--code", "gone"], /--code: gone is not a folder/],
      [["verify", PATH.alloy, "--parent", "gone"], /--parent: cannot read gone/],
      [["verify", PATH.alloy, "--keys", PATH.root], /--keys: root\.pem: it is not a JSON object/],
      [["verify", PATH.alloy, "--trust", PATH.keys], /does not contain certificates in PEM/],
      [["verify", PATH.alloy, "--hash", "abc"], /at least the first 16 hex digits/],
      [["verify", PATH.alloy, "--require", "modelhash"], /Did you mean modelHash\?/],
      [["verify", PATH.alloy, "--diff"], /--diff requires --write/],
    ];
    for (const [args, reason] of usage) {
      const { code, out, err } = run(args);
      assert.equal(code, 2, args.join(" "));
      assert.equal(out, "");
      assert.match(err, reason);
    }
    for (const text of ["", "{", "[]", "1", '{"a": 1,}', '\uFEFF{"name": "a"}']) {
      write("broken.alloy.json", text);
      const { code, err } = run(["verify", "broken.alloy.json"]);
      assert.equal(code, 2, text);
      assert.match(err, /broken\.alloy\.json is (no|not) /);
    }
  });

  test("formats: for people, Markdown, GitHub, JUnit; names by strangers are harmless in each", () => {
    const alloy = build(folder);
    const name = "x\u001B[31m|`<b>\u202E\n::error::%";
    alloy.results.benchmarks[0].name = name;
    alloy.results.benchmarks.push({ name, samplesPath: `gone${name}`, resultHash: `sha256:${sha256("x")}` });
    save(withReceipt(alloy));
    put(folder, "README.md", "# Other\n");
    const print = (format: string) => run(["verify", PATH.alloy, ...OPTIONS, "--format", format]).out;
    const pretty = print("pretty");
    assert.match(pretty, /^a\.alloy\.json: \d+ verified, 1 failed, \d+ not verified\n/);
    assert.match(pretty, / {2}✓ modelHash +hash of weights +verified +SHA-256 of the list of file hashes\n/);
    assert.match(
      pretty,
      / {2}✗ cardHash README\.md +hash of README\.md +failed +"README\.md" has a different SHA-256\n/,
    );
    assert.match(
      pretty,
      / {2}\? anchor blockchain +record kept elsewhere +not verified +the record is elsewhere/,
    );
    const markdown = print("markdown");
    assert.match(markdown, /^\*\*a\.alloy\.json\*\*: \d+ verified/);
    assert.ok(
      markdown
        .split("\n")
        .slice(4, -1)
        .every((line) => /^\| .* \| .* \| . .* \|.*\|$/.test(line)),
    );
    const github = print("github");
    assert.match(
      github,
      /^::error file=a\.alloy\.json,line=\d+,col=\d+,title=verify::cardHash README\.md: failed: /m,
    );
    assert.ok(
      github
        .trimEnd()
        .split("\n")
        .every((line) => /^::(error|notice) file=a\.alloy\.json/.test(line)),
    );
    const junit = print("junit");
    assert.match(junit, /<testsuite name="a\.alloy\.json" tests="\d+" failures="1" skipped="\d+">/);
    assert.match(junit, /<failure type="failed" message="&quot;README\.md&quot; has a different SHA-256">/);
    for (const [format, out] of Object.entries({ pretty, markdown, github, junit })) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
      assert.doesNotMatch(out, format === "github" ? /^::error::/m : /[\u0000-\u0009\u000B-\u001F]/, format);
      if (format === "markdown" || format === "junit") assert.doesNotMatch(out, /[^\\]<b>/, format);
    }
  });

  test("--write adds what is missing, shows it, and is verified afterwards; a second time there is nothing", () => {
    const alloy = build(folder);
    const { modelHash, fileHashes } = alloy.results.integrity;
    alloy.results.integrity.modelHash =
      "sha256:7bf52afd1d2eb936aaa7e54e67ae18b8fb24efb51e7edea259e6571b85614c96";
    delete alloy.results.integrity.fileHashes;
    const { resultHash } = alloy.results.benchmarks[0];
    delete alloy.results.benchmarks[0].resultHash;
    alloy.results.benchmarks[0].baseSamplesPath = "eval/baseline.jsonl";
    alloy.results.benchmarks[0].baseResultHash = null;
    alloy.receipt = undefined;
    save(alloy);
    const before = read(PATH.alloy);
    const shown = run(["verify", PATH.alloy, ...OPTIONS, "--write", "--diff"]);
    assert.equal(read(PATH.alloy), before);
    assert.match(shown.out, /^--- a\/a\.alloy\.json\n\+\+\+ b\/a\.alloy\.json\n@@/);
    const report = reported([...OPTIONS, "--write"]);
    assert.equal(report.code, 0);
    assert.match(report.err, /^--- a\/a\.alloy\.json\n/);
    assert.ok(shown.out.startsWith(report.err));
    assert.deepEqual(report.written, [
      "/results/integrity/modelHash",
      "/results/integrity/fileHashes",
      "/results/benchmarks/0/resultHash",
      "/results/benchmarks/0/baseResultHash",
    ]);
    const after = JSON.parse(read(PATH.alloy));
    assert.deepEqual(after.results.integrity.fileHashes, fileHashes);
    assert.equal(after.results.integrity.modelHash, modelHash);
    assert.equal(after.results.benchmarks[0].resultHash, resultHash);
    assert.equal(after.results.benchmarks[0].baseResultHash, `sha256:${sha256("3\n")}`);
    // Nothing else changed.
    const { benchmarks, integrity } = alloy.results;
    Object.assign(integrity, { modelHash, fileHashes });
    Object.assign(benchmarks[0], { resultHash, baseResultHash: `sha256:${sha256("3\n")}` });
    assert.deepEqual(after, JSON.parse(JSON.stringify(alloy)));
    const patched = run(["verify", PATH.alloy, ...OPTIONS, "--write"]);
    assert.match(patched.out, /^Nothing to write: no missing hash has available files\.\n/);
    assert.deepEqual(
      outcomes(report).filter((line) => /^(modelHash|fileHash|resultHash|baseResultHash)/.test(line)),
      [
        "modelHash verified",
        "fileHash verified",
        "fileHash verified",
        "resultHash verified",
        "baseResultHash verified",
      ],
    );
  });

  test("--write: an alloy without integrity gets one, one without results nothing", () => {
    build(folder);
    write("b.alloy.json", '{"name": "b", "results": {"benchmarks": []}}\n');
    assert.equal(run(["verify", "b.alloy.json", "--model-dir", "weights", "--write"]).code, 0);
    assert.equal(JSON.parse(read("b.alloy.json")).results.integrity.fileHashes.length, 2);
    write("c.alloy.json", '{"name": "c"}\n');
    const { out, code } = run(["verify", "c.alloy.json", "--model-dir", "weights", "--write"]);
    assert.equal(code, 3);
    assert.match(out, /^Nothing to write/);
    assert.equal(read("c.alloy.json"), '{"name": "c"}\n');
  });

  test("--write: nothing is written where a statement is false, over a stated hash, or into a published alloy", () => {
    const alloy = build(folder);
    delete alloy.results.benchmarks[0].resultHash;
    alloy.receipt.cardHash = `sha256:${sha256("x")}`;
    save(alloy);
    const text = read(PATH.alloy);
    const { code, out } = run(["verify", PATH.alloy, ...OPTIONS, "--write"]);
    assert.equal(code, 1);
    assert.match(out, /^Nothing to write: a statement of the alloy is false\.\n/);
    assert.equal(read(PATH.alloy), text);
    // A placeholder is a stated hash, although its value is not known: it is not missing.
    const odd = build(folder);
    odd.results.integrity = { modelHash: "sha256:not-pinned" };
    odd.receipt = undefined;
    save(odd);
    assert.match(
      run(["verify", PATH.alloy, ...OPTIONS, "--write"]).out,
      /^Nothing to write: no missing hash/,
    );
    const published = withReceipt(alloy);
    delete published.results.benchmarks[0].resultHash;
    published.receipt = {
      publications: [{ target: "x", url: "y", publishedAt: "z" }],
      issuedAt: "2026-04-08T00:00:00Z",
    };
    save(published);
    const refused = run(["verify", PATH.alloy, ...OPTIONS, "--write"]);
    assert.equal(refused.code, 2);
    assert.match(refused.err, /is a published alloy[^\n]*\nhint: --allow-published/);
    assert.equal(run(["verify", PATH.alloy, ...OPTIONS, "--write", "--allow-published"]).code, 0);
    assert.ok(JSON.parse(read(PATH.alloy)).results.benchmarks[0].resultHash);
  });

  test("binaryHash: the script at a commit of a clone, whatever its working tree and replacements say", function () {
    const git = (...args: string[]) => {
      const { status, stdout } = spawnSync("git", ["-C", path.join(folder, "clone"), ...args], {
        encoding: "utf8",
        env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
      });
      skipIf(this, status !== 0, NO.git);
      return stdout.trim();
    };
    put(folder, "clone/lab/run.py", "print(1)\n");
    git("init", "-q");
    git("-c", "user.name=x", "-c", "user.email=x@y", "add", ".");
    git("-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x");
    const commit = git("rev-parse", "HEAD");
    const blob = git("rev-parse", "HEAD:lab/run.py");
    put(folder, "clone/lab/run.py", "print(2)\n");
    const other = git("hash-object", "-w", "lab/run.py");
    git("replace", blob, other);
    const check = (code: Json) => {
      write(PATH.alloy, JSON.stringify({ results: { integrity: { code } } }));
      const found = reported(["--code", "clone"]).checks.find(({ id }: Json) => id === "binaryHash");
      return `${found.outcome} ${found.reason ?? ""}`.trim();
    };
    const code = { runner: "lab/run.py", version: "1", binaryHash: `sha256:${sha256("print(1)\n")}`, commit };
    assert.equal(check(code), "verified");
    assert.equal(check({ ...code, commit: commit.slice(0, 12) }), "verified");
    assert.match(
      check({ ...code, binaryHash: `sha256:${sha256("print(2)\n")}` }),
      /^failed "lab\/run\.py" at commit/,
    );
    assert.match(check({ ...code, runner: "lab/other.py" }), /^not-verified not in the clone: /);
    assert.match(check({ ...code, commit: "0".repeat(40) }), /^not-verified not in the clone: /);
    for (const wrong of ["HEAD", "--help", "", null, "abc"])
      assert.equal(check({ ...code, commit: wrong }), "not-verified no commit stated");
    for (const wrong of ["../x", "/etc/passwd", "", ".", "lab/../.."])
      assert.match(check({ ...code, runner: wrong }), /^not-verified "runner" is not a path/);
    assert.match(check({ ...code, runner: "lab" }), /^not-verified/);
  });

  test("--dataset and --base", () => {
    const alloy = build(folder);
    save(alloy);
    mkdirSync(path.join(folder, "elsewhere"));
    write("elsewhere/b.alloy.json", read(PATH.alloy));
    const at = (args: string[], id: string) => {
      const { out } = run(["verify", "elsewhere/b.alloy.json", "--format", "json", ...args]);
      return JSON.parse(out).checks.find((check: Json) => check.id === id).outcome;
    };
    assert.equal(at([], "datasetHash"), "not-verified");
    assert.equal(at(["--dataset", "d=data"], "datasetHash"), "verified");
    assert.equal(at(["--dataset", "d=eval"], "datasetHash"), "failed");
    assert.equal(at([], "resultHash"), "not-verified");
    assert.equal(at(["--base", "."], "resultHash"), "verified");
    assert.equal(at(["--base", "."], "datasetHash"), "verified");
  });

  test("trust: the rating, and beside it what is true", () => {
    const alloy = build(folder);
    save(alloy);
    const { code, out } = run(["trust", PATH.alloy, ...OPTIONS, "--format", "json"]);
    assert.equal(code, 0);
    const report = JSON.parse(out);
    isRating(report);
    assert.deepEqual(isRating.errors ?? null, null);
    const row = (name: string) => report.rows.find((one: Json) => one.row === name);
    assert.deepEqual(row("benchmarks").verify, { verified: 2, failed: 0, notVerified: 0 });
    assert.equal(row("modelHash").label, "attested");
    assert.equal(row("source").raises, null);
    const pretty = run(["trust", PATH.alloy, ...OPTIONS]).out;
    assert.match(
      pretty,
      /^a\.alloy\.json\n +rating +found +why\n {2}source {6}attested +verified +has a modelHash\n/,
    );
    assert.match(pretty, /rating: which fields the alloy has, .*; found: which of them are true here\n$/);
    assert.match(
      run(["trust", PATH.alloy, "--format", "markdown"]).out,
      /\n\| source \| attested \| not verified \|/,
    );
    put(folder, "eval/humaneval/samples.jsonl", "x");
    assert.equal(run(["trust", PATH.alloy]).code, 1);
    assert.match(run(["trust", PATH.alloy]).out, / {2}benchmarks {2}attested +1 failed/);
  });
});

suite("forge-alloy verify: files made to do harm", () => {
  withFolder();

  const model = (filename: string, more: Json = {}) => ({
    results: { integrity: { fileHashes: [{ filename, sha256: sha256("secret"), ...more }] } },
  });
  const samples = (samplesPath: string) => ({
    results: { benchmarks: [{ name: "x", samplesPath, resultHash: `sha256:${sha256("secret")}` }] },
  });

  test("no path and no link leads out of the folder", function () {
    skipIf(this, WINDOWS, NO.links);
    write("secret", "secret");
    mkdirSync(path.join(folder, "in/sub"), { recursive: true });
    symlinkSync("../secret", path.join(folder, "in/link"));
    symlinkSync("..", path.join(folder, "in/up"));
    symlinkSync("loop", path.join(folder, "in/loop"));
    write("in/own", "secret");
    symlinkSync("../own", path.join(folder, "in/sub/own"));
    const verify = (alloy: Json) => {
      write("in/a.alloy.json", JSON.stringify(alloy));
      const { out } = run(["verify", "in/a.alloy.json", "--model-dir", "in", "--format", "json"]);
      assert.doesNotMatch(out, new RegExp(`"actual":"sha256:${sha256("secret")}"[^}]*secret`));
      return JSON.parse(out).checks.filter(({ id }: Json) => id === "fileHash" || id === "resultHash");
    };
    const absolute = path.join(folder, "secret");
    for (const place of [
      "../secret",
      "link",
      "up/secret",
      "sub/../../secret",
      absolute,
      "..\\secret",
      "C:\\secret",
      "loop",
      "a\0",
    ]) {
      for (const alloy of [model(place), samples(place)])
        for (const check of verify(alloy)) {
          assert.notEqual(check.outcome, "verified", place);
          assert.equal(check.actual, undefined, place);
        }
    }
    // A link within the folder is fine.
    for (const alloy of [model("sub/own"), samples("sub/own")]) {
      const checks = verify(alloy).filter(({ reason = "" }: Json) => !reason.includes("not in fileHashes"));
      assert.deepEqual(checks.map(({ outcome }: Json) => outcome).at(-1), "verified");
    }
  });

  test("a download cache of Hugging Face: links to the files of the same repository", function () {
    skipIf(this, WINDOWS, NO.links);
    write("cache/blobs/abc", "secret");
    write("other/def", "secret");
    mkdirSync(path.join(folder, "cache/snapshots/r1"), { recursive: true });
    symlinkSync("../../blobs/abc", path.join(folder, "cache/snapshots/r1/m.safetensors"));
    symlinkSync("../../../other/def", path.join(folder, "cache/snapshots/r1/n.safetensors"));
    const at = (name: string) => {
      write("a.alloy.json", JSON.stringify(model(name)));
      const { out } = run([
        "verify",
        "a.alloy.json",
        "--model-dir",
        "cache/snapshots/r1",
        "--format",
        "json",
      ]);
      return JSON.parse(out).checks.find(({ pointer }: Json) => pointer.endsWith("/0")).outcome;
    };
    assert.equal(at("m.safetensors"), "verified");
    assert.equal(at("n.safetensors"), "failed");
  });

  test("pipes, devices, sockets, and folders are not read", function () {
    skipIf(this, WINDOWS, NO.deviceFiles);
    mkdirSync(path.join(folder, "in/folder.safetensors"), { recursive: true });
    if (spawnSync("mkfifo", [path.join(folder, "in/pipe.safetensors")]).status !== 0)
      skip(this, NO.deviceFiles);
    symlinkSync("/dev/zero", path.join(folder, "in/zero.safetensors"));
    for (const name of ["pipe.safetensors", "zero.safetensors", "folder.safetensors"]) {
      for (const alloy of [model(name), samples(`in/${name}`)]) {
        write("a.alloy.json", JSON.stringify(alloy));
        const { out, code } = run(["verify", "a.alloy.json", "--model-dir", "in", "--format", "json"]);
        assert.ok(
          JSON.parse(out).checks.every(({ outcome }: Json) => outcome !== "verified"),
          name,
        );
        assert.notEqual(code, 0);
      }
    }
  });

  test("nearly a million file hashes, a PEM bomb, and a deep result take no time", function () {
    this.timeout(120_000);
    const item = `{"filename":"x","sha256":"${sha256("x")}"}`;
    write(
      "large.alloy.json",
      `{"results":{"integrity":{"modelHash":"sha256:${sha256("y")}","fileHashes":[${Array(900_000).fill(item).join(",")}]}}}`,
    );
    mkdirSync(path.join(folder, "in"));
    for (const args of [[], ["--model-dir", "in"]]) {
      const { code, out, err } = run(["verify", "large.alloy.json", "--format", "json", ...args]);
      assert.equal(code, args.length === 0 ? 1 : 3, err);
      assert.ok(out.length < 10_000);
    }
    write(
      "many.alloy.json",
      `{"results":{"integrity":{"modelHash":"sha256:${sha256("y")}","fileHashes":[${Array(20_000).fill(item).join(",")}]}}}`,
    );
    const many = run(["verify", "many.alloy.json", "--format", "json", "--model-dir", "in"]);
    assert.equal(many.code, 3);
    assert.match(many.out, /the list has 20000 items; at most 10000 are checked/);
    const pem = `-----BEGIN CERTIFICATE-----\n${"A".repeat(5_000_000)}\n-----END CERTIFICATE-----\n`;
    const certification = (signature: Json) => ({
      adapter: "a",
      version: "1",
      domain: "d",
      attestedAt: "2026-01-01T00:00:00Z",
      signature,
    });
    write(
      "bomb.alloy.json",
      JSON.stringify({
        results: {
          integrity: {
            certifications: [
              certification({ algorithm: "ES256", publicKey: pem, value: pem, certificateChain: [pem] }),
              certification({
                algorithm: "ES256",
                publicKey: "x",
                value: "y",
                certificateChain: Array(10_000).fill("x"),
              }),
              certification({
                algorithm: "ES256",
                publicKey: `-----BEGIN PUBLIC KEY-----${"-".repeat(100_000)}`,
                value: "=".repeat(100_000),
              }),
            ],
          },
        },
      }),
    );
    const bomb = run(["verify", "bomb.alloy.json", "--format", "json"]);
    assert.equal(bomb.code, 3, bomb.err);
    assert.ok(bomb.out.length < 10_000);
  });

  test("a sparse file of 1 TB: its size shows that it is another file; else it can be interrupted", async function () {
    skipIf(this, WINDOWS, NO.signals);
    mkdirSync(path.join(folder, "in"));
    const descriptor = openSync(path.join(folder, "in/big.safetensors"), "w");
    try {
      ftruncateSync(descriptor, 1e12);
    } catch {
      skip(this, "no sparse files can be made here");
    } finally {
      closeSync(descriptor);
    }
    write("a.alloy.json", JSON.stringify(model("big.safetensors")));
    const child = spawn(process.execPath, [BIN, "verify", "a.alloy.json", "--model-dir", "in", "--write"], {
      cwd: folder,
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (text) => (out += text));
    child.stderr.on("data", (text) => (err += text));
    setTimeout(() => child.kill("SIGINT"), 3000);
    const [code] = await once(child, "close");
    assert.equal(code, 130);
    assert.equal(out, "");
    assert.equal(err, "Interrupted: nothing was written.\n");
    assert.equal(read("a.alloy.json"), JSON.stringify(model("big.safetensors")));
  });

  test("on a terminal: how far it is, how fast, and how long it will take", function () {
    skipIf(this, process.platform !== "linux" || !has("script"), NO.terminal);
    mkdirSync(path.join(folder, "in"));
    write("in/big.safetensors", "");
    truncateSync(path.join(folder, "in/big.safetensors"), 1e12);
    write("a.alloy.json", JSON.stringify(model("big.safetensors")));
    const command = `timeout -s INT 4 "${process.execPath}" "${BIN}" verify a.alloy.json --model-dir in`;
    const { stdout } = spawnSync("script", ["-qec", command, "/dev/null"], {
      cwd: folder,
      encoding: "utf8",
      timeout: 60_000,
    });
    assert.match(stdout, /\d+ [MG]B of 1\.00 TB · [\d.]+ [MG]B\/s · \d+ (s|min|h \d+ min) left/);
    assert.match(stdout, /Interrupted: nothing was written\.\r\n$/);
  });

  test("large files are hashed in threads, and what they hash is what is there", () => {
    mkdirSync(path.join(folder, "in"));
    const block = Buffer.alloc(1 << 20, "x");
    const files = ["a", "b", "c"].map((name, i) => {
      const file = path.join(folder, "in", `${name}.safetensors`);
      for (let n = 0; n < 70 + i; n++) appendFileSync(file, block);
      appendFileSync(file, name);
      return { filename: `${name}.safetensors`, sha256: sha256(readFileSync(file)) };
    });
    const modelHash = `sha256:${sha256(JSON.stringify(files))}`;
    write("a.alloy.json", JSON.stringify({ results: { integrity: { modelHash, fileHashes: files } } }));
    const { code, out } = run(["verify", "a.alloy.json", "--model-dir", "in"]);
    assert.equal(code, 0, out);
    assert.match(out, /4 verified, 0 failed/);
    rmSync(path.join(folder, "in/a.safetensors"));
    assert.equal(run(["verify", "a.alloy.json", "--model-dir", "in"]).code, 1);
  });

  test("a file that changes while it is read is not verified", async () => {
    const file = path.join(folder, "eval/s.jsonl");
    put(folder, "eval/s.jsonl", "x".repeat(30_000_000));
    const hash = sha256(readFileSync(file));
    const alloy = { results: { benchmarks: [{ name: "x", samplesPath: "eval/s.jsonl", resultHash: hash }] } };
    const calm = await verifyIn(folder, alloy, { hasModel: false });
    assert.equal(calm.find(({ id }) => id === "resultHash")?.outcome, "verified");
    const running = verifyIn(folder, alloy, { hasModel: false });
    appendFileSync(file, "y");
    await new Promise((resolve) => setTimeout(resolve, 0));
    appendFileSync(file, "z");
    const check = (await running).find(({ id }) => id === "resultHash");
    assert.equal(check?.outcome, "not-verified");
    assert.match(check?.reason ?? "", /changed while it was being read/);
  });
});
