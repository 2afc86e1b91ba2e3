import deprecated from "spdx-license-ids/deprecated.json";
import spdx from "spdx-license-ids/index.json";

/** Every SPDX license ID that is not deprecated, in lower case as model hubs write them. */
export const SPDX_IDS: ReadonlySet<string> = new Set(spdx.map((id) => id.toLowerCase()));
const DEPRECATED: ReadonlySet<string> = new Set(deprecated.map((id) => id.toLowerCase()));

/** Longer than any expression in use. */
const MAX_LENGTH = 1000;

/**
 * The parts of a license that nobody knows: of an SPDX expression (`MIT OR Apache-2.0`) each license in it that is neither an
 * SPDX ID nor one of the others; the text itself if it is no such expression.
 * @param others IDs that hubs know beside SPDX's, in lower case; `llama*` means all that begin so
 */
export function unknownLicenses(text: string, others: () => Iterable<string>): readonly string[] {
  // Nearly all licenses are.
  if (SPDX_IDS.has(text.toLowerCase())) return [];
  const known = new Set(others());
  const prefixes = [...known].filter((id) => id.endsWith("*")).map((id) => id.slice(0, -1));
  const isKnown = (id: string) =>
    SPDX_IDS.has(id) ||
    DEPRECATED.has(id) ||
    known.has(id) ||
    prefixes.some((prefix) => id.startsWith(prefix));
  if (isKnown(text.toLowerCase())) return [];
  const ids = text.length <= MAX_LENGTH ? licensesIn(text) : undefined;
  return ids?.filter((id) => !isKnown(id.toLowerCase().replace(/\+$/, "")) && !isReference(id)) ?? [text];
}

/** A license that is spelled out elsewhere: `LicenseRef-own`, `DocumentRef-x:LicenseRef-own`. */
function isReference(id: string): boolean {
  return /^(?:DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+$/i.test(id);
}

/** The licenses of an SPDX expression, exceptions left out; undefined for a text that is none. */
function licensesIn(text: string): string[] | undefined {
  const ids: string[] = [];
  let depth = 0;
  /** What comes next: a license, an exception, or what joins them. */
  let next: "license" | "exception" | "join" = "license";
  for (const token of text.match(/[()]|[^\s()]+/g) ?? []) {
    const word = token.toUpperCase();
    if (token === "(") {
      if (next !== "license") return undefined;
      depth++;
    } else if (token === ")") {
      if (next !== "join" || depth === 0) return undefined;
      depth--;
    } else if (next === "join") {
      if (word !== "AND" && word !== "OR" && word !== "WITH") return undefined;
      next = word === "WITH" ? "exception" : "license";
    } else {
      if (!/^[\w.:+-]+$/.test(token)) return undefined;
      if (next === "license") ids.push(token);
      next = "join";
    }
  }
  return next === "join" && depth === 0 ? ids : undefined;
}
