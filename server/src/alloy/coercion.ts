/**
 * Coercions of the format's Python package (pydantic in lax mode): which strings it reads as a number, and which as a
 * boolean. Other implementations reject them, so each is also reported.
 */

/** Longer strings are not taken for numbers: no field needs them, and exact arithmetic on them would take seconds. */
const MAX_LENGTH = 400;

const BLANKS = /^[\s\u0085]+|[\s\u0085]+$/g;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INTEGER = /^[+-]?\d+(?:\.0*)?$/;

/**
 * The number that the Python package reads from a string, written as JSON; undefined if it rejects the string. All digits
 * are kept as written: `"1_000"` is `1000`, `" .50 "` is `0.50`.
 * @param isInteger for a field of type integer, where `"3.0"` is `3` and neither `"1e3"` nor `"3.5"` is accepted
 */
export function numberFromString(text: string, isInteger: boolean): string | undefined {
  // The package strips Unicode white space, which does not include the byte order mark.
  if (text.length > MAX_LENGTH || text.includes("\ufeff")) return undefined;
  const plain = withoutUnderscores(text.replace(BLANKS, ""));
  if (plain === undefined) return undefined;
  if (isInteger) return INTEGER.test(plain) ? jsonNumber(plain.replace(/\..*$/, "")) : undefined;
  return DECIMAL.test(plain) && Number.isFinite(Number(plain)) ? jsonNumber(plain) : undefined;
}

/** Underscores may separate digits one at a time, as in Python. */
function withoutUnderscores(text: string): string | undefined {
  if (!text.includes("_")) return text;
  return /^_|__|_$/.test(text) ? undefined : text.replaceAll("_", "");
}

/** A decimal number as JSON writes it: no plus sign, no leading zeros, digits on both sides of the point. */
export function jsonNumber(decimal: string): string {
  const [, sign = "", whole = "", fraction, exponent = ""] =
    /^([+-]?)0*(\d*)(?:\.(\d*))?([eE].*)?$/.exec(decimal) ?? [];
  const point = fraction === undefined ? "" : `.${fraction === "" ? "0" : fraction}`;
  return `${sign === "-" ? "-" : ""}${whole === "" ? "0" : whole}${point}${exponent}`;
}

const TRUE = new Set(["1", "on", "t", "true", "y", "yes"]);
const FALSE = new Set(["0", "off", "f", "false", "n", "no"]);

/** The boolean that the Python package reads from a string, in any case; undefined if it rejects the string. */
export function booleanFromString(text: string): boolean | undefined {
  if (text.length > 5) return undefined;
  const word = text.toLowerCase();
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : undefined;
}

/** The boolean that the Python package reads from a number: 1 and 0 only, also as 1.0; undefined for any other. */
export function booleanFromNumber(value: number): boolean | undefined {
  if (value === 1) return true;
  return value === 0 ? false : undefined;
}
