/** Cryptography and certificates by Node, for checks. */
import { createHash, createPublicKey, type KeyObject, verify, X509Certificate } from "node:crypto";
import type { ChainResult, HashName, Platform } from "../verify/platform.js";
import { isSameKey, keyOfSpki, type PublicKey } from "../verify/public-key.js";
import { type Interval, isWithin } from "../verify/time.js";
import { readCertificate } from "./certificate.js";

/** Bits of an RSA key below which a certificate is rejected. */
const MIN_RSA_BITS = 2048;

export const nodePlatform: Platform = {
  createSha256() {
    const hash = createHash("sha256");
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest("hex") };
  },
  digest: (name, bytes) => createHash(nodeName(name)).update(bytes).digest(),
  async verifySignature({ curve, spki }, hash, signature, message) {
    let key: KeyObject;
    try {
      key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
    } catch {
      return false;
    }
    const isEdwards = curve === "Ed25519" || curve === "Ed448";
    try {
      return isEdwards
        ? verify(null, message, key, signature)
        : verify(nodeName(hash), message, { key, dsaEncoding: "ieee-p1363" }, signature);
    } catch {
      return false;
    }
  },
  verifyChain,
};

function nodeName(name: HashName): string {
  return name === "SHA-256" ? "sha256" : "sha384";
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Reads all certificates of a PEM text.
 * @returns undefined if there is none, or if one of them is not readable
 */
export function certificatesIn(pem: string): X509Certificate[] | undefined {
  const blocks = pem.match(PEM);
  if (!blocks) return undefined;
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return undefined;
  }
}

function verifyChain(
  texts: readonly string[],
  { key, roots, at }: { key: PublicKey; roots: readonly string[]; at: Interval | undefined },
): ChainResult {
  const chain: X509Certificate[] = [];
  for (const [i, text] of texts.entries()) {
    const certificates = certificatesIn(text);
    if (!certificates) return invalid(`certificate ${i + 1} is not readable`);
    chain.push(...certificates);
  }
  const trusted = roots.flatMap((root) => certificatesIn(root) ?? []);
  const leaf = chain[0] as X509Certificate;
  const leafKey = keyOfSpki(leaf.publicKey.export({ format: "der", type: "spki" }));
  if (!leafKey || !isSameKey(leafKey, key)) return invalid("the first certificate is for a different key");
  const wrong = firstWrong(chain, 0);
  if (wrong) return wrong;
  const path = pathTo(trusted, chain);
  if (trusted.length === 0) return { state: "unknown", reason: "no root certificate given (--trust)" };
  if (!path) return { state: "unknown", reason: "does not lead to a root given (--trust)" };
  return (
    firstWrong(path, 0) ?? limits(path) ?? validity(path, at) ?? { state: "valid", subject: nameOf(leaf) }
  );
}

function invalid(reason: string): ChainResult {
  return { state: "invalid", reason };
}

/** The first certificate that the next one has not issued. */
function firstWrong(chain: readonly X509Certificate[], from: number): ChainResult | undefined {
  for (let i = from; i < chain.length - 1; i++)
    if (!isIssuedBy(chain[i] as X509Certificate, chain[i + 1] as X509Certificate))
      return invalid(`certificate ${i + 1} was not issued by the next one`);
  return undefined;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

/** The certificates up to one that is trusted, that one included; undefined if there is none. */
function pathTo(
  trusted: readonly X509Certificate[],
  chain: readonly X509Certificate[],
): X509Certificate[] | undefined {
  const end = chain.findIndex((certificate) => trusted.some((root) => root.raw.equals(certificate.raw)));
  if (end >= 0) return chain.slice(0, end + 1);
  const last = chain.at(-1) as X509Certificate;
  const root = trusted.find((candidate) => isIssuedBy(last, candidate));
  return root && [...chain, root];
}

/** What Node's own checks leave out: extensions that limit what a certificate is good for, and weak keys and hashes. */
function limits(path: readonly X509Certificate[]): ChainResult | undefined {
  for (const [i, certificate] of path.entries()) {
    const isRoot = i === path.length - 1;
    const read = readCertificate(certificate.raw);
    const name = `certificate ${i + 1}`;
    if (!read) return { state: "unknown", reason: `${name} has a form that is not evaluated` };
    if (read.unknownCritical !== undefined)
      return {
        state: "unknown",
        reason: `${name} has the critical extension ${read.unknownCritical}, which is not evaluated`,
      };
    if (i === 0 && read.keyUsage !== undefined && !read.keyUsage.digitalSignature)
      return invalid("the first certificate is not one for signatures");
    if (i > 0 && read.keyUsage !== undefined && !read.keyUsage.keyCertSign)
      return invalid(`${name} is not one for issuing others`);
    // The certificates between this one and the leaf.
    if (i > 0 && read.pathLength !== undefined && i - 1 > read.pathLength)
      return invalid(`${name} allows only ${read.pathLength} authorities below it`);
    if (!isRoot && read.hasWeakHash) return invalid(`${name} is signed with a broken hash (MD5 or SHA-1)`);
    const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength;
    if (bits !== undefined && bits < MIN_RSA_BITS) return invalid(`${name} has an RSA key of ${bits} bits`);
  }
  return undefined;
}

function validity(path: readonly X509Certificate[], at: Interval | undefined): ChainResult | undefined {
  if (!at) return { state: "unknown", reason: "attestedAt is not a timestamp" };
  for (const [i, certificate] of path.entries()) {
    const isValid = isWithin(at, {
      from: Date.parse(certificate.validFrom),
      to: Date.parse(certificate.validTo),
    });
    if (isValid === false) return invalid(`certificate ${i + 1} was not valid at attestedAt`);
    if (isValid === undefined)
      return { state: "unknown", reason: `attestedAt does not show whether certificate ${i + 1} was valid` };
  }
  return undefined;
}

/** The common name of a subject, or all of it. */
function nameOf({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll("\n", ", ");
}
