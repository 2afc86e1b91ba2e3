/** Milliseconds since 1970, the earliest and the latest that a timestamp may mean. */
export interface Interval {
  readonly earliest: number;
  readonly latest: number;
}

const HOUR = 3_600_000;
/** Time zones are between −12 and +14 hours. */
const EARLIEST_ZONE = 14 * HOUR;
const LATEST_ZONE = 12 * HOUR;

const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(?:(Z)|([+-])(\d\d):?(\d\d))?)?$/i;

/**
 * Reads a timestamp: RFC 3339 or another form that published alloys use (an offset without a colon, no
 * offset, a date alone). A timestamp without an offset means a range of times. Returns `undefined` for
 * anything else.
 */
export function timeOf(text: string): Interval | undefined {
  const match = text.length <= 40 ? TIMESTAMP.exec(text) : null;
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zulu, sign, offsetHours, offsetMinutes] = match;
  const iso = `${year}-${month}-${day}T${hour ?? "00"}:${minute ?? "00"}:${second ?? "00"}Z`;
  const start = Date.parse(iso);
  // A date that does not exist, such as February 30, is read as another one.
  if (Number.isNaN(start) || new Date(start).getUTCDate() !== Number(day)) return undefined;
  const at = start + Number(fraction ?? 0) * 1000;
  if (sign !== undefined) {
    const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 * (sign === "-" ? -1 : 1);
    return { earliest: at - offset, latest: at - offset };
  }
  if (zulu !== undefined) return { earliest: at, latest: at };
  return { earliest: at - EARLIEST_ZONE, latest: at + LATEST_ZONE + (hour === undefined ? 24 * HOUR : 0) };
}

/** Whether a time is within the limits; undefined if the timestamp does not show it. */
export function isWithin(
  { earliest, latest }: Interval,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY },
): boolean | undefined {
  if (earliest >= from && latest <= to) return true;
  return latest < from || earliest > to ? false : undefined;
}
