import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import path from "node:path";
import { NO, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { CHECK_IDS } from "../../server/src/verify/check.js";
import { BIN, folder, withFolder, write } from "../cli/support.js";
import { ROOT } from "../protocol/client.js";

suite("docs/verify.md", () => {
  withFolder();
  const text = readFileSync(path.join(ROOT, "docs/verify.md"), "utf8").replaceAll("\r\n", "\n");

  test("does what it shows", function () {
    skipIf(this, WINDOWS, NO.shell);
    write("bin/forge-alloy", `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
    chmodSync(path.join(folder, "bin/forge-alloy"), 0o755);
    const steps = [...text.matchAll(/```sh run\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g)];
    assert.equal(steps.length, 3);
    for (const [, script = "", shown] of steps) {
      const { stdout, stderr } = spawnSync("sh", ["-c", script], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, PATH: `${folder}/bin:${process.env.PATH}`, NO_COLOR: "1" },
      });
      assert.equal(stderr, "");
      assert.equal(stdout, shown);
    }
  });

  test("names every check", () => {
    for (const id of CHECK_IDS) assert.ok(text.includes(`\`${id}\``), id);
  });
});
