import { parseJson } from "../syntax/parser.js";
import { findValue, textIn } from "../syntax/tree.js";
import { isSameKey, type PublicKey, publicKeyOf } from "./public-key.js";
import { type Interval, timeOf } from "./time.js";

/** A key that the caller vouches for. */
export interface RegisteredKey {
  readonly keyId: string;
  readonly key: PublicKey;
  readonly revokedAt: Interval | undefined;
  readonly expiresAt: Interval | undefined;
  /** Id of the key that is used instead since. */
  readonly supersededBy: string | undefined;
}

/** Keys by their id. */
export class KeyRegistry {
  readonly #keys: ReadonlyMap<string, RegisteredKey>;

  constructor(keys: Iterable<RegisteredKey>) {
    this.#keys = new Map([...keys].map((key) => [key.keyId, key]));
  }

  /** The entry of an id; without an id, the entry that has this key. */
  find(keyId: string | undefined, key: PublicKey): RegisteredKey | undefined {
    if (keyId !== undefined) return this.#keys.get(keyId);
    return [...this.#keys.values()].find((entry) => isSameKey(entry.key, key));
  }
}

/**
 * Reads a key file: an object of key ids, each with `publicKey` and, if need be, `revokedAt`, `expiresAt`, and
 * `supersededBy`. A file with anything unreadable in it is rejected as a whole: half of a list of revocations is none.
 */
export function readKeyRegistry(text: string): KeyRegistry | { readonly problem: string } {
  const { root, problems } = parseJson(text);
  if (problems.length > 0 || root?.kind !== "object") return { problem: "it is not a JSON object" };
  if (root.hasEqualKeys) return { problem: "it defines a key ID more than once" };
  const keys: RegisteredKey[] = [];
  for (const { name: keyId, value } of root.members) {
    const problem = (field: string, what: string) => ({ problem: `"${field}" of "${keyId}" is not ${what}` });
    if (value?.kind !== "object" || value.hasEqualKeys)
      return { problem: `"${keyId}" is not an object with unique keys` };
    const key = publicKeyOf(findValue(value, "publicKey"));
    if (!key)
      return problem(
        "publicKey",
        "a public key in PEM, base64 of DER (SPKI), or JWK on P-256, P-384, or Ed25519",
      );
    const times: (Interval | undefined)[] = [];
    for (const field of ["revokedAt", "expiresAt"]) {
      const node = findValue(value, field);
      const time = node?.kind === "string" ? timeOf(node.value) : undefined;
      if (node && node.kind !== "null" && !time) return problem(field, "a timestamp");
      times.push(time);
    }
    keys.push({
      keyId,
      key,
      revokedAt: times[0],
      expiresAt: times[1],
      supersededBy: textIn(value, "supersededBy")?.value,
    });
  }
  return new KeyRegistry(keys);
}
