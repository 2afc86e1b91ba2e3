import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { findValue, type ObjectNode, type ValueNode } from "../syntax/tree.js";

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
  return modelHashOfFiles(files);
}

/** A file of a model: its name, and the 64 hex digits of its SHA-256. */
export interface HashedFile {
  readonly filename: string;
  readonly sha256: string;
}

/** The model hash of files: `sha256:` and 64 hex digits. */
export function modelHashOfFiles(files: readonly HashedFile[]): string {
  const sorted = files
    .map(({ filename, sha256 }) => ({ filename, sha256 }))
    .sort((a, b) => compareCodePoints(a.filename, b.filename));
  return `sha256:${sha256(asciiJson(sorted))}`;
}

/** Compact JSON as Python's `json.dumps` writes it: everything but printable ASCII is escaped. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The order of Python's strings; JavaScript's differs for characters beyond the basic plane. */
export function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/**
 * The hash that `receipt.alloyHash` states: SHA-256 of the alloy without its receipt, printed as Python's
 * `json.dumps(alloy, indent=2)` prints what it has read. `sha256:` and 64 hex digits.
 */
export function alloyHashBeforeReceipt(root: ObjectNode): string {
  return `sha256:${sha256(printAsPython(root, "", "receipt"))}`;
}

/**
 * Prints a value as `json.dumps(value, indent=2)` prints it in Python.
 * @param omit a key of this object to omit; keys of nested objects are not affected
 */
function printAsPython(node: ValueNode, indent: string, omit?: string): string {
  const inner = `${indent}  `;
  const wrap = (open: string, parts: readonly string[], close: string) =>
    parts.length === 0 ? open + close : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
  switch (node.kind) {
    case "object": {
      // If a key is repeated, its last value is used, at the position of its first occurrence.
      const members = new Map<string, ValueNode>();
      for (const { key, value } of node.members)
        if (value && key.value !== omit) members.set(key.value, value);
      const parts = [...members].map(([key, value]) => `${asciiJson(key)}: ${printAsPython(value, inner)}`);
      return wrap("{", parts, "}");
    }
    case "array":
      return wrap(
        "[",
        node.items.map((item) => printAsPython(item, inner)),
        "]",
      );
    case "number":
      return /^-?\d+$/.test(node.text) ? node.text.replace(/^-0$/, "0") : pythonFloat(node.value);
    case "invalid":
      return "";
    default:
      return asciiJson(node.value);
  }
}

/** Python and JavaScript choose the same shortest digits, and set the point differently. */
function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  const [mantissa = "", power = ""] = value.toExponential().split("e");
  const exponent = Number(power);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}
