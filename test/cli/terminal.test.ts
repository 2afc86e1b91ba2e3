/** Interactive use: completion in real shells, and prompts on a real terminal. Skipped if there is none. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readdirSync } from "node:fs";
import path from "node:path";
import { has, NO, skipIf } from "../../server/src/testing/skip.js";
import { BIN, folder, read, run, withFolder, write } from "./support.js";

/** Commands that start each shell without the user's settings, and that load the completion script in it. */
const SHELLS = {
  bash: { start: "bash --norc -i", load: "source <(forge-alloy completion bash)" },
  zsh: {
    start: "zsh -f -i",
    load: "autoload -U compinit; compinit -u; source <(forge-alloy completion zsh)",
  },
  fish: { start: "fish --no-config -i", load: "forge-alloy completion fish | source" },
} as const;

/** Runs a program on a terminal of its own and types into it; returns what the terminal shows. */
function onTerminal(program: string, typed: string): string {
  const { stdout } = spawnSync("script", ["-qec", `stty cols 100 rows 40; ${program}`, "/dev/null"], {
    cwd: folder,
    input: typed,
    encoding: "utf8",
    timeout: 50_000,
    env: { ...process.env, TERM: "xterm", PATH: `${folder}/bin:${process.env.PATH}`, HOME: folder },
  });
  return stdout;
}

/** As `onTerminal`, but each answer is typed when its question is there. */
async function dialogue(
  program: string,
  answers: readonly (readonly [question: RegExp, typed: string])[],
): Promise<void> {
  const terminal = spawn("script", ["-qec", `stty cols 100 rows 40; ${program}`, "/dev/null"], {
    cwd: folder,
  });
  const closed = once(terminal, "close");
  let shown = "";
  terminal.stdout.setEncoding("utf8").on("data", (text) => {
    shown += text;
  });
  for (const [question, typed] of answers) {
    while (!question.test(shown)) await once(terminal.stdout, "data");
    shown = "";
    terminal.stdin.write(typed);
  }
  await closed;
}

suite("forge-alloy on a terminal", () => {
  withFolder();
  setup(function () {
    skipIf(this, !has("script"), NO.terminal);
    write("bin/forge-alloy", `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
    chmodSync(path.join(folder, "bin/forge-alloy"), 0o755);
  });

  for (const [shell, { start, load }] of Object.entries(SHELLS)) {
    test(`${shell} completes commands, options, values, codes and file names`, function () {
      skipIf(this, !has(shell), `${shell} is not installed`);
      write("unique-name.alloy.json", "{}");
      const typed = [
        load,
        "forge-alloy expl\tstage/phase-o\t",
        "forge-alloy check uniq\t--form\tgith\t",
        "forge-alloy new made.alloy.json --templ\tvision\t",
        "exit",
      ];
      const shown = onTerminal(start, `${typed.join("\n")}\n`);
      assert.match(shown, /# stage\/phase-order\r?\n/);
      assert.match(shown, /::error file=unique-name\.alloy\.json/);
      assert.match(read("made.alloy.json"), /"name": "made"/);
    });
  }

  test("new asks for the template and the file", async () => {
    const program = `"${process.execPath}" "${BIN}" new`;
    const TEMPLATE = /Select a template[\s\S]*confirm/;
    const FILE = /File name[\s\S]*\.alloy\.json/;
    await dialogue(program, [
      [TEMPLATE, "\u001B[B"],
      [/prune experts, quantize/, "\r"], // the description of the chosen one is shown
      [FILE, "\r"],
    ]);
    assert.match(read("moe-coder.alloy.json"), /"type": "expert-prune"/);
    // An existing file is never offered for overwriting.
    await dialogue(program, [
      [TEMPLATE, "\u001B[B"],
      [/prune experts, quantize/, "\r"],
      [FILE, "\r"],
      [/already exists/, "\u0003"],
    ]);
    // Canceling with Ctrl+C creates no file.
    await dialogue(program, [[TEMPLATE, "\u0003"]]);
    assert.deepEqual(readdirSync(folder).sort(), ["bin", "moe-coder.alloy.json"]);
  });
});

suite("forge-alloy new", () => {
  withFolder();

  test("a file that cannot be there is refused, and nothing else happens", () => {
    write("file", "");
    const places: [string, RegExp][] = [
      ["file/a.alloy.json", /its folder is a file\n$/],
      [`${"b".repeat(300)}/a.alloy.json`, /its name is too long\n$/],
      [`${"c/".repeat(3000)}a.alloy.json`, /^error: the path is longer than 4096 characters\n$/],
    ];
    // Folders made with `recursive` would never be done there.
    if (process.platform === "linux") places.push(["/proc/d/a.alloy.json", /^error: cannot write .*\n$/]);
    for (const [file, reason] of places) {
      const { code, err } = run(["new", file, "--template", "empty"]);
      assert.equal(code, 2);
      assert.match(err, reason);
    }
    assert.deepEqual(readdirSync(folder), ["file"]);
  });

  test("writes a file from a template, those of the folder's domains among them, and never over another", () => {
    const made = run(["new", "deep/my-coder.alloy.json", "--template", "moe-coder"]);
    assert.deepEqual([made.code, made.err], [0, ""]);
    assert.equal(JSON.parse(read("deep/my-coder.alloy.json")).name, "my-coder");
    assert.equal(run(["check"]).code, 0);
    const again = run(["new", "deep/my-coder.alloy.json", "--template", "empty"]);
    assert.equal(again.code, 2);
    assert.match(again.err, /already exists/);
    assert.equal(JSON.parse(read("deep/my-coder.alloy.json")).name, "my-coder");
    write(
      ".forge-alloy/domains/lab.json",
      '{"id": "lab", "version": "1.0.0", "title": "Lab", "description": "x", "status": "stable", "stages": {"mix": {"phase": "transform", "summary": "s", "description": "d", "type": "object", "properties": {"grams": {"type": "number", "description": "Weight.", "whenAbsent": "None."}}, "snippets": [{"label": "mix", "description": "d", "body": {"type": "mix", "grams": 5}}]}}}',
    );
    assert.equal(run(["new", "batch.alloy.json", "--template", "lab"]).code, 0);
    assert.deepEqual(JSON.parse(read("batch.alloy.json")).domains, ["lab"]);
    assert.equal(run(["check", "batch.alloy.json"]).code, 0);
  });

  test("what is missing or wrong is said with the way out", () => {
    const silent = run(["new"]);
    assert.equal(silent.code, 2);
    assert.match(silent.err, /forge-alloy new my-model\.alloy\.json --template moe-coder/);
    assert.match(silent.err, / {2}vision-language +vision-language model/);
    assert.match(run(["new", "a.alloy.json", "-t", "moe-codr"]).err, /Did you mean "moe-coder"\?/);
    assert.match(run(["new", "model.json", "-t", "empty"]).err, /as in model\.alloy\.json/);
    write("file", "");
    assert.match(run(["check", "file/a.alloy.json"]).err, /^error: cannot read .*: no such file or folder/);
    assert.match(run(["new", "file/a.alloy.json", "-t", "empty"]).err, /^error: cannot write /);
  });
});
