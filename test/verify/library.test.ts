/** The library: files handed in, wherever ECMAScript runs. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type FileContent, trust, verify } from "../../server/src/library/index.js";
import { build, PATH, put, sha256, withFolders } from "./support.js";

const PLACES: Readonly<Record<string, string>> = { alloy: "", model: "weights", "dataset:d": "data" };

suite("library: verify and trust", () => {
  const folders = withFolders();

  /** A way to hand in the content of a file. */
  const WAYS: Readonly<Record<string, (bytes: Uint8Array) => FileContent>> = {
    bytes: (bytes) => bytes,
    blob: (bytes) => new Blob([new Uint8Array(bytes)]) as FileContent,
    stream: (bytes) => new Blob([new Uint8Array(bytes)]).stream() as FileContent,
    pieces: async function* (bytes) {
      for (const byte of bytes) yield Uint8Array.of(byte);
    },
  };

  for (const [way, content] of Object.entries(WAYS))
    test(`everything but certificates is verified from ${way}`, async () => {
      const folder = folders.make();
      const text = JSON.stringify(build(folder));
      const asked = new Set<string>();
      const report = await verify(text, {
        file: "a",
        open(file, place) {
          asked.add(place);
          return content(readFileSync(path.join(folder, PLACES[place] ?? "gone", file)));
        },
        modelFiles: ["model-00002-of-00002.safetensors", "model-00001-of-00002.safetensors"],
        datasets: { d: ["c", "a", "b"] },
        hash: sha256(text),
        parent: readFileSync(path.join(folder, PATH.parent), "utf8"),
        keys: readFileSync(path.join(folder, PATH.keys), "utf8"),
        require: ["modelHash", "anchor"],
      }).catch((error) => assert.fail(error));
      const left = report.checks.filter(({ outcome }) => outcome !== "verified");
      assert.deepEqual(
        left.map(({ id, outcome, reason }) => `${id} ${outcome}: ${reason}`),
        [
          // A folder cannot be handed in as a file.
          'baseResultHash not-verified: "eval/base" cannot be read: EISDIR: illegal operation on a directory, read',
          "certificateChain not-verified: the platform has no X.509 certificates",
          "integritySignature not-verified: the payload is not defined",
          "anchor not-verified: the record is elsewhere; verify uses no network",
        ],
      );
      assert.equal(left.find(({ id }) => id === "anchor")?.required, true);
      assert.ok(asked.has("model") && asked.has("alloy") && asked.has("dataset:d"));
    });

  test("a dataset by the names of its files, in any order", async () => {
    const folder = folders.make();
    const text = JSON.stringify(build(folder));
    const report = await verify(text, {
      open: (file, place) =>
        place === "dataset:d" ? readFileSync(path.join(folder, "data", file)) : undefined,
      datasets: { d: ["c", "a", "b"] },
    });
    assert.equal(report.checks.find(({ id }) => id === "datasetHash")?.outcome, "verified");
  });

  test("nothing handed in, an exception, and names that lead out: not verified", async () => {
    const folder = folders.make();
    put(folder, "x", "x");
    const alloy = { results: { benchmarks: [{ name: "x", samplesPath: "../x", resultHash: sha256("x") }] } };
    const outcome = async (samplesPath: string, open?: () => FileContent | undefined) => {
      const text = JSON.stringify(alloy).replace("../x", samplesPath);
      const { checks } = await verify(text, open ? { open } : {});
      return checks.find(({ id }) => id === "resultHash");
    };
    assert.equal((await outcome("../x", () => assert.fail("opened")))?.outcome, "not-verified");
    assert.match((await outcome("x"))?.reason ?? "", /no file "x"/);
    const thrown = await outcome("x", () => {
      throw new Error("busy");
    });
    assert.match(thrown?.reason ?? "", /"x" cannot be read: busy/);
    assert.equal((await outcome("x", () => new TextEncoder().encode("x")))?.outcome, "verified");
  });

  test("what is no alloy, no hash, and no key file is rejected", async () => {
    await assert.rejects(verify("{"), SyntaxError);
    await assert.rejects(verify("[]"), SyntaxError);
    await assert.rejects(verify("{}", { hash: "abc" }), TypeError);
    await assert.rejects(verify("{}", { keys: "[]" }), TypeError);
    assert.deepEqual((await verify("{}")).summary, { verified: 0, failed: 0, notVerified: 2 });
  });

  test("trust answers any text", () => {
    for (const text of ["", "{", "[]", "{}"]) assert.equal(trust(text).rows.length, 7);
    assert.equal(trust('{"integrity": {"modelHash": "x"}}', { file: "f" }).rows[0]?.label, "attested");
    assert.equal(trust("{}", { file: "f" }).file, "f");
  });
});
