/** Numbers that are too large for their unit, and the unit in which they were probably written. */

import { t } from "../text/l10n.js";
import { own } from "./schema.js";

/** Another reading of a number. */
export interface OtherUnit {
  /** The number in the field's own unit. */
  readonly value: number;
  /** The unit in which the number was probably written, as it is written after a number. */
  readonly writtenUnit: string;
  /** The same after "is probably". */
  readonly reading: string;
  /** The field's own unit, as it is written after a number. */
  readonly unit: string;
}

interface Slip {
  /** From this number on, it is probably that; the largest comes first. */
  readonly from: number;
  readonly writtenUnit: () => string;
  readonly reading: () => string;
  /** Numbers of the other unit that make one of the field's. The first one that divides evenly is taken, else the first. */
  readonly divisors: readonly number[];
}

const KIB = 1024;

/** By the unit of a field. */
const UNITS: Readonly<Record<string, { readonly unit: () => string; readonly slips: readonly Slip[] }>> = {
  GB: {
    unit: () => "GB",
    slips: [
      { from: 1e9, writtenUnit: () => t`bytes`, reading: () => t`in bytes`, divisors: [KIB ** 3, 1e9] },
      { from: 1e6, writtenUnit: () => "KB", reading: () => t`in KB`, divisors: [KIB ** 2, 1e6] },
      { from: 1000, writtenUnit: () => "MB", reading: () => t`in MB`, divisors: [KIB, 1000] },
    ],
  },
  "billions of parameters": {
    unit: () => t`billion`,
    slips: [
      {
        from: 1e6,
        writtenUnit: () => t`parameters`,
        reading: () => t`a plain count of parameters`,
        divisors: [1e9],
      },
      {
        from: 1000,
        writtenUnit: () => t`million`,
        reading: () => t`in millions of parameters`,
        divisors: [1000],
      },
    ],
  },
};

/** What a number that is too large for its unit was probably meant to be; undefined if the unit has no such neighbor. */
export function otherUnit(value: number, unit: string | undefined): OtherUnit | undefined {
  const known = own(UNITS, unit ?? "");
  const slip = known?.slips.find(({ from }) => value >= from);
  if (!known || !slip) return undefined;
  const { writtenUnit, reading, divisors } = slip;
  const even = divisors.find((divisor) => Number.isInteger((value / divisor) * 2));
  return {
    value: rounded(value / (even ?? (divisors[0] as number))),
    unit: known.unit(),
    writtenUnit: writtenUnit(),
    reading: reading(),
  };
}

/**
 * Rounds to three significant digits: more precision is not intended in a number written in a smaller unit.
 */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
