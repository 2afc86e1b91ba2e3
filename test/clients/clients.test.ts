/** The server in editors that are not VS Code, for real; each test runs where its editor is installed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT, SERVER } from "../protocol/client.js";

const ALLOY = `{
  "name": "a",
  "version": "1.0.0",
  "source": {"baseModel": "a/b",
    "architecture": "qwen2"},
  "stages": [{ "type": "evl", "benchmarks": [{ "name": "humaneval" }] }]
}
`;
const FIXED = ALLOY.replace('"evl"', '"eval"');
const RENAMED = FIXED.replace('"humaneval"', '"mbpp"');
const FORMATTED = RENAMED.replace(
  '{"baseModel": "a/b",\n    "architecture": "qwen2"}',
  '{\n    "baseModel": "a/b",\n    "architecture": "qwen2"\n  }',
);

interface Seen {
  readonly diagnostic: unknown;
  readonly completion: readonly string[];
  readonly hover: string;
  readonly fixed: string;
  readonly renamed: string;
  readonly formatted: string;
}

suite("other editors", () => {
  for (const [editor, args] of [
    ["nvim", ["--headless", "--clean", "-n", "-u", path.join(ROOT, "test/clients/neovim.lua")]],
    ["emacs", ["-Q", "--batch", "-l", path.join(ROOT, "test/clients/emacs.el")]],
  ] as const) {
    test(`${editor}: diagnostics, completion, hover, a fix, rename and formatting`, function () {
      this.timeout(120_000);
      if (!isUsable(editor)) {
        console.log(`      ${editor} is not installed here, or has no language client`);
        this.skip();
      }
      const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
      const file = path.join(folder, "a.alloy.json");
      writeFileSync(file, ALLOY);
      try {
        const env = {
          ...process.env,
          ALLOY: file,
          SERVER: JSON.stringify([process.execPath, SERVER, "--stdio"]),
        };
        const { stdout, stderr, status } = spawnSync(editor, args, {
          env,
          encoding: "utf8",
          timeout: 100_000,
        });
        assert.equal(status, 0, `${stdout}\n${stderr}`);
        const seen: Seen = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
        assert.match(JSON.stringify(seen.diagnostic), /is no stage type of llm-forge/);
        assert.ok(seen.completion.includes("eval") && seen.completion.includes("train"));
        assert.match(seen.hover, /\*\*type\*\*/);
        assert.equal(seen.fixed.trim(), FIXED.trim());
        assert.equal(seen.renamed.trim(), RENAMED.trim());
        assert.equal(seen.formatted.trim(), FORMATTED.trim());
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});

function isUsable(editor: string): boolean {
  if (editor === "nvim") return spawnSync(editor, ["--version"]).status === 0;
  const load =
    '(let ((default-directory "/usr/share/emacs/site-lisp/elpa/")) (when (file-directory-p default-directory) (normal-top-level-add-subdirs-to-load-path)))';
  return spawnSync(editor, ["-Q", "--batch", "--eval", load, "--eval", "(require 'eglot)"]).status === 0;
}
