/** What the platform's cryptography does for checks. */
import { sha256, sha384 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Curve, PublicKey } from "./public-key.js";
import type { Interval } from "./time.js";

/** SHA-256 of bytes that come in pieces. */
interface Hasher {
  update(bytes: Uint8Array): void;
  /** 64 hex digits in lower case. Asked for once. */
  digest(): string;
}

export type HashName = "SHA-256" | "SHA-384";

/** What a certificate chain shows. */
export interface ChainResult {
  /** `valid` up to a trusted root; `invalid` in itself; `unknown` if its root is not trusted or it cannot be evaluated. */
  readonly state: "valid" | "invalid" | "unknown";
  /** A fragment of a sentence; also for a valid chain, if there is more to know. */
  readonly reason?: string | undefined;
  /** Name of the subject of the first certificate. */
  readonly subject?: string | undefined;
}

export interface Platform {
  createSha256(): Hasher;
  digest(name: HashName, bytes: Uint8Array): Uint8Array;
  /**
   * Whether a signature is one of the message under the key; undefined for a curve that the platform does not have.
   * @param hash for ECDSA, the hash that the message goes through first
   */
  verifySignature(
    key: PublicKey,
    hash: HashName,
    signature: Uint8Array,
    message: Uint8Array,
  ): Promise<boolean | undefined>;
  /**
   * Whether certificates, the leaf first, lead from the key to one of the roots at a time; absent where the platform has
   * no X.509. All certificates are PEM.
   */
  readonly verifyChain?: (
    certificates: readonly string[],
    options: {
      readonly key: PublicKey;
      readonly roots: readonly string[];
      readonly at: Interval | undefined;
    },
  ) => ChainResult;
}

/** The part of Web Crypto that is used; its types are not everywhere. */
interface Subtle {
  importKey(
    format: "spki",
    key: Uint8Array,
    algorithm: object,
    isExtractable: boolean,
    usages: string[],
  ): Promise<object>;
  verify(algorithm: object, key: object, signature: Uint8Array, message: Uint8Array): Promise<boolean>;
}

const ECDSA: Readonly<Partial<Record<Curve, object>>> = {
  "P-256": { name: "ECDSA", namedCurve: "P-256" },
  "P-384": { name: "ECDSA", namedCurve: "P-384" },
};

/** Wherever ECMAScript runs: signatures by Web Crypto, hashes in JavaScript, no X.509. */
export const webPlatform: Platform = {
  createSha256() {
    const hash = sha256.create();
    return { update: (bytes) => void hash.update(bytes), digest: () => bytesToHex(hash.digest()) };
  },
  digest: (name, bytes) => (name === "SHA-256" ? sha256 : sha384)(bytes),
  async verifySignature({ curve, spki }, hash, signature, message) {
    const subtle = (globalThis as { crypto?: { subtle?: Subtle } }).crypto?.subtle;
    if (!subtle) return undefined;
    const algorithm = ECDSA[curve] ?? { name: curve };
    let key: object;
    try {
      key = await subtle.importKey("spki", spki, algorithm, false, ["verify"]);
    } catch (error) {
      // A point that is not on the curve is no key; a curve that is not known is no answer.
      return (error as Error).name === "NotSupportedError" ? undefined : false;
    }
    return subtle.verify(ECDSA[curve] ? { name: "ECDSA", hash } : algorithm, key, signature, message);
  },
};
