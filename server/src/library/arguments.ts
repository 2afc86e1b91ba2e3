/**
 * Returns an argument of a caller without types, which must be a string.
 * @param name how the caller knows it
 * @throws {TypeError} for anything else
 */
export function stringOf(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw new TypeError(`${name} must be a string, but is ${value === null ? "null" : typeof value}.`);
}
