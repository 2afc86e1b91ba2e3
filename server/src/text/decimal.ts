/** Decimal numbers as written: exact at any length, since a fix must not change a digit. */

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Digits of a number that is calculated with. Figures of alloys have fewer than 20. */
const MAX_DIGITS = 400;

/**
 * The product of a decimal number and a fraction, as JSON writes it without an exponent; undefined if it has no end, is
 * too long, or `number` is no decimal number.
 */
export function scaled(number: string, by: number | bigint, over: number | bigint = 1): string | undefined {
  const [, sign = "", whole, fraction = "", exponent = "0"] = DECIMAL.exec(number) ?? [];
  if (whole === undefined || exponent.length > 5) return undefined;
  let places = fraction.length - Number(exponent);
  if (number.length > MAX_DIGITS || Math.abs(places) > MAX_DIGITS) return undefined;
  let digits = BigInt(whole + fraction) * BigInt(by);
  let rest = BigInt(over);
  for (; digits % rest !== 0n; places++) {
    // Only twos and fives end: each goes away with one more place.
    if (places > MAX_DIGITS) return undefined;
    digits *= 10n;
    const shared = rest % 10n === 0n ? 10n : rest % 5n === 0n ? 5n : rest % 2n === 0n ? 2n : 1n;
    if (shared === 1n) return undefined;
    rest /= shared;
    digits /= shared;
  }
  digits /= rest;
  const text = String(digits).padStart(places + 1, "0");
  if (places <= 0) return `${sign === "-" ? "-" : ""}${text}${text === "0" ? "" : "0".repeat(-places)}`;
  const decimals = text.slice(-places).replace(/0+$/, "");
  const point = decimals === "" ? "" : `.${decimals}`;
  return `${sign === "-" ? "-" : ""}${text.slice(0, -places)}${point}`;
}

/** Returns the number of digits after the decimal point of a number, ignoring its exponent. */
export function placesOf(number: string): number {
  return DECIMAL.exec(number)?.[3]?.length ?? 0;
}

/** The integer nearest to a decimal fraction, half of one away from zero; undefined for an integer, and what is too long. */
export function rounded(number: string): string | undefined {
  const [whole = "", decimals] = scaled(number, 1)?.split(".") ?? [];
  if (decimals === undefined) return undefined;
  if (!/^[5-9]/.test(decimals)) return whole;
  const sign = whole.startsWith("-") ? "-" : "";
  return `${sign}${BigInt(whole.replace("-", "")) + 1n}`;
}
