/** The server in editors that are not VS Code, for real; each test runs where its editor is installed. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
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
import { setTimeout } from "node:timers/promises";
import { withEditorFiles } from "../../scripts/editor-files.js";
import { Client, ROOT, SERVER } from "../protocol/client.js";

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

/** Where Debian puts ALE. */
const ALE = "/usr/share/vim-ale";

/** How each editor is started with a file as all of its settings, and what it does with the alloy then. */
const IN_EDITORS: Readonly<
  Record<
    string,
    {
      readonly editor: string;
      readonly isUsable: () => boolean;
      readonly args: (settings: string, alloy: string, look: string) => readonly string[];
      /** @param folder where a file `found` may be written */
      readonly look: (folder: string) => string;
    }
  >
> = {
  "editors/neovim/forge-alloy.lua": {
    editor: "nvim",
    isUsable: () => isThere("nvim"),
    args: (settings, alloy, look) => [
      ...["--headless", "--clean", "-n", "-u", "NORC", "--cmd", `luafile ${settings}`],
      ...[alloy, "-c", `luafile ${look}`],
    ],
    look: () => `
      vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
      for _, found in ipairs(vim.diagnostic.get(0)) do io.stdout:write(found.message .. "\\n") end
      vim.cmd("qa!")`,
  },
  "editors/emacs/forge-alloy.el": {
    editor: "emacs",
    isUsable: hasEglot,
    args: (settings, alloy, look) => [
      ...["-Q", "--batch", "--eval", EMACS_PACKAGES, "-l", "eglot", "-l", settings],
      ...["--eval", `(find-file ${JSON.stringify(alloy)})`, "-l", look],
    ],
    look: () => `
      (run-hooks 'post-command-hook)
      (let ((end (+ (float-time) 20)))
        (while (and (< (float-time) end) (not (flymake-diagnostics)))
          (accept-process-output nil 0.05)
          (when (bound-and-true-p flymake-mode) (flymake-start))))
      (dolist (found (flymake-diagnostics)) (princ (flymake-diagnostic-text found)))
      (set-buffer-modified-p nil)
      (eglot-shutdown-all)`,
  },
  "editors/vim-ale/ale_linters/json/forge_alloy.vim": {
    editor: "vim",
    isUsable: () => isThere("vim") && existsSync(ALE),
    args: (settings, alloy, look) => [
      ...["-N", "-u", "NONE", "-i", "NONE", "-n", "--not-a-term"],
      ...[
        "--cmd",
        `set runtimepath^=${ALE},${path.resolve(settings, "../../..")}`,
        "--cmd",
        "filetype plugin on",
      ],
      ...["--cmd", "runtime plugin/ale.vim", "--cmd", "runtime plugin/forge_alloy.vim", "-S", look, alloy],
    ],
    look: (folder) => `
      let s:found = []
      try
        edit ${folder}/other.json
        setlocal filetype=json
        let s:others = exists('b:ale_linters')
        edit ${folder}/a.alloy.json
        setlocal filetype=json
        call ale#Queue(0)
        let s:turns = 0
        while s:turns < 400 && empty(s:found)
          sleep 50m
          let s:turns += 1
          let s:found = map(copy(get(get(g:ale_buffer_info, bufnr(''), {}), 'loclist', [])), 'v:val.text')
        endwhile
        if s:others
          call add(s:found, 'another file has the linter, too')
        endif
      catch
        call add(s:found, v:exception)
      endtry
      call writefile(s:found, '${folder}/found')
      qall!`,
  },
};

/** The command of the server in each file. */
const COMMANDS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  "editors/neovim/lsp/forge-alloy.lua": (text) => wordsIn(/cmd = \{(.*)\}/, text),
  "editors/neovim/forge-alloy.lua": (text) => wordsIn(/cmd = \{(.*)\}/, text),
  "editors/emacs/forge-alloy.el": (text) => wordsIn(/:language-id "forge-alloy"\)(.*)\)\)/, text),
  "editors/vim-ale/ale_linters/json/forge_alloy.vim": (text) => [
    /'executable': '(.*)'/.exec(text)?.[1] ?? "",
    ...(/'command': '%e (.*)'/.exec(text)?.[1]?.split(" ") ?? []),
  ],
  "editors/helix/languages.toml": (text) => [
    ...wordsIn(/^command = (.*)$/m, text),
    ...wordsIn(/^args = \[(.*)\]$/m, text),
  ],
  "editors/kakoune/forge-alloy.kak": (text) => [
    /^\s+\[([\w-]+)\]$/m.exec(text)?.[1] ?? "",
    ...wordsIn(/args = \[(.*)\]/, text),
  ],
  "editors/sublime-text/LSP.sublime-settings": (text) => JSON.parse(text).clients["forge-alloy"].command,
  "editors/kate/settings.json": (text) => JSON.parse(text).servers.json.command,
  "editors/zed/settings.json": (text) => {
    const { path: program, arguments: args } = JSON.parse(text).lsp["json-language-server"].binary;
    return [program, ...args];
  },
  "editors/jetbrains/template.json": (text) => {
    const { default: command, windows } = JSON.parse(text).programArgs;
    assert.equal(windows, `cmd /C ${command.replace(" ", ".cmd ")}`);
    return command.split(" ");
  },
};

function wordsIn(pattern: RegExp, text: string): string[] {
  const [, list = ""] = pattern.exec(text) ?? [];
  return [...list.matchAll(/"([^"]*)"/g)].map(([, word = ""]) => word);
}

function isThere(program: string, option = "--version"): boolean {
  return spawnSync(program, [option]).status === 0;
}

function hasEglot(): boolean {
  const args = ["-Q", "--batch", "--eval", EMACS_PACKAGES, "--eval", "(require 'eglot)"];
  return spawnSync("emacs", args).status === 0;
}

suite("other editors", () => {
  for (const [editor, args] of [
    ["nvim", ["--headless", "--clean", "-n", "-u", path.join(ROOT, "test/clients/neovim.lua")]],
    ["emacs", ["-Q", "--batch", "-l", path.join(ROOT, "test/clients/emacs.el")]],
  ] as const) {
    test(`${editor}: diagnostics, completion, hover, a fix, rename and formatting`, function () {
      this.timeout(120_000);
      if (!(editor === "nvim" ? isThere("nvim") : hasEglot())) {
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
  }
});

suite("files in editors/", () => {
  let folder: string;
  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-"));
  });
  teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));

  function write(name: string, text: string, mode = 0o644): string {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text, { mode });
    return path.join(folder, name);
  }

  for (const [file, { editor, isUsable, args, look }] of Object.entries(IN_EDITORS)) {
    test(`${file}, as all settings of ${editor}, brings the problems of an alloy`, function () {
      this.timeout(120_000);
      if (!isUsable()) {
        console.log(`      ${editor} is not installed here, or has no language client`);
        this.skip();
      }
      write(
        "forge-alloy-language-server",
        `#!/bin/sh\necho started >> "${folder}/starts"\nexec "${process.execPath}" "${SERVER}" "$@"\n`,
        0o755,
      );
      const start = (name: string) =>
        spawnSync(editor, args(path.join(ROOT, file), write(name, ALLOY), write("look", look(folder))), {
          cwd: folder,
          env: { ...process.env, HOME: folder, PATH: `${folder}:${process.env.PATH}` },
          encoding: "utf8",
          timeout: 100_000,
        });
      const found = () =>
        existsSync(path.join(folder, "found")) ? readFileSync(path.join(folder, "found"), "utf8") : "";
      const { stdout, stderr } = start("a.alloy.json");
      assert.match(stdout + found(), /Unknown stage type/, stderr);
      assert.doesNotMatch(found(), /another file/);
      assert.equal(readFileSync(path.join(folder, "starts"), "utf8"), "started\n");
    });
  }

  test("editors/neovim/lsp/forge-alloy.lua selects alloys and settings, and the folder of a repository", function () {
    if (!isThere("nvim")) this.skip();
    const script = write(
      "look.lua",
      `
      -- Stands for what Neovim 0.8 to 0.11 added.
      vim.fs = { root = function(buffer, marks) return "root with " .. table.concat(marks, " ") end }
      local config = dofile(${JSON.stringify(path.join(ROOT, "editors/neovim/lsp/forge-alloy.lua"))})
      local seen = { cmd = config.cmd, filetypes = config.filetypes, started = {} }
      for _, name in ipairs(vim.json.decode(vim.env.NAMES)) do
        local buffer = vim.api.nvim_create_buf(true, false)
        vim.api.nvim_buf_set_name(buffer, name)
        config.root_dir(buffer, function(root) table.insert(seen.started, { name, root }) end)
      end
      io.stdout:write(vim.json.encode(seen))
      vim.cmd("qa!")`,
    );
    const names = [
      "/w/a.alloy.json",
      "/w/forge-alloy.json",
      "/w/o_m__forge-alloy.json",
      "/w/.forge-alloy/config.json",
    ];
    const { stdout } = spawnSync(
      "nvim",
      ["--headless", "--clean", "-n", "-u", "NORC", "-c", `luafile ${script}`],
      {
        env: {
          ...process.env,
          NAMES: JSON.stringify([...names, "/w/a.json", "/w/alloy.json", "/w/a.alloy.jsonc"]),
        },
        encoding: "utf8",
        timeout: 60_000,
      },
    );
    const root = "root with .forge-alloy .git";
    assert.deepEqual(JSON.parse(stdout), {
      cmd: ["forge-alloy-language-server", "--stdio"],
      filetypes: ["json"],
      started: names.map((name) => [name, root]),
    });
  });

  test("editors/kakoune/forge-alloy.kak sets the server for alloys and settings", function () {
    this.timeout(60_000);
    if (!isThere("kak", "-version")) {
      console.log("      kak is not installed here");
      this.skip();
    }
    const names = ["a.alloy.json", "forge-alloy.json", "o_m__forge-alloy.json", ".forge-alloy/config.json"];
    const others = ["a.json", "not-forge-alloy.json5", "alloy.json"];
    for (const name of [...names, ...others]) write(name, "{}");
    const result = path.join(folder, "result");
    const look = [
      "declare-option str lsp_servers", // as kakoune-lsp does
      `source ${path.join(ROOT, "editors/kakoune/forge-alloy.kak")}`,
      ...[...names, ...others].map(
        (name) => `edit ${name}; echo -to-file ${result}-${path.basename(name)} %opt{lsp_servers}`,
      ),
      "kill!",
    ].join("\n");
    spawnSync("kak", ["-n", "-ui", "dummy", "-e", `source ${write("look.kak", look)}`], {
      cwd: folder,
      timeout: 50_000,
      env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder },
    });
    for (const name of names)
      assert.match(
        readFileSync(`${result}-${path.basename(name)}`, "utf8"),
        /\[forge-alloy-language-server\]\s+args = \["--stdio"\]\s+root_globs = /,
        name,
      );
    for (const name of others) assert.equal(readFileSync(`${result}-${name}`, "utf8").trim(), "", name);
  });

  test("editors/kate/settings.json, as the user servers of kate, brings the problems of an alloy", async function () {
    this.timeout(120_000);
    if (!isThere("dbus-run-session") || spawnSync("sh", ["-c", "command -v kate"]).status !== 0) {
      console.log("      kate is not installed here");
      this.skip();
    }
    // Kate shows problems in its window; what the server sends it is written to a file on the way.
    const sent = path.join(folder, "sent");
    const server = write(
      "forge-alloy-language-server",
      `#!/bin/sh\n"${process.execPath}" "${SERVER}" "$@" | tee "${sent}"\n`,
      0o755,
    );
    write(
      ".config/kate/lspclient/settings.json",
      readFileSync(path.join(ROOT, "editors/kate/settings.json"), "utf8"),
    );
    write(".local/share/kate/anonymous.katesession", "[Kate Plugins]\nlspclientplugin=true\n");
    // It asks once whether it may start the server.
    write(".config/katerc", `[lspclient]\nAllowedServerCommandLines=${server} --stdio\n`);
    mkdirSync(path.join(folder, "run"), { mode: 0o700 });
    const kate = spawn("dbus-run-session", ["kate", write("a.alloy.json", ALLOY)], {
      cwd: folder,
      detached: true,
      stdio: "ignore",
      env: {
        ...process.env,
        HOME: folder,
        XDG_CONFIG_HOME: path.join(folder, ".config"),
        XDG_DATA_HOME: path.join(folder, ".local/share"),
        XDG_RUNTIME_DIR: path.join(folder, "run"),
        QT_QPA_PLATFORM: "offscreen",
        PATH: `${folder}:${process.env.PATH}`,
      },
    });
    try {
      const found = () => existsSync(sent) && readFileSync(sent, "utf8").includes("Unknown stage type");
      for (let turn = 0; turn < 600 && !found(); turn++) await setTimeout(100);
      assert.ok(found());
    } finally {
      process.kill(-(kate.pid as number), "SIGKILL");
    }
  });

  test("each command is one that the package installs, and it starts the server", async function () {
    this.timeout(60_000);
    const { bin } = JSON.parse(readFileSync(path.join(ROOT, "server/package.json"), "utf8"));
    const files = readdirSync(path.join(ROOT, "editors"), { recursive: true, encoding: "utf8" })
      .map((file) => path.posix.join("editors", file.replaceAll(path.sep, "/")))
      .filter((file) => path.extname(file) !== "" && !file.includes("/plugin/"));
    assert.deepEqual(
      files.filter((file) => !(file in COMMANDS)),
      [],
    );
    for (const [file, commandIn] of Object.entries(COMMANDS)) {
      const [program = "", ...args] = commandIn(readFileSync(path.join(ROOT, file), "utf8"));
      assert.ok(Object.hasOwn(bin, program), `${file}: ${program}`);
      assert.deepEqual(args, ["--stdio"], file);
    }
    const client = await Client.start(); // by its file, with --stdio
    assert.ok(client.initialized.capabilities.hoverProvider);
    await client.stop();
  });

  test("docs/editors.md shows each file, and `npm run docs` writes them there", () => {
    const page = readFileSync(path.join(ROOT, "docs/editors.md"), "utf8").replaceAll("\r\n", "\n");
    assert.equal(withEditorFiles(page), page);
    for (const file of Object.keys(COMMANDS)) assert.ok(page.includes(`<!-- from ${file} -->`), file);
  });
});
