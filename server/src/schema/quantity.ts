/** Numbers with a unit, and what they are in the unit of a field. */

import { plainNumber, readingsOf } from "../syntax/readings.js";
import { placesOf, scaled } from "../text/decimal.js";
import { type Schema, valueTypesOf } from "./schema.js";

/** Names of a unit, and its size in the smallest one of its kind. */
type Unit = readonly [names: RegExp, size: number];

/** Memory is counted in powers of 1024. */
const BYTES: readonly Unit[] = [
  [/^b(?:ytes?)?$/, 1],
  [/^k(?:i?b|ilobytes?)?$/, 2 ** 10],
  [/^m(?:i?b|egabytes?)?$/, 2 ** 20],
  [/^g(?:i?b|igabytes?)?$/, 2 ** 30],
  [/^t(?:i?b|erabytes?)?$/, 2 ** 40],
];

const SECONDS: readonly Unit[] = [
  [/^s(?:ecs?|econds?)?$/, 1],
  [/^m(?:ins?|inutes?)?$/, 60],
  [/^h(?:rs?|ours?)?$/, 3600],
  [/^d(?:ays?)?$/, 86400],
];

const SHARES: readonly Unit[] = [
  [/^(?:%|percent|percentage points|pp|points|pts)$/, 1],
  [/^fraction$/, 100],
];

const COUNTS: readonly Unit[] = [
  [/^$/, 1],
  [/^k$/, 1e3],
  [/^(?:m|mio|million)$/, 1e6],
  [/^(?:b|bn|billions?)$/, 1e9],
  [/^(?:t|tn|trillions?)$/, 1e12],
];

/** A context of 128k tokens is one of 128 · 1024. */
const BINARY: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20 };

const QUANTITY = /^\s*([+\-\u2010-\u2015\u2212]?[\d.,][\d.,_'’\s]*?)\s*([a-z%][a-z% ]*?)\s*$/i;

/** A number with a unit, in the unit of a field. */
export interface Conversion {
  /** The JSON number, exact. */
  readonly number: string;
  /** What was written: its unit if that is the field's own, else all of it. */
  readonly from: string;
}

/** Whether a text is a number with something like a unit after it. */
export function isQuantity(text: string): boolean {
  return text.length < 100 && QUANTITY.test(text);
}

/**
 * What a number with a unit (`8192MB`, `2h`, `30%`, `128k`) is in the unit of a field, if that is known and the other one is
 * a plain multiple of it. Several where the number can be read in several ways.
 */
export function conversionsOf(text: string, schema: Schema | undefined): Conversion[] {
  const types = schema ? valueTypesOf(schema) : [];
  const isInteger = types.includes("integer") && !types.includes("number");
  if (schema?.unit === undefined || (!isInteger && !types.includes("number"))) return [];
  const [, digits, written] = text.length < 100 ? (QUANTITY.exec(text) ?? []) : [];
  if (digits === undefined || written === undefined) return [];
  const plain = plainNumber(digits, isInteger);
  const numbers = plain === undefined ? readingsOf(digits) : [plain];
  return numbers.flatMap((number) =>
    factorsOf(written.toLowerCase(), schema.unit as string, number).flatMap(([by, over]) => {
      const result = scaled(number, by, over);
      if (result === undefined || (isInteger && result.includes("."))) return [];
      // 8000MB is 7.8125GB, or 8GB if 1GB is 1000MB: not a plain multiple.
      if (placesOf(result) > placesOf(number) + 3) return [];
      return [{ number: result, from: by === over ? written : text.trim() }];
    }),
  );
}

/** Returns the multipliers and divisors that convert a number from one unit to the unit of a field. */
function factorsOf(unit: string, of: string, number: string): (readonly [by: number, over: number])[] {
  if (of.startsWith("fraction") || of.startsWith("percent")) return ratio(SHARES, unit, shareOf(of));
  if (ratio(BYTES, "b", of.toLowerCase()).length > 0) return ratio(BYTES, unit, of.toLowerCase());
  if (ratio(SECONDS, "s", of).length > 0) return ratio(SECONDS, unit, of);
  const multiple = withoutNoun(unit, of);
  const size = /^billions of/.test(of) ? 1e9 : 1;
  const decimal = COUNTS.filter(([names]) => names.test(multiple)).map(([, by]) => [by, size] as const);
  const by = of === "tokens" ? BINARY[multiple] : undefined;
  if (by === undefined) return decimal;
  return multiple === "k" && isPowerOfTwo(number) ? [[by, 1]] : [[by, 1], ...decimal];
}

function shareOf(of: string): string {
  return of.startsWith("fraction") ? "fraction" : "%";
}

function ratio(units: readonly Unit[], from: string, to: string): (readonly [by: number, over: number])[] {
  const sizeOf = (name: string) => units.find(([names]) => names.test(name))?.[1];
  const [by, over] = [sizeOf(from), sizeOf(to)];
  return by === undefined || over === undefined ? [] : [[by, over]];
}

/** `k steps` in a field of steps is `k`. */
function withoutNoun(unit: string, of: string): string {
  const noun = of.split(" ")[0] ?? "";
  for (const name of [of, noun, noun.replace(/s$/, "")])
    if (unit === name || unit.endsWith(` ${name}`)) return unit.slice(0, -name.length).trim();
  return unit;
}

function isPowerOfTwo(number: string): boolean {
  const value = Number(number);
  return Number.isInteger(Math.log2(value)) && value > 0;
}
