/** Exact rational arithmetic on numbers as they are written in a file: 64.1 meets 0.641, and 88.4 − 92.1 is −3.7. */

/** Longer numbers, and larger exponents, are not read: no score, limit, or change needs them. */
const MAX_LENGTH = 400;
const MAX_EXPONENT = 400;

/** A rational number. Immutable. */
export class Exact {
  readonly #numerator: bigint;
  /** Above zero. */
  readonly #denominator: bigint;

  private constructor(numerator: bigint, denominator: bigint) {
    this.#numerator = numerator;
    this.#denominator = denominator;
  }

  static readonly zero = new Exact(0n, 1n);
  static readonly hundred = new Exact(100n, 1n);

  /** The value of a JSON number, or undefined if it is longer or larger than any field needs. */
  static parse(json: string): Exact | undefined {
    return readDecimal(json)?.value;
  }

  /** `digits` × 10^`exponent`. */
  static scaled(digits: bigint, exponent: number): Exact {
    const power = 10n ** BigInt(Math.abs(exponent));
    return exponent < 0 ? new Exact(digits, power) : new Exact(digits * power, 1n);
  }

  plus(other: Exact): Exact {
    return new Exact(
      this.#numerator * other.#denominator + other.#numerator * this.#denominator,
      this.#denominator * other.#denominator,
    );
  }

  minus(other: Exact): Exact {
    return this.plus(other.negated);
  }

  times(other: Exact): Exact {
    return new Exact(this.#numerator * other.#numerator, this.#denominator * other.#denominator);
  }

  /** Undefined for a division by zero. */
  dividedBy(other: Exact): Exact | undefined {
    if (other.#numerator === 0n) return undefined;
    const sign = other.#numerator < 0n ? -1n : 1n;
    return new Exact(
      sign * this.#numerator * other.#denominator,
      sign * this.#denominator * other.#numerator,
    );
  }

  get negated(): Exact {
    return new Exact(-this.#numerator, this.#denominator);
  }

  get absolute(): Exact {
    return this.#numerator < 0n ? this.negated : this;
  }

  /** Whether this is an integer times the other, which is not zero. */
  isMultipleOf(other: Exact): boolean {
    return (this.#numerator * other.#denominator) % (this.#denominator * other.#numerator) === 0n;
  }

  /** Below zero, zero, or above zero, as this is less than, equal to, or greater than the other. */
  compare(other: Exact): -1 | 0 | 1 {
    const difference = this.#numerator * other.#denominator - other.#numerator * this.#denominator;
    return difference === 0n ? 0 : difference < 0n ? -1 : 1;
  }

  isBelow(other: Exact): boolean {
    return this.compare(other) < 0;
  }

  isAbove(other: Exact): boolean {
    return this.compare(other) > 0;
  }

  get sign(): -1 | 0 | 1 {
    return this.compare(Exact.zero);
  }

  /** The nearest double. */
  toNumber(): number {
    return Number(this.toFixed(25));
  }

  /** With so many decimals, halves rounded away from zero; without trailing zeros. */
  toFixed(decimals: number): string {
    const power = 10n ** BigInt(decimals);
    const absolute = this.#numerator < 0n ? -this.#numerator : this.#numerator;
    const rounded = (2n * absolute * power + this.#denominator) / (2n * this.#denominator);
    const digits = rounded.toString().padStart(decimals + 1, "0");
    const whole = digits.slice(0, digits.length - decimals);
    const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
    const text = fraction === "" ? whole : `${whole}.${fraction}`;
    return this.#numerator < 0n && rounded !== 0n ? `-${text}` : text;
  }

  /** Rounded down (toward minus infinity) to so many decimals. */
  floor(decimals: number): Exact {
    const power = 10n ** BigInt(decimals);
    const scaled = this.#numerator * power;
    const quotient = scaled / this.#denominator;
    const isBetween = scaled % this.#denominator !== 0n && scaled < 0n;
    return Exact.scaled(isBetween ? quotient - 1n : quotient, -decimals);
  }
}

/** A number as it is written: its value, and half a unit of its last written place. */
export interface Decimal {
  readonly value: Exact;
  /** What rounding to the last written place may have changed: 0.05 for `62.2`, 0.5 for `62`. */
  readonly tolerance: Exact;
}

/** Reads a JSON number; undefined if it is longer or larger than any field needs. Trailing zeros count as places. */
export function readDecimal(json: string): Decimal | undefined {
  if (json.length > MAX_LENGTH) return undefined;
  const [, sign, whole, fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(json) ?? [];
  const exponent = Number(power);
  if (whole === undefined || Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const place = exponent - fraction.length;
  return {
    value: Exact.scaled(BigInt(`${sign}${whole}${fraction}`), place),
    tolerance: Exact.scaled(5n, place - 1),
  };
}

/** The fewest decimals, two at least, at which two different numbers look different. */
export function decimalsFor(a: Exact, b: Exact): number {
  for (let decimals = 2; decimals < 12; decimals++)
    if (a.toFixed(decimals) !== b.toFixed(decimals) || a.compare(b) === 0) return decimals;
  return 12;
}
