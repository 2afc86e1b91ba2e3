/** Pages of the documentation that show commands and what they print: `sh run` blocks, each followed by a `text` block. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { NO, skipIf, WINDOWS } from "../../server/src/testing/skip.js";
import { ROOT } from "../protocol/client.js";
import { BIN, folder, withFolder, write } from "./support.js";

/**
 * Defines the tests of a page: each command prints what the page shows.
 * @param name path of the page in the project
 * @param least number of commands that it has at least
 */
export function testShownPage(name: string, least: number): void {
  suite(name, () => {
    withFolder();
    const page = path.join(ROOT, name);
    const text = readFileSync(page, "utf8").replaceAll("\r\n", "\n");

    test("does what it shows", function () {
      skipIf(this, WINDOWS, NO.shell);
      write("bin/forge-alloy", `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
      chmodSync(path.join(folder, "bin/forge-alloy"), 0o755);
      let steps = 0;
      const shown = text.replace(
        /(```sh run\n)([\s\S]*?)(```\n\n```text\n)([\s\S]*?)```/g,
        (_, start, script, middle) => {
          steps++;
          const { stdout, stderr } = spawnSync("sh", ["-c", script], {
            cwd: folder,
            encoding: "utf8",
            env: {
              ...process.env,
              PATH: `${folder}/bin:${process.env.PATH}`,
              NO_COLOR: "1",
              GIT_CONFIG_GLOBAL: "/dev/null",
              GIT_CONFIG_SYSTEM: "/dev/null",
            },
          });
          assert.equal(stderr, "", script);
          return `${start}${script}${middle}${stdout}\`\`\``;
        },
      );
      assert.ok(steps >= least);
      // `UPDATE_DOCS=1` writes what the commands print; read the difference.
      if (process.env.UPDATE_DOCS) writeFileSync(page, shown);
      else assert.equal(shown, text);
    });
  });
}
