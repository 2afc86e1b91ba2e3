/** What Node does not show of a certificate (RFC 5280), read from its DER. Signatures and dates are checked by Node. */

interface CertificateDetails {
  /** OID of a critical extension whose meaning is not evaluated. */
  readonly unknownCritical: string | undefined;
  readonly keyUsage: { readonly digitalSignature: boolean; readonly keyCertSign: boolean } | undefined;
  /** How many authorities may follow below. */
  readonly pathLength: number | undefined;
  /** The certificate is signed over MD5 or SHA-1. */
  readonly hasWeakHash: boolean;
}

/** One value in DER. */
interface Value {
  readonly tag: number;
  readonly content: Buffer;
}

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  bytes: 0x04,
  oid: 0x06,
  sequence: 0x30,
  extensions: 0xa3,
};

const OID = { basicConstraints: "2.5.29.19", keyUsage: "2.5.29.15" };

/** Extensions that are evaluated, here or by Node, or that limit nothing which is asked of a certificate. */
const KNOWN = new Set([
  OID.basicConstraints,
  OID.keyUsage,
  "2.5.29.14", // subject key identifier
  "2.5.29.35", // authority key identifier
  "2.5.29.17", // subject alternative name
  "2.5.29.37", // extended key usage
  "2.5.29.32", // certificate policies
]);

/** Signature algorithms with MD2, MD5, or SHA-1. */
const WEAK = new Set([
  "1.2.840.113549.1.1.2",
  "1.2.840.113549.1.1.4",
  "1.2.840.113549.1.1.5",
  "1.2.840.10045.4.1",
  "1.2.840.10040.4.3",
]);

/** Reads a certificate in DER; undefined for one that is not well-formed. */
export function readCertificate(der: Buffer): CertificateDetails | undefined {
  try {
    return read(der);
  } catch (error) {
    if (error instanceof NotDer) return undefined;
    throw error;
  }
}

class NotDer extends Error {}

function read(der: Buffer): CertificateDetails {
  const [tbs, algorithm] = valuesIn(only(der, TAG.sequence));
  if (!tbs || !algorithm) throw new NotDer();
  const wrapper = valuesIn(tbs.content).find(({ tag }) => tag === TAG.extensions);
  const extensions = wrapper ? valuesIn(only(wrapper.content, TAG.sequence)) : [];
  let unknownCritical: string | undefined;
  let keyUsage: CertificateDetails["keyUsage"];
  let pathLength: number | undefined;
  for (const extension of extensions) {
    const [id, ...rest] = valuesIn(extension.content);
    const content = rest.at(-1);
    if (id?.tag !== TAG.oid || content?.tag !== TAG.bytes) throw new NotDer();
    const oid = printOid(id.content);
    const isCritical = rest.length === 2 && rest[0]?.tag === TAG.boolean && rest[0].content[0] !== 0;
    if (isCritical && !KNOWN.has(oid)) unknownCritical ??= oid;
    if (oid === OID.keyUsage) keyUsage = keyUsageOf(only(content.content, TAG.bits));
    if (oid === OID.basicConstraints) pathLength = pathLengthOf(only(content.content, TAG.sequence));
  }
  const [signature] = valuesIn(algorithm.content);
  if (signature?.tag !== TAG.oid) throw new NotDer();
  return { unknownCritical, keyUsage, pathLength, hasWeakHash: WEAK.has(printOid(signature.content)) };
}

/** The first byte of a bit string counts the unused bits at its end. */
function keyUsageOf(bits: Buffer) {
  const first = bits[1] ?? 0;
  return { digitalSignature: (first & 0x80) !== 0, keyCertSign: (first & 0x04) !== 0 };
}

function pathLengthOf(content: Buffer): number | undefined {
  const length = valuesIn(content).find(({ tag }) => tag === TAG.integer)?.content;
  // Longer than two bytes is no limit.
  return length && length.length <= 2 ? length.readUIntBE(0, length.length) : undefined;
}

function only(der: Buffer, tag: number): Buffer {
  const values = valuesIn(der);
  const [value] = values;
  if (values.length !== 1 || value?.tag !== tag) throw new NotDer();
  return value.content;
}

/** The values that follow each other. Linear: each byte is in one of them. */
function valuesIn(der: Buffer): Value[] {
  const values: Value[] = [];
  let at = 0;
  while (at < der.length) {
    const tag = der[at] as number;
    const first = der[at + 1];
    if (first === undefined) throw new NotDer();
    const size = first < 0x80 ? 0 : first & 0x7f;
    const start = at + 2 + size;
    if (size > 4 || start > der.length || first === 0x80) throw new NotDer();
    const length = size === 0 ? first : der.readUIntBE(at + 2, size);
    if (start + length > der.length) throw new NotDer();
    values.push({ tag, content: der.subarray(start, start + length) });
    at = start + length;
  }
  return values;
}

/** Numbers in base 128; the first holds two. */
function printOid(content: Buffer): string {
  const parts: number[] = [];
  let part = 0;
  for (const byte of content) {
    part = part * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    if (parts.length > 0) parts.push(part);
    else parts.push(Math.min(2, Math.floor(part / 40)), part - 40 * Math.min(2, Math.floor(part / 40)));
    part = 0;
  }
  return parts.join(".");
}
