/** Shorter ones are copied by V8. */
const SHORTEST_CUT = 13;

/** A text that keeps nothing but itself in memory. */
export function copyOf(text: string): string {
  return text.length < SHORTEST_CUT ? text : ` ${text}`.slice(1);
}

/** Keys of alloys recur without end: each is kept once. */
const names = new Map<string, string>();
const MAX_NAMES = 2000;
const LONGEST_NAME = 40;

export function nameFor(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = copyOf(text);
  if (name.length <= LONGEST_NAME && names.size < MAX_NAMES) names.set(name, name);
  return name;
}
