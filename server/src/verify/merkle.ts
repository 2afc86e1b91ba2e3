import { sha256 } from "@noble/hashes/sha2.js";

/** What the bytes of a leaf follow when they are hashed. */
export const LEAF = Uint8Array.of(0x00);
const NODE = 0x01;

/**
 * The root of a Merkle tree over the hashes of its leaves, in their order (RFC 6962, section 2.1): SHA-256 of 0x01 and the
 * two hashes below; a node without a partner moves up unchanged. Without leaves it is the SHA-256 of nothing.
 */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array());
  let level = leaves;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i] as Uint8Array;
      const right = level[i + 1];
      above.push(right ? sha256(Uint8Array.of(NODE, ...left, ...right)) : left);
    }
    level = above;
  }
  return level[0] as Uint8Array;
}
