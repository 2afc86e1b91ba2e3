import deprecated from "spdx-license-ids/deprecated.json";
import spdx from "spdx-license-ids/index.json";

/** Every SPDX license ID that is not deprecated, in lowercase as model hubs write it. */
export const SPDX_IDS: ReadonlySet<string> = new Set(spdx.map((id) => id.toLowerCase()));
const DEPRECATED: ReadonlySet<string> = new Set(deprecated.map((id) => id.toLowerCase()));

/** Maximum length of an SPDX expression, in UTF-16 code units: longer than any expression in use. */
const MAX_LENGTH = 1000;

/**
 * Returns the unknown parts of a license: each license of an SPDX expression (`MIT OR Apache-2.0`) that is
 * neither an SPDX ID nor in `others`, or the string itself if it is not an SPDX expression.
 * @param others additional IDs that model hubs use, in lowercase; `llama*` matches every ID with that prefix
 */
export function unknownLicenses(text: string, others: () => Iterable<string>): readonly string[] {
  // Fast path: nearly all licenses are a single SPDX ID.
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

/** Returns the licenses of an SPDX expression, without its exceptions; undefined if it is not valid. */
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
