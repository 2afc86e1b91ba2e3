/** The definitions: test vectors of the format, of RFC 6962 and RFC 8785, and what must never be called verified. */
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { progressWords } from "../../server/src/cli/read-progress.js";
import { nodePlatform } from "../../server/src/disk/node-platform.js";
import { Alloy } from "../../server/src/model/alloy.js";
import { bundled } from "../../server/src/schema/bundled.js";
import { parseJson } from "../../server/src/syntax/parser.js";
import { findValue } from "../../server/src/syntax/tree.js";
import { NO, skipIf } from "../../server/src/testing/skip.js";
import type { Check } from "../../server/src/verify/check.js";
import { insidePath } from "../../server/src/verify/files.js";
import { canonicalJson, inexactNumber, NotCanonical } from "../../server/src/verify/jcs.js";
import { KeyRegistry, readKeyRegistry } from "../../server/src/verify/key-registry.js";
import { LEAF, merkleRoot } from "../../server/src/verify/merkle.js";
import { webPlatform } from "../../server/src/verify/platform.js";
import { publicKeyOf } from "../../server/src/verify/public-key.js";
import { alloyHashDigits, statedHash } from "../../server/src/verify/stated-hash.js";
import { isWithin, timeOf } from "../../server/src/verify/time.js";
import { trustRows } from "../../server/src/verify/trust.js";
import { ROOT } from "../protocol/client.js";
import {
  build,
  CERTIFICATION,
  canonical,
  type Json,
  payloadOf,
  put,
  sha256,
  spkiOf,
  summary,
  verifyIn,
  withFolders,
} from "./support.js";

const PUBLISHED = path.resolve(ROOT, "../shared/corpus/published");

function node(text: string) {
  const { root, problems } = parseJson(text);
  assert.deepEqual(problems, []);
  assert.ok(root);
  return root;
}

suite("verify: definitions", () => {
  const folders = withFolders();

  test("Merkle trees as in RFC 6962", () => {
    const root = (...files: string[]) =>
      Buffer.from(
        merkleRoot(files.map((file) => createHash("sha256").update(LEAF).update(file).digest())),
      ).toString("hex");
    assert.equal(root("x"), "3c7e9bc930dc93f01fa69985ef242d9f9e861f3c5355aa24ce5ef4b4b8a70ccb");
    assert.equal(root("x", "y"), "2d6e943e85ac09dd6af182bf9fc9041abe70609149a3d2d55717e09e37507e6d");
    assert.equal(root("x", "y", "z"), "e6523827ba5eefb7c7f1fdfe21305b186ec985e4fd087fbfe8f3d7f503870d16");
    assert.equal(
      root("1", "2", "3", "4", "5"),
      "e106de6d331e826225bf269c4d7086760bcfbdf83ed58457457632d7071ea963",
    );
    assert.equal(root(), sha256(""));
  });

  test("Merkle trees agree with the recursive definition of RFC 6962", () => {
    const hash = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
    const tree = (leaves: Buffer[]): Buffer => {
      if (leaves.length === 1) return leaves[0] as Buffer;
      let k = 1;
      while (k * 2 < leaves.length) k *= 2;
      return hash(Uint8Array.of(1), tree(leaves.slice(0, k)), tree(leaves.slice(k)));
    };
    for (let count = 1; count < 70; count++) {
      const leaves = Array.from({ length: count }, (_, i) => hash(LEAF, Buffer.from(String(i))));
      assert.deepEqual(Buffer.from(merkleRoot(leaves)), tree(leaves), String(count));
    }
  });

  test("modelHash: current form and older form, from the files", async () => {
    const current = "870c96a49f82598f77fcde9316b36ecba2a7c2c90360884231b221eb76b90a99";
    const older = "7bf52afd1d2eb936aaa7e54e67ae18b8fb24efb51e7edea259e6571b85614c96";
    const folder = folders.make();
    put(folder, "weights/model-00002-of-00002.safetensors", "BBBB");
    put(folder, "weights/model-00001-of-00002.safetensors", "AAAA");
    put(folder, "weights/config.json", "{}");
    put(folder, "weights/pytorch_model.bin", "x");
    for (const [hash, form] of [
      [current, /list of file hashes/],
      [older, /older form/],
      [older.toUpperCase(), /older form/],
    ] as const) {
      const [check] = (
        await verifyIn(folder, { results: { integrity: { modelHash: `sha256:${hash}` } } })
      ).filter(({ id }) => id === "modelHash");
      assert.equal(check?.outcome, "verified");
      assert.match(check?.form ?? "", form);
      assert.match(check?.reason ?? "", /does not cover pytorch_model\.bin/);
    }
  });

  test("modelHash: GGUF where there is no safetensors, and where only that matches", async () => {
    const folder = folders.make();
    put(folder, "weights/b.gguf", "B");
    const hash = (content: string, filename: string) =>
      `sha256:${sha256(JSON.stringify([{ filename, sha256: sha256(content) }]))}`;
    const alloy = { results: { integrity: { modelHash: hash("B", "b.gguf") } } };
    const outcome = async () => (await verifyIn(folder, alloy)).find(({ id }) => id === "modelHash")?.outcome;
    assert.equal(await outcome(), "verified");
    put(folder, "weights/a.safetensors", "A");
    assert.equal(await outcome(), "verified");
    put(folder, "weights/b.gguf", "C");
    assert.equal(await outcome(), "failed");
  });

  test("what was not read makes no statement false", async () => {
    const older = "7bf52afd1d2eb936aaa7e54e67ae18b8fb24efb51e7edea259e6571b85614c96";
    const folder = folders.make();
    put(folder, "weights/model-00001-of-00002.safetensors", "AAAA");
    put(folder, "weights/model-00002-of-00002.safetensors", "BBBB");
    put(folder, "weights/b.gguf", "B");
    put(folder, "eval/a.jsonl", "aaa");
    put(folder, "eval/b.jsonl", "bb");
    put(folder, "data/x", "x");
    put(folder, "README.md", "# Card\n");
    const gguf = sha256(JSON.stringify([{ filename: "b.gguf", sha256: sha256("B") }]));
    for (const modelHash of [older, gguf]) {
      const alloy = {
        calibrationCorpora: [{ id: "c", path: "eval/a.jsonl", sha256: `sha256:${sha256("aaa")}` }],
        results: {
          benchmarks: [
            // The hash is that of the folder around the file.
            { name: "m", score: 1, samplesPath: "eval/a.jsonl", resultHash: `sha256:${sha256("aaabb")}` },
          ],
          integrity: {
            modelHash: `sha256:${modelHash}`,
            datasets: [{ name: "d", source: "data", hash: `sha256:${sha256("\0x")}` }],
          },
        },
        receipt: { cardHash: `sha256:${sha256("# Card\n")}` },
      };
      for (let limit = 0; limit <= 25; limit++)
        assert.deepEqual(summary(await verifyIn(folder, alloy, { limit }), "failed"), [], `${limit} bytes`);
      const all = summary(await verifyIn(folder, alloy), "verified");
      assert.ok(all.length === 5, all.join(", "));
    }
  });

  test("the hash of nothing is never verified", async () => {
    const folder = folders.make();
    put(folder, "weights/config.json", "{}");
    put(folder, "data/.keep/x", "");
    const empty = `sha256:${sha256("")}`;
    for (const modelHash of [empty, `sha256:${sha256("[]")}`])
      for (const fileHashes of [[], undefined, [{ filename: "gone.safetensors", sha256: sha256("") }]]) {
        const checks = await verifyIn(folder, { results: { integrity: { modelHash, fileHashes } } });
        assert.ok(checks.every(({ outcome }) => outcome !== "verified"));
      }
  });

  test("published alloys follow from their fileHashes, and nothing of them is verified without files", async function () {
    skipIf(this, !existsSync(PUBLISHED), NO.corpus);
    let recomputed = 0;
    for (const name of readdirSync(PUBLISHED)) {
      const text = readFileSync(path.join(PUBLISHED, name), "utf8");
      const checks = await verifyIn(folders.make(), text, { hasModel: false });
      assert.ok(
        checks.every(({ outcome }) => outcome === "not-verified"),
        name,
      );
      recomputed += checks.filter(
        ({ reason }) => reason === "consistent with fileHashes; no files given",
      ).length;
      const broken = text.replace(/("sha256": ")./, "$1f");
      if (broken === text || !text.includes("fileHashes")) continue;
      const [model] = (await verifyIn(folders.make(), broken, { hasModel: false })).filter(
        ({ id }) => id === "modelHash",
      );
      assert.equal(model?.outcome, "failed", name);
    }
    assert.ok(recomputed >= 4);
  });

  test("canonical JSON: the vectors of RFC 8785", () => {
    const numbers = "[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001, -0]";
    assert.equal(canonicalJson(node(numbers)), "[333333333.3333333,1e+30,4.5,0.002,1e-27,0]");
    assert.equal(
      canonicalJson(
        node(
          '{"string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}',
        ),
      ),
      '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    // Keys by UTF-16 code units.
    const keys =
      '{"\\u20ac": 1, "\\r": 2, "\\ufb33": 3, "1": 4, "\\ud83d\\ude00": 5, "\\u0080": 6, "\\u00f6": 7}';
    assert.equal(canonicalJson(node(keys)), '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
    for (const wrong of ['{"a": 1, "a": 1}', '"\\ud800"', "1e400", '{"\\udc00": 1}'])
      assert.throws(() => canonicalJson(node(wrong)), NotCanonical, wrong);
  });

  test("canonical JSON: laid out and ordered in any way, a value has one form; another value has another", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as Json), (value) => {
        const text = JSON.stringify(value, undefined, 3);
        if (/\\ud[89a-f]/i.test(text)) return;
        const form = canonicalJson(node(text));
        assert.deepEqual(JSON.parse(form), JSON.parse(text));
        assert.equal(canonicalJson(node(form)), form);
        assert.equal(inexactNumber(node(text)), undefined);
      }),
    );
    assert.equal(inexactNumber(node('{"a": [1, 9007199254740993]}'))?.text, "9007199254740993");
    assert.equal(inexactNumber(node("0.1000000000000000000001"))?.text, "0.1000000000000000000001");
    assert.equal(inexactNumber(node("[1.50, 1e3, 0.1, -0, 12345.6789]")), undefined);
  });

  test("paths never lead out", () => {
    for (const inside of ["a", "a/b", "./a", "a//b", "a/../b", "a/b/../../c"])
      assert.ok(insidePath(inside), inside);
    assert.equal(insidePath("a/./b/../c"), "a/c");
    for (const outside of [
      "..",
      "../a",
      "a/../../b",
      "/a",
      "C:/a",
      "c:a",
      "..\\a",
      "a\\..\\b",
      "a\0b",
      "//server/x",
    ])
      assert.equal(insidePath(outside), undefined, outside);
    for (const self of ["", ".", "a/.."]) assert.equal(insidePath(self), "", self);
  });

  test("hashes: what is one, and what a caller may hand over", () => {
    const hex = sha256("x");
    const read = (text: string) => statedHash(node(text));
    assert.deepEqual(read(`"sha256:${hex}"`), { kind: "sha256", hex });
    assert.deepEqual(read(`"${hex.toUpperCase()}"`), { kind: "sha256", hex });
    assert.deepEqual(read("null"), { kind: "absent" });
    for (const other of [
      `"sha512:${hex}"`,
      `"${hex}0"`,
      `"${hex.slice(1)}"`,
      '"sha256:legacy"',
      "1",
      `" ${hex}"`,
    ])
      assert.equal(read(other).kind, "other", other);
    const short = hex.slice(0, 16);
    for (const form of [
      short,
      `#${short}`,
      `#https://x/y@${short}`,
      `sha256:${hex}`,
      `#https://a@b/c@${hex}`,
    ])
      assert.ok(hex.startsWith(alloyHashDigits(form) ?? "-"), form);
    for (const wrong of ["", hex.slice(0, 15), `${hex}0`, "#", "#https://x", "zz"])
      assert.equal(alloyHashDigits(wrong), undefined, wrong);
  });

  test("timestamps: what they leave open", () => {
    const span = (text: string) => {
      const time = timeOf(text);
      return time && (time.latest - time.earliest) / 3_600_000;
    };
    for (const exact of [
      "2026-04-08T13:06:51.741196+00:00",
      "2026-04-06T11:02:49-0500",
      "2026-04-08T00:00:00Z",
    ])
      assert.equal(span(exact), 0, exact);
    assert.equal(timeOf("2026-04-06T11:02:49-0500")?.earliest, Date.parse("2026-04-06T16:02:49Z"));
    assert.equal(span("2026-04-08T00:00:00"), 26);
    assert.equal(span("2026-04-08"), 50);
    for (const wrong of [
      "",
      "2026",
      "2026-13-01",
      "2026-02-30",
      "yesterday",
      "1e9",
      `2026-04-08${" ".repeat(50)}`,
    ])
      assert.equal(timeOf(wrong), undefined, wrong);
    const day = timeOf("2026-04-08");
    assert.ok(day);
    assert.equal(isWithin(day, { from: Date.parse("2026-04-08T12:00:00Z") }), undefined);
    assert.equal(isWithin(day, { to: Date.parse("2026-04-01") }), false);
    assert.equal(isWithin(day, { from: Date.parse("2026-04-01"), to: Date.parse("2026-05-01") }), true);
  });

  test("stage checkpoints: a chain, a gap, and what says nothing", async () => {
    const h = (text: string) => `sha256:${sha256(text)}`;
    const outcomes = async (stageCheckpoints: Json) =>
      (await verifyIn(folders.make(), { results: { stageCheckpoints } }, { hasModel: false }))
        .filter(({ id }) => id === "stageCheckpoint")
        .map(({ outcome }) => outcome);
    const chain = [
      { outputHash: h("1") },
      { inputHashes: [h("0"), h("1")], outputHash: h("2") },
      { inputHashes: [h("2")] },
    ];
    assert.deepEqual(await outcomes(chain), ["verified", "verified"]);
    assert.deepEqual(await outcomes([chain[0], { inputHashes: [h("0")] }]), ["failed"]);
    for (const vague of [
      [chain[0]],
      [{}, chain[1]],
      [{ outputHash: "" }, { inputHashes: [""] }],
      [{ outputHash: "same" }, { inputHashes: ["same"] }],
      [chain[0], {}],
      [chain[0], { inputHashes: [] }],
      [1, 2],
    ])
      assert.deepEqual(await outcomes(vague), ["not-verified"], JSON.stringify(vague));
    for (const none of [undefined, null, [], {}, "x"]) assert.deepEqual(await outcomes(none), []);
  });

  test("wrong types of every field are no verified statement and no exception", async () => {
    const folder = folders.make();
    const alloy = build(folder);
    const paths: (string | number)[][] = [];
    const visit = (value: Json, at: (string | number)[]) => {
      paths.push(at);
      if (value && typeof value === "object")
        for (const key of Object.keys(value))
          visit(value[key], [...at, Array.isArray(value) ? Number(key) : key]);
    };
    visit(alloy, []);
    const whole = new Set((await verifyIn(folder, alloy)).map(({ id, outcome }) => `${id} ${outcome}`));
    for (const at of paths.slice(1))
      for (const value of [null, 1, "x", [], {}, true]) {
        const copy = structuredClone(alloy);
        const holder = at.slice(0, -1).reduce((inner: Json, key) => inner[key], copy);
        holder[at.at(-1) as string] = value;
        const checks = await verifyIn(folder, copy);
        assert.ok(checks.every((check) => check.outcome === "verified" || check.reason));
        for (const { id, outcome } of checks)
          assert.ok(outcome !== "verified" || whole.has(`${id} verified`), `${at.join("/")} ${id}`);
      }
  });
});

suite("verify: signatures", () => {
  const folders = withFolders();

  const pairs = {
    ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
    ES384: generateKeyPairSync("ec", { namedCurve: "P-384" }),
    EdDSA: generateKeyPairSync("ed25519"),
  };

  type Name = keyof typeof pairs;

  function signatureOf(name: Name, message: Buffer, encoding: "der" | "ieee-p1363", key?: KeyObject): Buffer {
    const privateKey = key ?? pairs[name].privateKey;
    if (name === "EdDSA") return sign(null, message, privateKey);
    return sign(name === "ES256" ? "sha256" : "sha384", message, { key: privateKey, dsaEncoding: encoding });
  }

  async function check(certification: Json, keys?: string): Promise<Check> {
    const alloy = { results: { integrity: { certifications: [certification] } } };
    const checks = await verifyIn(folders.make(), alloy, { hasModel: false, keys });
    return checks.find(({ id }) => id === "certificationSignature") as Check;
  }

  test("every algorithm, encoding, form of key, and reading of the definition", async () => {
    const payload = Buffer.from(payloadOf(CERTIFICATION));
    const digest = (name: string) => createHash(name).update(payload).digest();
    for (const name of Object.keys(pairs) as Name[]) {
      const { publicKey } = pairs[name];
      const der = publicKey.export({ format: "der", type: "spki" });
      const forms = [
        der.toString("base64"),
        der.toString("base64url"),
        publicKey.export({ format: "pem", type: "spki" }).toString(),
        JSON.stringify(publicKey.export({ format: "jwk" })),
        publicKey.export({ format: "jwk" }),
      ];
      const messages: [Buffer, RegExp][] = [
        [payload, /over the canonical JSON/],
        [digest("sha256"), /over its SHA-256, hashed again/],
        ...(name === "ES384"
          ? [[digest("sha384"), /over its SHA-384, hashed again/] as [Buffer, RegExp]]
          : []),
      ];
      for (const [message, form] of messages)
        for (const encoding of ["der", "ieee-p1363"] as const)
          for (const text of ["base64", "base64url"] as const)
            for (const key of forms) {
              const value = signatureOf(name, message, encoding).toString(text);
              const signature = { algorithm: name, publicKey: key, value, keyId: "k" };
              const keys = JSON.stringify({ k: { publicKey: forms[2] } });
              const found = await check({ ...CERTIFICATION, signature }, keys);
              assert.equal(found.outcome, "verified", `${name} ${text} ${found.reason}`);
              assert.match(found.form ?? "", form);
            }
    }
  });

  test("fields without a value: left out, null, or their default", async () => {
    const bare = { adapter: "a/b", version: "1", domain: "d", attestedAt: "2026-04-08T12:00:00Z" };
    const keys = JSON.stringify({ k: { publicKey: spkiOf(pairs.ES256) } });
    for (const [written, signedAs] of [
      [bare, bare],
      [bare, { ...bare, result: {}, nonce: null }],
      [{ ...bare, nonce: null }, bare],
      [
        { ...bare, nonce: null },
        { ...bare, nonce: null },
      ],
    ]) {
      const value = signatureOf("ES256", Buffer.from(canonical(signedAs)), "der").toString("base64url");
      const signature = { algorithm: "ES256", publicKey: spkiOf(pairs.ES256), value, keyId: "k" };
      assert.equal((await check({ ...written, signature }, keys)).outcome, "verified");
    }
    const value = signatureOf("ES256", Buffer.from(canonical({ ...bare, nonce: "" })), "der").toString(
      "base64url",
    );
    const signature = { algorithm: "ES256", publicKey: spkiOf(pairs.ES256), value, keyId: "k" };
    assert.equal((await check({ ...bare, signature }, keys)).outcome, "failed");
  });

  test("what the platform does not have, or the definition does not cover, is not verified", async () => {
    const value = signatureOf("ES256", Buffer.from(payloadOf(CERTIFICATION)), "der").toString("base64url");
    const signature = { algorithm: "ES256", publicKey: spkiOf(pairs.ES256), value };
    const cases: [Json, RegExp][] = [
      [{ ...CERTIFICATION }, /not signed/],
      [{ ...CERTIFICATION, signature: null }, /not signed/],
      ...["ML-DSA-65", "ML-DSA-87", "SLH-DSA-128s", "none", "HS256", "es256", ""].map(
        (algorithm): [Json, RegExp] => [
          { ...CERTIFICATION, signature: { ...signature, algorithm } },
          /the platform has no algorithm/,
        ],
      ),
      ...[
        "",
        "AAAA",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "{}",
        "x".repeat(1_000_000),
        null,
        1,
      ].map((publicKey): [Json, RegExp] => [
        { ...CERTIFICATION, signature: { ...signature, publicKey } },
        /"publicKey" is not a public key/,
      ]),
    ];
    for (const [certification, reason] of cases) {
      const found = await check(certification);
      assert.equal(found.outcome, "not-verified", JSON.stringify(certification).slice(0, 300));
      assert.match(found.reason ?? "", reason);
    }
  });

  test("a signature does not cover digits that canonical JSON drops", async () => {
    const result = '{"score": 62.200000000000000000001}';
    const message = Buffer.from(payloadOf({ ...CERTIFICATION, result: { score: 62.2 } }));
    const signature = {
      algorithm: "ES256",
      publicKey: spkiOf(pairs.ES256),
      value: signatureOf("ES256", message, "der").toString("base64url"),
      keyId: "k",
    };
    const alloy = JSON.stringify({
      results: { integrity: { certifications: [{ ...CERTIFICATION, result: "RESULT", signature }] } },
    });
    const keys = JSON.stringify({ k: { publicKey: spkiOf(pairs.ES256) } });
    const at = async (text: string) =>
      (await verifyIn(folders.make(), text, { hasModel: false, keys })).find(
        ({ id }) => id === "certificationSignature",
      );
    assert.equal((await at(alloy.replace('"RESULT"', '{"score": 62.20}')))?.outcome, "verified");
    const found = await at(alloy.replace('"RESULT"', result));
    assert.equal(found?.outcome, "not-verified");
    assert.match(found?.reason ?? "", /does not cover all digits of 62\.200000000000000000001/);
  });

  test("no bit of a signature may change", async () => {
    for (const name of Object.keys(pairs) as Name[]) {
      const value = signatureOf(name, Buffer.from(payloadOf(CERTIFICATION)), "ieee-p1363");
      for (let i = 0; i < value.length; i += 7) {
        const changed = Buffer.from(value);
        changed[i] = (changed[i] as number) ^ 1;
        const signature = {
          algorithm: name,
          publicKey: spkiOf(pairs[name]),
          value: changed.toString("base64url"),
        };
        assert.equal((await check({ ...CERTIFICATION, signature })).outcome, "failed");
      }
    }
  });

  test("Node and Web Crypto agree", async () => {
    const message = Buffer.from(payloadOf(CERTIFICATION));
    for (const name of Object.keys(pairs) as Name[]) {
      const key = publicKeyOf(node(JSON.stringify(spkiOf(pairs[name]))));
      assert.ok(key);
      const hash = name === "ES384" ? "SHA-384" : "SHA-256";
      const value = signatureOf(name, message, "ieee-p1363");
      for (const [platform, other] of [
        [nodePlatform, message],
        [webPlatform, message],
        [nodePlatform, Buffer.from("x")],
        [webPlatform, Buffer.from("x")],
      ] as const)
        assert.equal(await platform.verifySignature(key, hash, value, other), other === message);
    }
    // A point that is not on the curve.
    const bad = Buffer.from(pairs.ES256.publicKey.export({ format: "der", type: "spki" }));
    bad.fill(7, 27);
    const key = publicKeyOf(node(JSON.stringify(bad.toString("base64"))));
    assert.ok(key);
    for (const platform of [nodePlatform, webPlatform])
      assert.equal(
        await platform.verifySignature(key, "SHA-256", new Uint8Array(64).fill(1), message),
        false,
      );
    for (const platform of [nodePlatform, webPlatform]) {
      const hash = platform.createSha256();
      hash.update(Buffer.from("a"));
      hash.update(Buffer.from("b"));
      assert.equal(hash.digest(), sha256("ab"));
      assert.equal(
        Buffer.from(platform.digest("SHA-384", message)).toString("hex"),
        createHash("sha384").update(message).digest("hex"),
      );
    }
  });

  test("key files: anything unreadable rejects the file", () => {
    const publicKey = spkiOf(pairs.ES256);
    for (const good of [
      "{}",
      JSON.stringify({ a: { publicKey, revokedAt: null, expiresAt: "2026-01-01T00:00:00Z" }, __proto__: {} }),
    ])
      assert.ok(readKeyRegistry(good) instanceof KeyRegistry, good);
    for (const wrong of [
      "",
      "[]",
      "{",
      '{"a": 1}',
      '{"a": {}}',
      `{"a": {"publicKey": "${publicKey}"}, "a": {"publicKey": "${publicKey}"}}`,
      `{"a": {"publicKey": "${publicKey}", "revokedAt": "2026-01-01", "revokedAt": null}}`,
      JSON.stringify({ a: { publicKey: "AAAA" } }),
      JSON.stringify({ a: { publicKey, revokedAt: "soon" } }),
      JSON.stringify({ a: { publicKey, expiresAt: 1 } }),
    ])
      assert.ok("problem" in readKeyRegistry(wrong), wrong);
    const odd = readKeyRegistry(`{"__proto__": {"publicKey": "${publicKey}"}}`);
    const key = publicKeyOf(findValue(node(`{"k": "${publicKey}"}`), "k"));
    assert.ok(odd instanceof KeyRegistry && key);
    assert.equal(odd.find("__proto__", key)?.keyId, "__proto__");
    assert.equal(odd.find("constructor", key), undefined);
  });
});

suite("trust: the rating of the public verify page", () => {
  const labels = (alloy: Json) =>
    Object.fromEntries(
      trustRows(Alloy.parse(JSON.stringify(alloy), bundled)).map(({ row, label }) => [row, label]),
    );
  const NOTHING = {
    source: "self-reported",
    pipeline: "self-reported",
    code: "unverified",
    modelHash: "unverified",
    benchmarks: "unverified",
    hardware: "self-reported",
    receipt: "unverified",
  };

  test("each row by each field", () => {
    const code = { binaryHash: "x", commit: "y", sourceRepo: "z" };
    const cases: [Json, Partial<Record<string, string>>][] = [
      [{}, {}],
      [{ results: { integrity: { modelHash: "x" } } }, { source: "attested", modelHash: "self-reported" }],
      [{ integrity: { modelHash: "x" } }, { source: "attested", modelHash: "self-reported" }],
      [{ results: { integrity: {} }, integrity: { modelHash: "x" } }, {}],
      [
        { results: { integrity: null }, integrity: { modelHash: "x" } },
        { source: "attested", modelHash: "self-reported" },
      ],
      [{ results: { integrity: { modelHash: "" } } }, {}],
      [{ results: { integrity: { apiWitness: {} } } }, { pipeline: "proven", benchmarks: "proven" }],
      [{ results: { integrity: { code } } }, { code: "attested" }],
      [{ results: { integrity: { code: { ...code, commit: null } } } }, { code: "self-reported" }],
      [{ results: { integrity: { code: { commit: "y" } } } }, {}],
      [{ results: { integrity: { trustLevel: "enclave" } } }, { code: "proven", modelHash: "proven" }],
      [{ results: { integrity: { signature: {} } } }, { modelHash: "attested" }],
      [{ results: { benchmarks: [{}] } }, { benchmarks: "self-reported" }],
      [{ results: { benchmarks: [{}, { resultHash: "x" }] } }, { benchmarks: "attested" }],
      [{ results: { benchmarks: [] } }, {}],
      [{ results: { hardwareVerified: [{ verified: false }] } }, {}],
      [{ results: { hardwareVerified: [{}, { verified: true }] } }, { hardware: "attested" }],
      [{ receipt: { publications: [{}] } }, { receipt: "self-reported" }],
      [{ receipt: { publications: [] } }, {}],
      [{ receipt: { cardHash: "x", alloyHash: "y" } }, { receipt: "attested" }],
      [{ receipt: { cardHash: "x" } }, {}],
      [[], {}],
      [1, {}],
    ];
    for (const [alloy, expected] of cases)
      assert.deepEqual(labels(alloy), { ...NOTHING, ...expected }, JSON.stringify(alloy));
  });

  test("what is said to raise a label is all that is above it, the next first", () => {
    const rows = trustRows(Alloy.parse("{}", bundled));
    assert.equal(
      rows.find(({ row }) => row === "modelHash")?.raises,
      'a modelHash (self-reported); a signature (attested); the trustLevel "enclave" (proven)',
    );
    const proven = trustRows(Alloy.parse('{"integrity": {"apiWitness": 1}}', bundled));
    assert.equal(proven.find(({ row }) => row === "pipeline")?.raises, undefined);
    assert.equal(proven.find(({ row }) => row === "pipeline")?.reason, "has an apiWitness");
  });

  test("progress: bytes, rate, and time left", () => {
    assert.equal(progressWords(0, 1e12, 100), "0 B of 1.00 TB · 0 B/s · unknown time left");
    assert.equal(progressWords(1.5e9, 20e9, 1000), "1.50 GB of 20.0 GB · 1.50 GB/s · 13 s left");
    assert.equal(progressWords(1e9, 1e12, 1000), "1.00 GB of 1.00 TB · 1.00 GB/s · 17 min left");
    assert.equal(progressWords(1e8, 1e12, 1000), "100 MB of 1.00 TB · 100 MB/s · 2 h 47 min left");
    assert.equal(progressWords(999, 999, 1000), "999 B of 999 B · 999 B/s · 0 s left");
  });
});
