/** Numbers that are not written as JSON writes them, such as `+1`, `1_000`, `-3,7` and `0x1F`: what they may mean. */

const MINUS = /^[\u2010-\u2015\u2212\ufe63\uff0d]/;
const FULL_WIDTH = /[\uff10-\uff19]/g;
/** Maximum length of a number, in UTF-16 code units: a longer string is not a number that an author wrote. */
const MAX_LENGTH = 400;

const LITERAL = /^([+-]?)(\d+(?:_\d+)*)?(?:(\.)(\d+(?:_\d+)*)?)?([eE][+-]?\d+)?$/;
const BASES = /^([+-]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/;

/**
 * The JSON number for a spelling of other languages that has one reading: `.5`, `5.`, `+1`, `1_000`. All digits are kept;
 * undefined for any other text.
 * @param isInteger for a field of type integer, where `5.` is `5`
 */
export function plainNumber(text: string, isInteger: boolean): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [, sign = "", whole, point, fraction, exponent = ""] = LITERAL.exec(text) ?? [];
  const digits = whole?.replaceAll("_", "");
  if (digits === undefined && fraction === undefined) return undefined;
  if (digits !== undefined && /^0\d/.test(digits)) return undefined;
  const isBare = fraction === undefined && isInteger && exponent === "";
  const decimals = point === undefined || isBare ? "" : `.${fraction?.replaceAll("_", "") ?? "0"}`;
  const number = `${sign === "-" ? "-" : ""}${digits ?? "0"}${decimals}${exponent}`;
  return Number.isFinite(Number(number)) ? number : undefined;
}

/**
 * The JSON numbers that a text may mean: decimal commas, separators of thousands, other minus signs, leading zeros, other
 * bases. Empty if it cannot be read as a number.
 */
export function readingsOf(text: string): string[] {
  if (text.length > MAX_LENGTH) return [];
  const plain = text
    .replace(MINUS, "-")
    .replace(/\uff0c/g, ",")
    .replace(FULL_WIDTH, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 0x30));
  const [, sign = "", digits] = BASES.exec(plain) ?? [];
  if (digits) return [`${sign === "-" ? "-" : ""}${BigInt(digits.toLowerCase())}`];
  const [, minus = "", body = "", exponent = ""] = /^([+-]?)(.*?)([eE][+-]?\d+)?$/s.exec(plain) ?? [];
  const found = bodiesOf(body).map(
    (one) => `${minus === "-" ? "-" : ""}${one.replace(/^0+(?=\d)/, "")}${exponent}`,
  );
  return [...new Set(found)].filter((one) => one !== text && Number.isFinite(Number(one)));
}

/** Without sign and exponent. */
function bodiesOf(body: string): string[] {
  const bodies: string[] = [];
  // Separators of thousands are alike, and no decimal point.
  const [, whole, , decimals = ""] =
    /^([1-9]\d{0,2}(?:([.,'’_\s])\d{3})(?:\2\d{3})*)((?!\2)[.,]\d+)?$/.exec(body) ?? [];
  const isPoint = whole !== undefined && decimals === "" && /^\d+\.\d{3}$/.test(whole);
  if (whole !== undefined && !isPoint)
    bodies.push(`${whole.replace(/\D/g, "")}${decimals.replace(",", ".")}`);
  const [, before, , after] = /^(\d*)([.,])(\d+)$/.exec(body) ?? [];
  if (after !== undefined) bodies.push(`${before || "0"}.${after}`);
  if (/^\d+(?:_+\d+)*$/.test(body)) bodies.push(body.replaceAll("_", ""));
  return bodies;
}
