import { parseJson } from "../syntax/parser.js";
import { textIn, type ValueNode } from "../syntax/tree.js";

/** The curves that the signature algorithms of the format use. */
export type Curve = "P-256" | "P-384" | "Ed25519" | "Ed448";

/** A public key. Two are the same key if their bytes are the same. */
export interface PublicKey {
  readonly curve: Curve;
  /** DER of SubjectPublicKeyInfo (RFC 5280), in its one usual encoding: named curve, uncompressed point. */
  readonly spki: Uint8Array;
}

/** What precedes the point of a key in its DER, and how many bytes the point has. */
const ENCODINGS: Readonly<Record<Curve, { readonly prefix: Uint8Array; readonly point: number }>> = {
  "P-256": { prefix: hex("3059301306072a8648ce3d020106082a8648ce3d030107034200"), point: 65 },
  "P-384": { prefix: hex("3076301006072a8648ce3d020106052b81040022036200"), point: 97 },
  Ed25519: { prefix: hex("302a300506032b6570032100"), point: 32 },
  Ed448: { prefix: hex("3043300506032b6571033a00"), point: 57 },
};

/** Characters; a key in PEM has less than 300. */
const MAX_KEY = 10_000;

/** Reads a public key: PEM, base64 or base64url of DER (SubjectPublicKeyInfo), or a JWK. Undefined for anything else. */
export function publicKeyOf(node: ValueNode | undefined): PublicKey | undefined {
  if (node?.kind === "object") return keyOfJwk(node);
  if (node?.kind !== "string" || node.value.length > MAX_KEY) return undefined;
  const text = node.value.trim();
  if (text.startsWith("{")) {
    const { root, problems } = parseJson(text);
    return problems.length === 0 && root ? keyOfJwk(root) : undefined;
  }
  const pem = /^-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----$/.exec(text);
  const der = bytesOfBase64(pem?.[1]?.replace(/\s+/g, "") ?? text);
  return der && keyOfSpki(der);
}

/** Reads SubjectPublicKeyInfo in DER. Undefined for other curves and other kinds of keys. */
export function keyOfSpki(der: Uint8Array): PublicKey | undefined {
  for (const [curve, { prefix, point }] of Object.entries(ENCODINGS) as [Curve, (typeof ENCODINGS)[Curve]][])
    if (der.length === prefix.length + point && prefix.every((byte, i) => byte === der[i])) {
      const isPoint = curve.startsWith("Ed") || der[prefix.length] === UNCOMPRESSED;
      return isPoint ? { curve, spki: der } : undefined;
    }
  return undefined;
}

const UNCOMPRESSED = 0x04;

/** JSON Web Key (RFC 7517, RFC 8037). */
function keyOfJwk(node: ValueNode): PublicKey | undefined {
  const curve = textIn(node, "crv")?.value as Curve | undefined;
  const encoding = curve !== undefined && Object.hasOwn(ENCODINGS, curve) ? ENCODINGS[curve] : undefined;
  if (!curve || !encoding) return undefined;
  const isEdwards = curve.startsWith("Ed");
  if (textIn(node, "kty")?.value !== (isEdwards ? "OKP" : "EC")) return undefined;
  const names = isEdwards ? ["x"] : ["x", "y"];
  const coordinates = names.map((name) => bytesOfBase64(textIn(node, name)?.value ?? ""));
  const size = isEdwards ? encoding.point : (encoding.point - 1) / 2;
  if (!coordinates.every((bytes) => bytes?.length === size)) return undefined;
  const head = isEdwards ? [] : [UNCOMPRESSED];
  const point = coordinates.flatMap((bytes) => [...(bytes ?? [])]);
  return { curve, spki: Uint8Array.of(...encoding.prefix, ...head, ...point) };
}

/** Whether two keys are the same one. */
export function isSameKey(a: PublicKey, b: PublicKey): boolean {
  return isSameBytes(a.spki, b.spki);
}

/** Whether two byte strings are equal. They are public, so the time it takes may tell what they are. */
function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Bytes in base64 or base64url, with padding or without. Undefined for anything else, and for nothing. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  if (!/^[\w+/-]+={0,2}$/.test(text) || text.length > MAX_KEY) return undefined;
  const plain = text.replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
  if (plain.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(plain), (char) => char.charCodeAt(0));
}

function hex(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
