/**
 * Coercions of the format's Python package (pydantic in lax mode): which strings it reads as a number, and which as a
 * boolean. Other implementations reject them, so each is also reported.
 */

/** Longer integers in strings are rejected by the package. */
const MAX_INTEGER_DIGITS = 4300;

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const INTEGER = /^[+-]?\d+(?:_\d+)*(?:\.0+)?$/;

/**
 * The number that the Python package reads from a string, written as JSON; undefined if it rejects the string, or reads
 * infinity. All digits are kept as written, however many: `"1_000"` is `1000`, `" .50 "` is `0.50`. Takes linear time.
 * @param isInteger for a field of type integer, where `"3.0"` is `3`, and neither `"1e3"` nor `"3."` is accepted
 */
export function numberFromString(text: string, isInteger: boolean): string | undefined {
  return isInteger ? integerFromString(trimmed(text)) : floatFromString(text);
}

function integerFromString(text: string): string | undefined {
  if (!INTEGER.test(text)) return undefined;
  const json = jsonNumber(text.replaceAll("_", "").replace(/\..*$/, ""));
  return json.length > MAX_INTEGER_DIGITS + (json.startsWith("-") ? 1 : 0) ? undefined : json;
}

/** Single underscores may stand anywhere but at the ends, and then the package does not strip white space. */
function floatFromString(text: string): string | undefined {
  let plain: string;
  if (!text.includes("_")) plain = trimmed(text);
  else if (/^_|__|_$/.test(text)) return undefined;
  else plain = text.replaceAll("_", "");
  return DECIMAL.test(plain) && Number.isFinite(Number(plain)) ? jsonNumber(plain) : undefined;
}

/** Without Unicode white space around it, which does not include the byte order mark. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charAt(start))) start++;
  while (end > start && isBlank(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(char: string): boolean {
  return /[\s\u0085]/.test(char) && char !== "\ufeff";
}

/** A decimal number as JSON writes it: no plus sign, no leading zeros, digits on both sides of the point. */
export function jsonNumber(decimal: string): string {
  const [, sign = "", whole = "", fraction, exponent = ""] =
    /^([+-]?)0*(\d*)(?:\.(\d*))?([eE].*)?$/.exec(decimal) ?? [];
  const point = fraction === undefined ? "" : `.${fraction === "" ? "0" : fraction}`;
  return `${sign === "-" ? "-" : ""}${whole === "" ? "0" : whole}${point}${exponent}`;
}

/** Whether a JSON number is written with a point or an exponent: Python reads it as a float, `4.0` like `4e0`. */
export function isFloat(json: string): boolean {
  return /[.eE]/.test(json);
}

/** From here on the Python package takes no float for an integer. */
export const FLOAT_INTEGER_LIMIT = 2 ** 63;

/**
 * A JSON number without point and exponent: `4.0` is `4`, `2e3` is `2000`. Undefined if it is not exactly an integer, or
 * not below 2^53 in size, where a float may stand for several integers.
 */
export function plainInteger(json: string): string | undefined {
  if (!Number.isSafeInteger(Number(json))) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE](.+))?$/.exec(json) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  if (digits === "") return "0";
  const zeros = Number(exponent) - fraction.length;
  if (zeros >= 0) return sign + digits + "0".repeat(zeros);
  const end = digits.length + zeros;
  return end > 0 && /^0+$/.test(digits.slice(end)) ? sign + digits.slice(0, end) : undefined;
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
