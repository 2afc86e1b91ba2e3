/** Certificates for tests: X.509 version 3 in DER, signed by ECDSA with SHA-256. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface CertificateOptions {
  readonly subject: string;
  readonly issuer: string;
  /** The key that the certificate is for. */
  readonly key: KeyObject;
  /** The issuer's. */
  readonly signer: KeyObject;
  readonly from?: string;
  readonly to?: string;
  readonly ca?: boolean;
  readonly pathLength?: number;
  /** The first byte of keyUsage; 0x80 is digitalSignature, 0x04 keyCertSign. */
  readonly usage?: number;
  /** OID of a critical extension that says nothing. */
  readonly critical?: string;
  readonly hash?: "sha256" | "sha1";
}

export function newKey(curve = "P-256"): KeyPair {
  return generateKeyPairSync("ec", { namedCurve: curve });
}

/** A certificate in PEM. */
export function certificate(options: CertificateOptions): string {
  const { subject, issuer, key, signer, from = "20200101000000Z", to = "20400101000000Z" } = options;
  const { ca = false, pathLength, usage, critical, hash = "sha256" } = options;
  const algorithm = sequence(oid(hash === "sha256" ? "1.2.840.10045.4.3.2" : "1.2.840.10045.4.1"));
  const extensions = [
    ca &&
      extension(
        "2.5.29.19",
        sequence(value(0x01, [0xff]), ...(pathLength === undefined ? [] : [integer([pathLength])])),
      ),
    usage !== undefined && extension("2.5.29.15", value(0x03, [0, usage])),
    critical !== undefined && extension(critical, value(0x05, [])),
  ].filter((part) => part !== false);
  const body = sequence(
    value(0xa0, integer([2])),
    integer([0x01, ...randomBytes(8)]),
    algorithm,
    name(issuer),
    sequence(value(0x18, Buffer.from(from)), value(0x18, Buffer.from(to))),
    name(subject),
    key.export({ format: "der", type: "spki" }),
    ...(extensions.length > 0 ? [value(0xa3, sequence(...extensions))] : []),
  );
  const der = sequence(body, algorithm, value(0x03, [0, ...sign(hash, body, signer)]));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

/** A certificate of an authority about itself. */
export function rootCertificate(
  subject: string,
  { publicKey, privateKey }: KeyPair,
  options: Partial<CertificateOptions> = {},
): string {
  return certificate({
    subject,
    issuer: subject,
    key: publicKey,
    signer: privateKey,
    ca: true,
    usage: 0x04,
    ...options,
  });
}

function extension(id: string, content: Buffer): Buffer {
  return sequence(oid(id), value(0x01, [0xff]), value(0x04, content));
}

function name(common: string): Buffer {
  return sequence(value(0x31, sequence(oid("2.5.4.3"), value(0x0c, Buffer.from(common)))));
}

function integer(bytes: readonly number[]): Buffer {
  return value(0x02, bytes);
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const digits = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return value(0x06, bytes);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return value(0x30, Buffer.concat(parts));
}

function value(tag: number, content: Buffer | readonly number[]): Buffer {
  const bytes = Buffer.from(content);
  const size = bytes.length < 0x80 ? [bytes.length] : [0x82, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), bytes]);
}
