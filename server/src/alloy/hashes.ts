import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { findValue, type ValueNode } from "../text/tree.js";

/** SHA-256 of a text's UTF-8 bytes, in 64 hex digits. */
export function sha256(text: string): string {
  return bytesToHex(digest(utf8ToBytes(text)));
}

/** `sha256:` and 64 hex digits. */
export function isSha256(text: string): boolean {
  return /^sha256:[0-9a-f]{64}$/i.test(text);
}

/**
 * The model hash that follows from `results.integrity.fileHashes`: SHA-256 of the compact JSON of
 * `[{filename, sha256}]`, sorted by filename, without sizes. Undefined where the list is absent or incomplete.
 */
export function modelHashOf(fileHashes: ValueNode | undefined): string | undefined {
  if (fileHashes?.kind !== "array" || fileHashes.items.length === 0) return undefined;
  const files: { filename: string; sha256: string }[] = [];
  for (const item of fileHashes.items) {
    const filename = findValue(item, "filename");
    const hash = findValue(item, "sha256");
    if (filename?.kind !== "string" || hash?.kind !== "string") return undefined;
    files.push({ filename: filename.value, sha256: hash.value });
  }
  files.sort((a, b) => compareCodePoints(a.filename, b.filename));
  return `sha256:${sha256(asciiJson(files))}`;
}

/** Compact JSON as Python's `json.dumps` writes it: everything but printable ASCII is escaped. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The order of Python's strings; JavaScript's differs for characters beyond the basic plane. */
function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
