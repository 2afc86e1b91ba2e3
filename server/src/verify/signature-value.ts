import { bytesOfBase64, type Curve } from "./public-key.js";

/** Bytes of r, and of s, of a signature on a curve; 0 for curves whose signatures have another form. */
const COORDINATE: Readonly<Record<Curve, number>> = { "P-256": 32, "P-384": 48, Ed25519: 0, Ed448: 0 };
const EDWARDS: Readonly<Partial<Record<Curve, number>>> = { Ed25519: 64, Ed448: 114 };

/** A signature as it may be meant: for ECDSA r and s one after the other, as many bytes each as the curve has. */
interface SignatureValue {
  readonly bytes: Uint8Array;
  /** How the alloy encodes it. */
  readonly encoding: "r‖s" | "DER" | "raw";
}

/** Reads a signature in base64 or base64url: for ECDSA r‖s or DER. Empty for a value that is none on this curve. */
export function signatureValues(text: string, curve: Curve): SignatureValue[] {
  const bytes = bytesOfBase64(text.trim());
  if (!bytes) return [];
  const size = COORDINATE[curve];
  if (size === 0) return bytes.length === EDWARDS[curve] ? [{ bytes, encoding: "raw" }] : [];
  const values: SignatureValue[] = [];
  if (bytes.length === 2 * size) values.push({ bytes, encoding: "r‖s" });
  const plain = fromDer(bytes, size);
  if (plain) values.push({ bytes: plain, encoding: "DER" });
  return values;
}

/** DER of a sequence of two positive integers: tag 0x30, length, then twice tag 0x02, length, and big-endian bytes. */
function fromDer(der: Uint8Array, size: number): Uint8Array | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der.length > 127) return undefined;
  const plain = new Uint8Array(2 * size);
  let at = 2;
  for (const end of [size, 2 * size]) {
    const length = der[at + 1] ?? 0;
    if (der[at] !== 0x02 || length === 0 || at + 2 + length > der.length) return undefined;
    const integer = der.subarray(at + 2, at + 2 + length);
    const isPadded = integer[0] === 0;
    // The shortest encoding of a positive number has a zero only before a byte that would make it negative.
    if (isPadded ? length > 1 && (integer[1] as number) < 0x80 : (integer[0] as number) >= 0x80)
      return undefined;
    const digits = isPadded ? integer.subarray(1) : integer;
    if (digits.length > size) return undefined;
    plain.set(digits, end - digits.length);
    at += 2 + length;
  }
  return at === der.length ? plain : undefined;
}
