import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { NO, skip, skipIf, WINDOWS } from "../testing/skip.js";
import { type ReadOptions, readOrdinaryFile, readOrdinaryFileSync } from "./ordinary-file.js";

const READERS: [name: string, read: (file: string, options: ReadOptions) => Promise<Buffer>][] = [
  ["at once", async (file, options) => readOrdinaryFileSync(file, options)],
  ["while the program goes on", readOrdinaryFile],
];

for (const [name, read] of READERS) {
  suite(`an ordinary file, read ${name}`, () => {
    let folder: string;
    let server: Server | undefined;
    const at = (file: string) => path.join(folder, file);
    setup(function () {
      skipIf(this, WINDOWS, NO.deviceFiles);
      folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-ordinary-"));
    });
    teardown(() => {
      server?.close();
      server = undefined;
      if (folder) rmSync(folder, { recursive: true });
    });

    const refused = (file: string, reason: RegExp, options: Partial<ReadOptions> = {}) =>
      assert.rejects(read(file, { limit: 1000, ...options }), { message: reason }, file);

    test("its bytes, whole, up to the limit", async () => {
      for (const size of [0, 1, 999, 1000]) {
        writeFileSync(at("a"), "x".repeat(size));
        assert.equal((await read(at("a"), { limit: 1000 })).toString(), "x".repeat(size));
      }
      writeFileSync(at("a"), "x".repeat(1001));
      await refused(at("a"), /^it is larger than 1,000 bytes$/);
    });

    test("a named pipe, a socket, a device, a folder, and links to them are refused, and not waited for", async () => {
      assert.equal(spawnSync("mkfifo", [at("pipe")]).status, 0);
      mkdirSync(at("folder"));
      await new Promise<void>((resolve) => {
        server = createServer().listen(at("socket"), resolve);
      });
      const cases: [string, RegExp][] = [
        ["pipe", /^it is a named pipe, not a file$/],
        ["folder", /^it is a folder$/],
        ["socket", /^it is a device or socket, not a file$/],
      ];
      for (const device of ["/dev/zero", "/dev/tty", "/dev/stdin", "/dev/ptmx"])
        cases.push([device, /^it is a (device or socket|named pipe), not a file$|^ENOENT|^ENXIO/]);
      for (const [file, reason] of cases) {
        await refused(path.resolve(folder, file), reason);
        symlinkSync(path.resolve(folder, file), at(`link-${path.basename(file)}`));
        await refused(at(`link-${path.basename(file)}`), reason);
      }
    });

    test("a link is followed unless that is not wanted; one to nothing or in a circle is an error", async () => {
      writeFileSync(at("a"), "a");
      symlinkSync("a", at("link"));
      symlinkSync("circle", at("circle"));
      symlinkSync("nothing", at("dangling"));
      assert.equal((await read(at("link"), { limit: 10 })).toString(), "a");
      await refused(at("link"), /^it is a link$/, { follow: false });
      await refused(at("circle"), /^ELOOP/);
      await refused(at("dangling"), /^ENOENT/);
    });

    test("a file that is longer than it was when it was opened: all of it, up to the limit", async function () {
      // Files of the kernel say that they are empty until somebody reads them.
      const endless = "/proc/self/status";
      const size = (await read(endless, { limit: 1_000_000 }).catch(() => skip(this, "there is no /proc")))
        .length;
      assert.ok(size > 500, `${size}`);
      await refused(endless, /^it is larger than 100 bytes$/, { limit: 100 });
    });
  });
}
