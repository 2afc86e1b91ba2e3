/** A folder with everything in it: each statement true once, and broken once in every field. */
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { CHECK_IDS, type Check, type CheckId } from "../../server/src/verify/check.js";
import { certificate, rootCertificate } from "./certificates.js";
import {
  authority,
  build,
  CERTIFICATION,
  INTERMEDIATE_PEM,
  type Json,
  LEAF_PEM,
  otherKey,
  PATH,
  put,
  ROOT_PEM,
  type Setting,
  sha256,
  signed,
  spkiOf,
  summary,
  tester,
  verifyIn,
  withFolders,
  withReceipt,
} from "./support.js";

const HASH = `sha256:${sha256("something else")}`;

/** What everything that can be verified looks like. */
const ALL = [
  "alloyHash ",
  "receiptAlloyHash /receipt/alloyHash",
  "modelHash /results/integrity/modelHash",
  "fileHash /results/integrity/fileHashes/0",
  "fileHash /results/integrity/fileHashes/1",
  "resultHash /results/benchmarks/0/resultHash",
  "baseResultHash /results/benchmarks/0/baseResultHash",
  "samplesHash /priorMetricBaselines/0/evaluation/samplesHash",
  "corpusHash /calibrationCorpora/0/sha256",
  "datasetHash /results/integrity/datasets/0/hash",
  "cardHash /receipt/cardHash",
  "parentHash /derivedFrom/alloyHash",
  "parentHash /results/integrity/parentAlloyHash",
  "stageCheckpoint /results/stageCheckpoints/0/outputHash",
  "certificationSignature /results/integrity/certifications/0/signature",
  "certificateChain /results/integrity/certifications/0/signature/certificateChain",
];

function settingFor(folder: string, alloy: Json, more: Setting = {}): Setting {
  return {
    hash: sha256(JSON.stringify(alloy, undefined, 2)).slice(0, 16),
    keys: readFileSync(path.join(folder, PATH.keys), "utf8"),
    parent: readFileSync(path.join(folder, PATH.parent), "utf8"),
    roots: [ROOT_PEM],
    ...more,
  };
}

suite("verify: a folder with everything", () => {
  const folders = withFolders();

  test("is verified, except what is not defined or elsewhere", async () => {
    const folder = folders.make();
    const alloy = build(folder);
    const checks = await verifyIn(folder, alloy, settingFor(folder, alloy));
    assert.deepEqual(summary(checks, "verified"), ALL);
    assert.deepEqual(
      checks.flatMap(({ id, outcome, reason }) =>
        outcome === "verified" ? [] : [`${id}: ${outcome}: ${reason}`],
      ),
      [
        "integritySignature: not-verified: the payload is not defined",
        "anchor: not-verified: the record is elsewhere; verify uses no network",
      ],
    );
    // Every check there is occurs, but the one that needs Git.
    assert.deepEqual(
      new Set(checks.map(({ id }) => id)),
      new Set(CHECK_IDS.filter((id) => id !== "binaryHash")),
    );
  });

  const certification = (alloy: Json): Json => alloy.results.integrity.certifications[0];
  const resigned = (alloy: Json, change: Json, more: Json = {}): void => {
    const { signature } = certification(alloy);
    alloy.results.integrity.certifications[0] = signed({ ...CERTIFICATION, ...change }, tester, {
      keyId: signature.keyId,
      certificateChain: signature.certificateChain,
      ...more,
    });
  };

  /** What is broken, how, and what becomes of it; everything else must stay as it is. */
  const BROKEN: readonly (readonly [
    what: string,
    change: (alloy: Json, folder: string) => void,
    ids: Partial<Record<CheckId, RegExp>>,
  ])[] = [
    ["modelHash", (a) => (a.results.integrity.modelHash = HASH), { modelHash: /not the hash of the files/ }],
    [
      "a shard",
      (_, f) => put(f, "weights/model-00001-of-00002.safetensors", "AAAB"),
      {
        modelHash: /not the hash of the files/,
        fileHash: /a different SHA-256/,
      },
    ],
    [
      "the size of a shard",
      (_, f) => put(f, "weights/model-00001-of-00002.safetensors", "AAAAA"),
      {
        modelHash: /not the hash of the files/,
        fileHash: /has 5 bytes, not 4/,
      },
    ],
    [
      "a missing shard",
      (_, f) => rmSync(path.join(f, "weights/model-00002-of-00002.safetensors")),
      {
        modelHash: /not the hash of the files/,
        fileHash: /no file/,
      },
    ],
    [
      "a shard too many",
      (_, f) => put(f, "weights/model-00003-of-00002.safetensors", "C"),
      {
        modelHash: /not the hash of the files/,
        fileHash: /in the folder, but not in fileHashes/,
      },
    ],
    [
      "fileHashes[].sha256",
      (a) => (a.results.integrity.fileHashes[1].sha256 = sha256("C")),
      { fileHash: /a different SHA-256/ },
    ],
    [
      "fileHashes[].filename",
      (a) => (a.results.integrity.fileHashes[1].filename = "other.safetensors"),
      {
        fileHash: /no file|not in fileHashes/,
      },
    ],
    [
      "fileHashes[].filename outside",
      (a) => (a.results.integrity.fileHashes[1].filename = "../README.md"),
      {
        fileHash: /points outside|not in fileHashes/,
      },
    ],
    [
      "fileHashes[].size",
      (a) => (a.results.integrity.fileHashes[1].size = 5),
      { fileHash: /has 4 bytes, not 5/ },
    ],
    ["resultHash", (a) => (a.results.benchmarks[0].resultHash = HASH), { resultHash: /a different SHA-256/ }],
    [
      "samples",
      (_, f) => put(f, "eval/humaneval/samples.jsonl", "{}"),
      { resultHash: /a different SHA-256/ },
    ],
    [
      "baseResultHash",
      (a) => (a.results.benchmarks[0].baseResultHash = HASH),
      { baseResultHash: /a different SHA-256/ },
    ],
    [
      "samples of the base",
      (_, f) => put(f, "eval/base/three.jsonl", "3\n"),
      { baseResultHash: /a different SHA-256/ },
    ],
    [
      "samplesHash",
      (a) => (a.priorMetricBaselines[0].evaluation.samplesHash = HASH),
      { samplesHash: /a different SHA-256/ },
    ],
    [
      "samples of a baseline",
      (_, f) => put(f, "eval/baseline.jsonl", "4"),
      { samplesHash: /a different SHA-256/ },
    ],
    [
      "corpora[].sha256",
      (a) => (a.calibrationCorpora[0].sha256 = sha256("x")),
      { corpusHash: /a different SHA-256/ },
    ],
    ["a corpus", (_, f) => put(f, "corpus.txt", "texts"), { corpusHash: /a different SHA-256/ }],
    [
      "datasets[].hash",
      (a) => (a.results.integrity.datasets[0].hash = HASH),
      { datasetHash: /a different Merkle root/ },
    ],
    ["data", (_, f) => put(f, "data/b", "Y"), { datasetHash: /a different Merkle root/ }],
    [
      "data in another order",
      (_, f) => {
        put(f, "data/a", "y");
        put(f, "data/b", "x");
      },
      { datasetHash: /a different Merkle root/ },
    ],
    ["data too many", (_, f) => put(f, "data/sub/d", "Y"), { datasetHash: /a different Merkle root/ }],
    ["cardHash", (a) => (a.receipt.cardHash = HASH), { cardHash: /a different SHA-256/ }],
    ["the card", (_, f) => put(f, "README.md", "# Other\n"), { cardHash: /a different SHA-256/ }],
    ["receipt.alloyHash", (a) => (a.receipt.alloyHash = HASH), { receiptAlloyHash: /without its receipt/ }],
    [
      "derivedFrom.alloyHash",
      (a) => (a.derivedFrom.alloyHash = HASH),
      { parentHash: /the parent has a different hash/ },
    ],
    [
      "parentAlloyHash",
      (a) => (a.results.integrity.parentAlloyHash = HASH),
      { parentHash: /the parent has a different hash/ },
    ],
    [
      "outputHash",
      (a) => (a.results.stageCheckpoints[0].outputHash = HASH),
      { stageCheckpoint: /did not read/ },
    ],
    [
      "inputHashes",
      (a) => (a.results.stageCheckpoints[1].inputHashes = [HASH]),
      { stageCheckpoint: /did not read/ },
    ],
    ...Object.entries({
      adapter: "lab/other",
      version: "2.0.1",
      domain: "benchmark:mbpp",
      result: { ...CERTIFICATION.result, score: 62.3 },
      nonce: "n-2",
      attestedAt: "2026-04-08T12:00:01Z",
    }).map(
      ([field, value]) =>
        [
          `certification.${field}`,
          (a: Json) => (certification(a)[field] = value),
          { certificationSignature: /not valid for this certification/ },
        ] as const,
    ),
    [
      "signature.value",
      (a) => (certification(a).signature.value = signed(CERTIFICATION, otherKey).signature.value),
      {
        certificationSignature: /not valid for this certification/,
      },
    ],
    [
      "signature.value cut",
      (a) => (certification(a).signature.value = certification(a).signature.value.slice(0, -8)),
      {
        certificationSignature: /not valid for this certification/,
      },
    ],
    [
      "signature.publicKey",
      (a) => (certification(a).signature.publicKey = spkiOf(otherKey)),
      {
        certificationSignature: /a different key in the key file/,
        certificateChain: /for a different key/,
      },
    ],
    [
      "signature.algorithm",
      (a) => (certification(a).signature.algorithm = "ES384"),
      {
        certificationSignature: /needs a key on P-384/,
      },
    ],
    [
      "certificateChain without the intermediate, and another",
      (a) => resigned(a, {}, { certificateChain: [LEAF_PEM, ROOT_PEM] }),
      {
        certificateChain: /certificate 1 was not issued by the next one/,
      },
    ],
    [
      "certificateChain with another leaf",
      (a) => resigned(a, {}, { certificateChain: [INTERMEDIATE_PEM] }),
      {
        certificateChain: /for a different key/,
      },
    ],
    [
      "certificateChain of a leaf that issued",
      (a) => {
        const fake = certificate({
          subject: "Fake",
          issuer: "Tester",
          key: tester.publicKey,
          signer: tester.privateKey,
        });
        resigned(a, {}, { certificateChain: [fake, LEAF_PEM, INTERMEDIATE_PEM] });
      },
      { certificateChain: /was not issued by the next one/ },
    ],
    [
      "certificateChain before it was valid",
      (a) => resigned(a, { attestedAt: "2019-12-31T23:59:59Z" }),
      {
        certificateChain: /certificate 1 was not valid at attestedAt/,
      },
    ],
    [
      "certificateChain with text",
      (a) =>
        resigned(
          a,
          {},
          { certificateChain: ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] },
        ),
      {
        certificateChain: /certificate 1 is not readable/,
      },
    ],
    [
      "hash of a revoked key",
      (_, f) =>
        put(
          f,
          PATH.keys,
          JSON.stringify({ "lab-1": { publicKey: spkiOf(tester), revokedAt: "2026-04-08T12:00:00Z" } }),
        ),
      {
        certificationSignature: /was revoked before attestedAt/,
      },
    ],
    [
      "an expired key",
      (_, f) =>
        put(
          f,
          PATH.keys,
          JSON.stringify({ "lab-1": { publicKey: spkiOf(tester), expiresAt: "2026-01-01" } }),
        ),
      {
        certificationSignature: /had expired at attestedAt/,
      },
    ],
    [
      "another key in the key file",
      (_, f) => put(f, PATH.keys, JSON.stringify({ "lab-1": { publicKey: spkiOf(otherKey) } })),
      {
        certificationSignature: /a different key in the key file/,
      },
    ],
  ];

  for (const [what, change, expected] of BROKEN)
    test(`${what}: broken, and nothing else`, async () => {
      const folder = folders.make();
      let alloy = build(folder);
      const { receipt } = structuredClone(alloy);
      change(alloy, folder);
      // Only a receipt that was changed itself is wrong.
      const { alloyHash } = alloy.receipt;
      const cardHash = alloy.receipt.cardHash;
      alloy = withReceipt(alloy);
      if (alloyHash !== receipt.alloyHash) alloy.receipt.alloyHash = alloyHash;
      alloy.receipt.cardHash = cardHash;
      const checks = await verifyIn(folder, alloy, settingFor(folder, alloy));
      const wrong = checks.filter(
        ({ id, outcome }) => outcome !== "verified" && id !== "integritySignature" && id !== "anchor",
      );
      assert.deepEqual(
        [...new Set(wrong.map(({ id }) => id))].sort(),
        Object.keys(expected).sort(),
        JSON.stringify(wrong.map(withoutNode)),
      );
      for (const check of wrong) assert.match(check.reason ?? "", expected[check.id] as RegExp);
      assert.ok(wrong.some(({ outcome }) => outcome === "failed"));
    });

  test("the hash of the alloy: one byte more is another alloy", async () => {
    const folder = folders.make();
    const alloy = build(folder);
    const checks = await verifyIn(
      folder,
      `${JSON.stringify(alloy, undefined, 2)}\n`,
      settingFor(folder, alloy),
    );
    assert.deepEqual(summary(checks, "failed"), ["alloyHash "]);
  });

  test("without files, keys, roots, and parent, nothing about them is verified, and nothing failed", async () => {
    const folder = folders.make();
    const alloy = build(folder);
    const checks = await verifyIn(folders.make(), alloy, { hasModel: false });
    assert.deepEqual(summary(checks, "failed"), []);
    assert.deepEqual(summary(checks, "verified"), [
      "receiptAlloyHash /receipt/alloyHash",
      "stageCheckpoint /results/stageCheckpoints/0/outputHash",
    ]);
    assert.ok(checks.every(({ outcome, reason }) => outcome === "verified" || reason));
  });

  test("an embedded key alone proves nothing about who", async () => {
    const folder = folders.make();
    const alloy = build(folder);
    certification(alloy).signature.certificateChain = [];
    for (const keys of [undefined, "{}", JSON.stringify({ other: { publicKey: spkiOf(tester) } })]) {
      const check = one(await verifyIn(folder, alloy, { keys }), "certificationSignature");
      assert.equal(check.outcome, "not-verified");
      assert.match(check.reason ?? "", /valid for the embedded key, which does not prove who signed/);
    }
  });

  test("a key is found by itself where the signature states no keyId", async () => {
    const folder = folders.make();
    const alloy = build(folder);
    delete certification(alloy).signature.keyId;
    const keys = readFileSync(path.join(folder, PATH.keys), "utf8");
    assert.equal(one(await verifyIn(folder, alloy, { keys }), "certificationSignature").outcome, "verified");
  });

  test("revocation: what a vague time leaves open is not verified", async () => {
    const folder = folders.make();
    const alloy = build(folder);
    resigned(alloy, { attestedAt: "2026-04-08" });
    const keys = (revokedAt: string) =>
      JSON.stringify({ "lab-1": { publicKey: spkiOf(tester), revokedAt, supersededBy: "lab-2" } });
    const outcomes = [];
    for (const at of ["2026-04-10T00:00:00Z", "2026-04-08T12:00:00Z", "2026-04-07T00:00:00Z"]) {
      const check = one(await verifyIn(folder, alloy, { keys: keys(at) }), "certificationSignature");
      outcomes.push(check.outcome);
    }
    assert.deepEqual(outcomes, ["verified", "not-verified", "failed"]);
  });

  test("certificates: what limits one, and what is not evaluated", async () => {
    const folder = folders.make();
    const common = { key: tester.publicKey, signer: authority.privateKey, subject: "Tester", issuer: "Root" };
    const trusted = certificate(common);
    const cases: [chain: string[], roots: string[], outcome: Check["outcome"], reason: RegExp][] = [
      [[certificate(common)], [ROOT_PEM], "verified", /^$/],
      [[certificate(common), ROOT_PEM], [ROOT_PEM], "verified", /^$/],
      [[trusted], [trusted], "verified", /^$/],
      [[certificate(common) + ROOT_PEM], [ROOT_PEM], "verified", /^$/],
      [[certificate(common)], [], "not-verified", /no root certificate given/],
      [
        [certificate(common)],
        [rootCertificate("Other", otherKey)],
        "not-verified",
        /does not lead to a root/,
      ],
      // Of the same name, with another key.
      [[certificate(common)], [rootCertificate("Root", otherKey)], "not-verified", /does not lead to a root/],
      [[certificate({ ...common, usage: 0x04 })], [ROOT_PEM], "failed", /not one for signatures/],
      [
        [certificate({ ...common, critical: "1.2.3.4" })],
        [ROOT_PEM],
        "not-verified",
        /critical extension 1\.2\.3\.4/,
      ],
      [[certificate({ ...common, hash: "sha1" })], [ROOT_PEM], "failed", /broken hash/],
      [[certificate({ ...common, to: "20260101000000Z" })], [ROOT_PEM], "failed", /not valid at attestedAt/],
      [
        [certificate(common)],
        [rootCertificate("Root", authority, { ca: false })],
        "not-verified",
        /does not lead/,
      ],
      [
        [LEAF_PEM, INTERMEDIATE_PEM],
        [rootCertificate("Root", authority, { pathLength: 0 })],
        "failed",
        /allows only 0/,
      ],
      [
        [LEAF_PEM, INTERMEDIATE_PEM],
        [rootCertificate("Root", authority, { pathLength: 1 })],
        "verified",
        /^$/,
      ],
      [
        [LEAF_PEM, INTERMEDIATE_PEM],
        [rootCertificate("Root", authority, { to: "20210101000000Z" })],
        "failed",
        /certificate 3 was not valid/,
      ],
    ];
    for (const [certificateChain, roots, outcome, reason] of cases) {
      const alloy = build(folder);
      resigned(alloy, {}, { keyId: null, certificateChain });
      const checks = await verifyIn(folder, alloy, { roots });
      const check = one(checks, "certificateChain");
      assert.equal(check.outcome, outcome, check.reason);
      assert.match(check.reason ?? "", reason);
      // The chain says whose the key is.
      assert.equal(one(checks, "certificationSignature").outcome === "verified", outcome === "verified");
    }
  });

  test("the signature of the whole is never verified, nor what vouches for it alone", async () => {
    const folder = folders.make();
    const alloy = build(folder);
    const { signature } = alloy.results.integrity;
    alloy.results.integrity.attestedAt = "2026-04-08T12:00:00Z";
    signature.certificateChain = [LEAF_PEM, INTERMEDIATE_PEM];
    const at = (checks: readonly Check[]) =>
      checks.filter(({ id }) => id === "certificateChain" || id === "integritySignature").slice(1);
    const checks = at(await verifyIn(folder, alloy, settingFor(folder, alloy)));
    assert.deepEqual(
      checks.map(({ outcome }) => outcome),
      ["not-verified", "not-verified"],
    );
    signature.certificateChain = [INTERMEDIATE_PEM];
    assert.deepEqual(
      at(await verifyIn(folder, alloy, settingFor(folder, alloy))).map(({ outcome }) => outcome),
      ["not-verified", "failed"],
    );
  });

  test("a key that is defined twice leaves nothing verified but the hash of the bytes", async () => {
    const folder = folders.make();
    const alloy = build(folder);
    const text = JSON.stringify(alloy, undefined, 2).replace(
      '"trustLevel"',
      '"modelHash": "sha256:0", "trustLevel"',
    );
    const checks = await verifyIn(folder, text, { ...settingFor(folder, alloy), hash: sha256(text) });
    assert.deepEqual(summary(checks, "verified"), ["alloyHash "]);
    assert.match(one(checks, "cardHash").reason ?? "", /"modelHash" is defined more than once/);
  });

  test("--require: what is not verified is required, also if it is not stated", async () => {
    const folder = folders.make();
    const alloy = build(folder);
    delete alloy.results.benchmarks[0].resultHash;
    const required: CheckId[] = ["resultHash", "modelHash", "binaryHash", "integritySignature"];
    const checks = await verifyIn(folder, alloy, { required });
    assert.deepEqual(
      checks.filter((check) => check.required).map(({ id, reason }) => `${id}: ${reason}`),
      [
        "resultHash: publishes samples without a hash",
        "integritySignature: the payload is not defined",
        "binaryHash: nothing stated",
      ],
    );
  });
});

function one(checks: readonly Check[], id: CheckId): Check {
  const [check] = checks.filter((check) => check.id === id);
  assert.ok(check, id);
  return check;
}

function withoutNode({ node: _, ...check }: Check) {
  return check;
}
