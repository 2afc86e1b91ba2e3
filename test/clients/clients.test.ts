/** The server in editors that are not VS Code, for real; each test runs where its editor is installed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

/** Debian keeps Emacs' packages here, and -Q does not look for them. */
const EMACS_PACKAGES =
  '(let ((default-directory "/usr/share/emacs/site-lisp/elpa/")) (when (file-directory-p default-directory) (normal-top-level-add-subdirs-to-load-path)))';

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
        assert.match(JSON.stringify(seen.diagnostic), /Unknown stage type/);
        assert.ok(seen.completion.includes("eval") && seen.completion.includes("train"));
        assert.match(seen.hover, /(?:\*\*)?type(?:\*\*)? — /); // Emacs asks for plain text
        assert.equal(seen.fixed.trim(), FIXED.trim());
        assert.equal(seen.renamed.trim(), RENAMED.trim());
        assert.equal(seen.formatted.trim(), FORMATTED.trim());
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
    test(`${editor}: the snippet of docs/editors.md, as it stands there`, function () {
      this.timeout(120_000);
      if (!isUsable(editor)) this.skip();
      const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
      const write = (name: string, text: string, mode = 0o644) => {
        writeFileSync(path.join(folder, name), text, { mode });
        return path.join(folder, name);
      };
      const command = `#!/bin/sh\nexec "${process.execPath}" "${SERVER}" "$@"\n`;
      write("forge-alloy-language-server", command, 0o755);
      const file = write("a.alloy.json", ALLOY);
      const { settings, look } = SNIPPETS[editor];
      const snippet = write("snippet", snippetOf(editor));
      try {
        const { stdout, stderr } = spawnSync(editor, settings(snippet, file, write("look", look)), {
          cwd: folder,
          env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
          encoding: "utf8",
          timeout: 100_000,
        });
        assert.match(stdout, /Unknown stage type/, stderr);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});

/** How each editor is started with the snippet as all of its settings, and what it does with the file then. */
const SNIPPETS = {
  nvim: {
    settings: (snippet: string, file: string, look: string) => [
      ...["--headless", "--clean", "-n", "-u", "NORC", "--cmd", `luafile ${snippet}`],
      ...[file, "-c", `luafile ${look}`],
    ],
    look: `
      vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
      for _, found in ipairs(vim.diagnostic.get(0)) do io.stdout:write(found.message .. "\\n") end
      vim.cmd("qa!")`,
  },
  emacs: {
    settings: (snippet: string, file: string, look: string) => [
      ...["-Q", "--batch", "--eval", EMACS_PACKAGES, "-l", "eglot", "-l", snippet],
      ...["--eval", `(find-file ${JSON.stringify(file)})`, "-l", look],
    ],
    look: `
      (run-hooks 'post-command-hook)
      (let ((end (+ (float-time) 20)))
        (while (and (< (float-time) end) (not (flymake-diagnostics)))
          (accept-process-output nil 0.05)
          (when (bound-and-true-p flymake-mode) (flymake-start))))
      (dolist (found (flymake-diagnostics)) (princ (flymake-diagnostic-text found)))
      (set-buffer-modified-p nil)
      (eglot-shutdown-all)`,
  },
} as const;

function snippetOf(editor: keyof typeof SNIPPETS): string {
  const language = { nvim: "lua", emacs: "elisp" }[editor];
  const page = readFileSync(path.join(ROOT, "docs/editors.md"), "utf8");
  return new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "m").exec(page)?.[1] ?? "";
}

function isUsable(editor: string): boolean {
  if (editor === "nvim") return spawnSync(editor, ["--version"]).status === 0;
  const args = ["-Q", "--batch", "--eval", EMACS_PACKAGES, "--eval", "(require 'eglot)"];
  return spawnSync(editor, args).status === 0;
}
