/** An alloy that contains everything that can be verified, and the files that it refers to. */
import { createHash, sign } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DiskFiles } from "../../server/src/disk/disk-files.js";
import { nodePlatform } from "../../server/src/disk/node-platform.js";
import { Alloy } from "../../server/src/model/alloy.js";
import { alloyHashBeforeReceipt } from "../../server/src/model/hashes.js";
import { bundled } from "../../server/src/schema/bundled.js";
import { type Check, type CheckId, pointerOf } from "../../server/src/verify/check.js";
import type { Given } from "../../server/src/verify/context.js";
import type { Folder } from "../../server/src/verify/files.js";
import { KeyRegistry, readKeyRegistry } from "../../server/src/verify/key-registry.js";
import { parentOf, verifyAlloy } from "../../server/src/verify/verify.js";
import { certificate, type KeyPair, newKey, rootCertificate } from "./certificates.js";

export const PATH = {
  alloy: "a.alloy.json",
  parent: "parent.alloy.json",
  keys: "keys.json",
  root: "root.pem",
};

// biome-ignore lint/suspicious/noExplicitAny: tests break every field of it
export type Json = any;

export function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Folders that are removed after each test of a suite. */
export function withFolders(): { make(): string } {
  const made: string[] = [];
  teardown(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return {
    make() {
      const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-verify-"));
      made.push(folder);
      return folder;
    },
  };
}

export function put(folder: string, name: string, content: string | Buffer): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Keys and certificates that all tests share. */
export const authority = newKey();
export const intermediate = newKey();
export const tester = newKey();
export const otherKey = newKey();
export const ROOT_PEM = rootCertificate("Root", authority);
export const INTERMEDIATE_PEM = certificate({
  subject: "Intermediate",
  issuer: "Root",
  key: intermediate.publicKey,
  signer: authority.privateKey,
  ca: true,
  usage: 0x04,
});
export const LEAF_PEM = certificate({
  subject: "Tester",
  issuer: "Intermediate",
  key: tester.publicKey,
  signer: intermediate.privateKey,
  usage: 0x80,
});

export function spkiOf({ publicKey }: KeyPair): string {
  return publicKey.export({ format: "der", type: "spki" }).toString("base64url");
}

/** Canonical JSON of values whose keys and numbers need no care. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

export function payloadOf({ adapter, version, domain, result, nonce, attestedAt }: Json): string {
  return canonical({ adapter, version, domain, result, nonce, attestedAt });
}

/** Signs a certification in place. */
export function signed(certification: Json, key: KeyPair = tester, more: Json = {}): Json {
  const value = sign("sha256", Buffer.from(payloadOf(certification)), key.privateKey).toString("base64url");
  return {
    ...certification,
    signature: { algorithm: "ES256", publicKey: spkiOf(key), value, ...more },
  };
}

export const CERTIFICATION = {
  adapter: "lab/bench",
  version: "2.0.0",
  domain: "benchmark:humaneval",
  result: { score: 62.2, passing: 102, total: 164 },
  nonce: "n-1",
  attestedAt: "2026-04-08T12:00:00Z",
};

const SHARDS = { "model-00001-of-00002.safetensors": "AAAA", "model-00002-of-00002.safetensors": "BBBB" };

/** Writes all files into a folder and returns the alloy, which states the truth about each of them. */
export function build(folder: string): Json {
  for (const [name, content] of Object.entries(SHARDS)) put(folder, `weights/${name}`, content);
  put(folder, "eval/humaneval/samples.jsonl", '{"id": 1}\n');
  put(folder, "eval/base/one.jsonl", "1\n");
  put(folder, "eval/base/two.jsonl", "2\n");
  put(folder, "eval/baseline.jsonl", "3\n");
  put(folder, "corpus.txt", "text\n");
  for (const [name, content] of Object.entries({ a: "x", b: "y", c: "z" }))
    put(folder, `data/${name}`, content);
  put(folder, "README.md", "# Card\n");
  const parent = `{"name": "p", "results": {"integrity": {"alloyHash": "sha256:${"ab".repeat(32)}"}}}`;
  put(folder, PATH.parent, parent);
  put(folder, PATH.root, ROOT_PEM);
  put(folder, PATH.keys, JSON.stringify({ "lab-1": { publicKey: spkiOf(tester) } }));
  const fileHashes = Object.entries(SHARDS).map(([filename, content]) => ({
    filename,
    sha256: sha256(content),
    size: content.length,
  }));
  const alloy: Json = {
    name: "a",
    version: "1.0.0",
    source: { baseModel: "a/b", architecture: "qwen2" },
    stages: [{ type: "eval", benchmarks: [{ name: "humaneval" }] }],
    derivedFrom: { repo: "x/p", alloyHash: `sha256:${sha256(parent)}`, kind: "fork" },
    calibrationCorpora: [{ id: "c", path: "corpus.txt", sha256: sha256("text\n") }],
    priorMetricBaselines: [
      { id: "b", evaluation: { samplesPath: "eval/baseline.jsonl", samplesHash: `sha256:${sha256("3\n")}` } },
    ],
    results: {
      benchmarks: [
        {
          name: "humaneval",
          samplesPath: "eval/humaneval/samples.jsonl",
          resultHash: `sha256:${sha256('{"id": 1}\n')}`,
          baseSamplesPath: "eval/base",
          baseResultHash: `sha256:${sha256("1\n2\n")}`,
        },
      ],
      stageCheckpoints: [
        { stage: "prune", inputHashes: [], outputHash: `sha256:${sha256("1")}` },
        { stage: "train", inputHashes: [`sha256:${sha256("1")}`], outputHash: `sha256:${sha256("2")}` },
      ],
      integrity: {
        trustLevel: "self-attested",
        modelHash: "sha256:870c96a49f82598f77fcde9316b36ecba2a7c2c90360884231b221eb76b90a99",
        fileHashes,
        parentAlloyHash: `sha256:${"ab".repeat(32)}`,
        datasets: [
          {
            name: "d",
            hash: "sha256:e6523827ba5eefb7c7f1fdfe21305b186ec985e4fd087fbfe8f3d7f503870d16",
            source: "data",
          },
        ],
        certifications: [
          signed(CERTIFICATION, tester, { keyId: "lab-1", certificateChain: [LEAF_PEM, INTERMEDIATE_PEM] }),
        ],
        signature: { algorithm: "ES256", publicKey: spkiOf(tester), value: "AAAA" },
        anchor: { anchorType: "blockchain", anchoredHash: "x", location: "y" },
      },
    },
  };
  return withReceipt(alloy);
}

/** Adds a receipt that states the truth about the rest. */
export function withReceipt({ receipt: _, ...alloy }: Json): Json {
  const { root } = Alloy.parse(JSON.stringify(alloy), bundled);
  const alloyHash = root && alloyHashBeforeReceipt(root);
  return {
    ...alloy,
    receipt: { alloyHash, cardHash: `sha256:${sha256("# Card\n")}`, issuedAt: "2026-04-08T00:00:00Z" },
  };
}

export interface Setting {
  readonly hash?: string;
  readonly hasModel?: boolean;
  readonly keys?: string | undefined;
  readonly roots?: readonly string[];
  readonly required?: readonly CheckId[];
  readonly parent?: string | undefined;
  readonly source?: Given["source"];
  /** Bytes of all files that are read at most. */
  readonly limit?: number;
}

/** Verifies an alloy against the files of a folder, with nothing of the command line. */
export async function verifyIn(
  folder: string,
  alloy: Json | string,
  setting: Setting = {},
): Promise<readonly Check[]> {
  const text = typeof alloy === "string" ? alloy : JSON.stringify(alloy, undefined, 2);
  const folders = new Map<Folder, string>([
    ["alloy", folder],
    ["model", path.join(folder, "weights")],
  ]);
  const registry = setting.keys === undefined ? undefined : readKeyRegistry(setting.keys);
  if (registry && !(registry instanceof KeyRegistry)) throw new Error(registry.problem);
  const { checks } = await verifyAlloy(
    Alloy.parse(text, bundled),
    {
      files: new DiskFiles(
        folders,
        { total() {}, read() {} },
        { limit: setting.limit ?? Number.POSITIVE_INFINITY },
      ),
      platform: nodePlatform,
      hasModel: setting.hasModel ?? true,
      datasets: new Set(),
      hash: setting.hash,
      parent: setting.parent === undefined ? undefined : parentOf(setting.parent),
      keys: registry,
      roots: setting.roots ?? [],
      source: setting.source,
    },
    setting.required,
  );
  return checks;
}

/** `id pointer outcome` of each check that has one of the outcomes. */
export function summary(checks: readonly Check[], ...outcomes: readonly Check["outcome"][]): string[] {
  return checks
    .filter(({ outcome }) => outcomes.includes(outcome))
    .map((check) => `${check.id} ${pointerOf(check)}`);
}
