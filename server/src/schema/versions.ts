/** Versions of domains, as Semantic Versioning orders them, and ranges as npm writes them. */
import { compareVersions, satisfies, validateStrict } from "compare-versions";

/** Whether a text is a version, such as `1.2.0` or `2.0.0-rc.1`. */
export function isVersion(text: string): boolean {
  return text.length <= MAX_LENGTH && validateStrict(text);
}

/** Whether a text is a range of versions, such as `^1.2`, `~1.2.3`, `>=1.0 <2.0`, or `1.x || 2.x`. */
export function isRange(text: string): boolean {
  return text.length <= MAX_LENGTH && RANGE.test(text.trim());
}

/** Whether a version is in a range. A prerelease is only in a range that names one; nothing is in a text that is not a range. */
export function isInRange(version: string, range: string): boolean {
  if (!isVersion(version) || !isRange(range)) return false;
  if (version.includes("-") && !/\d-[a-zA-Z\d]/.test(range)) return false;
  return satisfies(version, range.trim().replace(PARTIAL, whole));
}

/** Negative if the first version is older, positive if it is newer. What is not a version is older than every version. */
export function compare(a: string, b: string): number {
  if (isVersion(a) && isVersion(b)) return compareVersions(a, b);
  return Number(isVersion(a)) - Number(isVersion(b));
}

const MAX_LENGTH = 200;

const PART = String.raw`(?:\d{1,9}|[xX*])`;
const NUMBER = String.raw`v?${PART}(?:\.${PART}(?:\.${PART}(?:-[\w.-]+)?(?:\+[\w.-]+)?)?)?`;
const ONE = String.raw`(?:(?:\^|~|>=|<=|>|<|=) ?)?${NUMBER}`;
const ALL = `${ONE}(?: ${ONE})*|${NUMBER} - ${NUMBER}`;
const RANGE = new RegExp(String.raw`^(?:${ALL})(?: ?\|\| ?(?:${ALL}))*$`);

/** A version of fewer than three parts without an operator: `1.2` is any `1.2.x`. */
const PARTIAL = /(?<![\w.^~<>= -]|[<>=~^-] ?)(?:\*|[xX]|\d+(?:\.\d+)?)(?![\w.]| - )/g;

function whole(partial: string): string {
  return /^[*xX]$/.test(partial) ? ">=0.0.0" : `${partial}.x`;
}
