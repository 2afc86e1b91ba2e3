import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { NO, skipIf, WINE } from "../testing/skip.js";
import { isUnavailable } from "../verify/files.js";
import { DiskFiles } from "./disk-files.js";

const SILENT = { total() {}, read() {} };

suite("files on a disk, up to a limit", () => {
  let folder: string;
  const at = (name: string) => ({ folder: "alloy", path: name }) as const;
  const filesUpTo = (limit?: number) =>
    new DiskFiles(new Map([["alloy", folder]]), SILENT, limit === undefined ? {} : { limit });

  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-disk-"));
    for (const name of ["a", "b", "c"]) writeFileSync(path.join(folder, name), name.repeat(10));
  });
  teardown(() => rmSync(folder, { recursive: true }));

  test("what exceeds the limit is not read, and counted; what fits in is read as often as it is asked for", async () => {
    const files = filesUpTo(25);
    const known = await files.digest([at("a")]);
    assert.deepEqual(known, { hex: createHash("sha256").update("a".repeat(10)).digest("hex"), size: 10 });
    assert.ok(!isUnavailable(await files.digest([at("b")])));
    const withheld = await files.digest([at("c")]);
    assert.ok(isUnavailable(withheld) && withheld.kind === "withheld", JSON.stringify(withheld));
    // Two that were read already take nothing of it.
    assert.ok(!isUnavailable(await files.digest([at("a"), at("b")])));
    assert.ok(isUnavailable(await files.digest([at("a"), at("c")])));
    assert.deepEqual(files.withheld, { files: 1, bytes: 10 });
  });

  test("without a limit nothing is withheld", async () => {
    const files = filesUpTo();
    assert.ok(!isUnavailable(await files.digest([at("a"), at("b"), at("c")])));
    assert.deepEqual(files.withheld, { files: 0, bytes: 0 });
  });

  test("outside of the folders given nothing is read, also by the links of a download cache", async function () {
    skipIf(this, WINE, NO.wineLinks);
    const blobs = path.join(folder, "cache/blobs");
    const snapshot = path.join(folder, "cache/snapshots/main");
    mkdirSync(blobs, { recursive: true });
    mkdirSync(snapshot, { recursive: true });
    writeFileSync(path.join(blobs, "0"), "weights");
    symlinkSync("../../blobs/0", path.join(snapshot, "model.gguf"));
    const outcome = async (...within: string[]) => {
      const files = new DiskFiles(new Map([["alloy", snapshot]]), SILENT, { within });
      const found = await files.digest([at("model.gguf")]);
      return isUnavailable(found) ? found.kind : "read";
    };
    assert.equal(await outcome(folder), "read");
    assert.equal(await outcome(path.join(folder, "cache")), "read");
    assert.equal(await outcome(snapshot), "outside");
    assert.equal(await outcome(blobs), "outside");
    assert.equal(await outcome(blobs, snapshot), "read");
  });

  test("after it was cancelled nothing is read, large or small", async () => {
    truncateSync(path.join(folder, "c"), 1 << 20);
    const files = filesUpTo();
    await files.cancel();
    for (const name of ["a", "c"]) assert.ok(isUnavailable(await files.digest([at(name)])));
    assert.ok(!isUnavailable(await files.size(at("a"))));
  });
});
