/** The formats of strings that a domain may ask for: a few of those that JSON Schema defines. */

/** RFC 3339. */
const TIME_STAMP = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-](\d{2}):(\d{2}))$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const UUID = /^(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const EMAIL = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i;
const URI = /^[a-z][a-z0-9+.-]*:(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})+$/i;

/** Each format with a string that has it. */
export const FORMATS = {
  date: { example: "2026-05-14", matches: isDate },
  "date-time": { example: "2026-05-14T09:30:00Z", matches: isTimeStamp },
  uri: { example: "https://example.org/data", matches: (text: string) => URI.test(text) },
  uuid: {
    example: "123e4567-e89b-12d3-a456-426614174000",
    matches: (text: string) => UUID.test(text),
  },
  email: { example: "team@example.org", matches: isEmail },
} as const;

/** Whether a format is one of those that are checked. */
export function isFormat(format: string): boolean {
  return Object.hasOwn(FORMATS, format);
}

/** Whether a string has a format; every string has one that is not known. */
export function hasFormat(format: string, text: string): boolean {
  const known = isFormat(format) ? FORMATS[format as keyof typeof FORMATS] : undefined;
  return known?.matches(text) ?? true;
}

function isDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (day === undefined || Number(month) < 1 || Number(month) > 12) return false;
  const last = new Date(Date.UTC(2000, Number(month), 0)).getUTCDate();
  const isLeap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  return Number(day) >= 1 && Number(day) <= (month === "02" && !isLeap ? 28 : last);
}

/** A leap second is accepted wherever it is written. */
function isTimeStamp(text: string): boolean {
  const [, date, hour, minute, second, , , zoneHour = "0", zoneMinute = "0"] = TIME_STAMP.exec(text) ?? [];
  if (date === undefined || !isDate(date)) return false;
  const isTime = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 60;
  return isTime && Number(zoneHour) <= 23 && Number(zoneMinute) <= 59;
}

/** Addresses have at most 254 characters, so that the expression takes constant time. */
function isEmail(text: string): boolean {
  return text.length <= 254 && EMAIL.test(text);
}
