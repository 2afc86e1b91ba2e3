import { bytesToHex } from "@noble/hashes/utils.js";
import type { ValueNode } from "../syntax/tree.js";

/** A hash as an alloy states it. */
type StatedHash =
  | { readonly kind: "absent" }
  /** A value that is no SHA-256, such as the placeholder `sha256:not-pinned-legacy`. */
  | { readonly kind: "other"; readonly text: string }
  | { readonly kind: "sha256"; readonly hex: string };

/** Reads a SHA-256: 64 hex digits, with `sha256:` or without. `hex` is in lower case. */
export function statedHash(node: ValueNode | undefined): StatedHash {
  if (!node || node.kind === "null") return { kind: "absent" };
  if (node.kind !== "string") return { kind: "other", text: node.kind };
  if (node.value === "") return { kind: "absent" };
  const hex = hexOf(node.value);
  return hex === undefined ? { kind: "other", text: node.value } : { kind: "sha256", hex };
}

/** 64 hex digits in lower case, or undefined for a string that is no SHA-256. */
export function hexOf(text: string): string | undefined {
  return text.length <= 71 ? /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text)?.[1]?.toLowerCase() : undefined;
}

/** `sha256:` and 64 hex digits. */
export function printHash(hash: string | Uint8Array): string {
  return `sha256:${typeof hash === "string" ? hash : bytesToHex(hash)}`;
}

/**
 * The hex digits that a caller hands over to compare with the hash of an alloy, in the forms of the public verify page:
 * at least the first 16 hex digits, `#<digits>`, `#<URL>@<digits>`, each with `sha256:` or without. Undefined for
 * anything else.
 */
export function alloyHashDigits(text: string): string | undefined {
  const given = text.trim();
  const digits = given.startsWith("#") ? given.slice(given.lastIndexOf("@") + 1).replace(/^#/, "") : given;
  return /^(?:sha256:)?([0-9a-f]{16,64})$/i.exec(digits)?.[1]?.toLowerCase();
}
