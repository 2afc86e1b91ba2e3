/** The plugin of MegaLinter: what its loader requires, and the commands that it makes of the descriptor. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { identityFiles } from "../../scripts/identity.mjs";
import { isAlloyName } from "../../server/src/schema/document-kind.js";
import { GOOD, WRONG } from "../cli/support.js";
import { OWNED } from "../owned-extension.js";
import { ROOT } from "../protocol/client.js";

const FILE = "mega-linter-plugin-forge-alloy/forge-alloy.megalinter-descriptor.yml";
/** Keys of its schema that we use. It rejects others. */
const KEYS = {
  descriptor: ["descriptor_id", "descriptor_type", "file_names_regex", "linters"],
  linter: [
    ...["linter_name", "name", "linter_url", "examples", "install", "can_output_sarif", "cli_sarif_args"],
    ...["cli_lint_mode", "cli_lint_extra_args", "cli_lint_extra_args_after", "cli_lint_fix_arg_name"],
    ...["cli_lint_errors_count", "cli_lint_errors_regex", "cli_help_arg_name", "cli_version_arg_name"],
  ],
};

suite("MegaLinter plugin", () => {
  const descriptor = parse(readFileSync(path.join(ROOT, FILE), "utf8"));
  const [linter] = descriptor.linters;
  let folder: string;
  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-megalinter-"));
  });
  teardown(() => rmSync(folder, { recursive: true, force: true }));

  /** The order in which MegaLinter puts the arguments. */
  function lint(files: readonly string[], more: readonly string[] = []) {
    const args = [...linter.cli_lint_extra_args, ...more, ...linter.cli_lint_extra_args_after, ...files];
    const bin = path.join(ROOT, "server/bin/forge-alloy.js");
    return spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: "utf8" });
  }

  test("has only keys that the loader knows, and selects the files that are alloys by their name", () => {
    assert.deepEqual(Object.keys(descriptor).sort(), [...KEYS.descriptor].sort());
    assert.deepEqual(Object.keys(linter).sort(), [...KEYS.linter].sort());
    assert.equal(linter.cli_lint_mode, "list_of_files");
    // It matches the whole name without its folder.
    const patterns = descriptor.file_names_regex.map((one: string) => new RegExp(`^(?:${one})$`));
    const names = [
      "a.alloy.json",
      "forge-alloy.json",
      "o_m__forge-alloy.json",
      "a.json",
      "alloy.json",
      "a.alloy.jsonc",
    ];
    for (const name of names)
      assert.equal(
        patterns.some((pattern: RegExp) => pattern.test(name)),
        isAlloyName(name),
        name,
      );
  });

  test("its command checks, counts errors, fixes, and reports SARIF", () => {
    writeFileSync(path.join(folder, "good.alloy.json"), GOOD);
    writeFileSync(path.join(folder, "--config=x.alloy.json"), WRONG);
    writeFileSync(path.join(folder, "comma.alloy.json"), GOOD.replace('"humaneval"}', '"humaneval",}'));
    assert.equal(lint(["good.alloy.json"]).status, 0);
    const files = ["good.alloy.json", "--config=x.alloy.json", "comma.alloy.json"];
    const { status, stdout } = lint(files);
    assert.equal(status, 1);
    // A number in the summary, which is the last place of the output that matches.
    assert.equal([...stdout.matchAll(new RegExp(linter.cli_lint_errors_regex, "g"))].at(-1)?.[1], "2");
    const sarif = JSON.parse(lint(files, linter.cli_sarif_args).stdout);
    assert.equal(sarif.version, "2.1.0");
    assert.ok(sarif.runs[0].results.length >= 2);
    assert.equal(lint(["comma.alloy.json"], [linter.cli_lint_fix_arg_name]).status, 0);
    assert.equal(readFileSync(path.join(folder, "comma.alloy.json"), "utf8"), GOOD);
    for (const option of [linter.cli_help_arg_name, linter.cli_version_arg_name])
      assert.equal(
        spawnSync(process.execPath, [path.join(ROOT, "server/bin/forge-alloy.js"), option]).status,
        0,
      );
  });

  test("it installs the published package by its version, and until then a file", () => {
    const commands = linter.install.dockerfile as string[];
    // The loader runs nothing else.
    for (const command of commands) assert.match(command, /^RUN /);
    const published = parse(identityFiles(OWNED).get(FILE) as string).linters[0];
    const { version } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
    assert.deepEqual(published.install.dockerfile, [
      `RUN npm install --global --ignore-scripts ${OWNED.npm}@${version}`,
    ]);
    assert.equal(published.linter_url, OWNED.site);
    assert.match(
      identityFiles(OWNED).get("docs/command-line.md") as string,
      new RegExp(`/v${version}/${FILE}\\n`),
    );
  });
});
