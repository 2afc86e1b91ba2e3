import type { Severity } from "./rule.js";

/** Severity by rule code or by group (`executor` for all of `executor/…`), or `off`; a code wins over its group. */
export type Levels = Readonly<Record<string, Severity | "off">>;

/** As people write them in settings and configurations. */
const LEVELS: Readonly<Record<string, Severity | "off">> = {
  off: "off",
  hint: "hint",
  info: "information",
  information: "information",
  warning: "warning",
  error: "error",
};

/** Reads levels from a value of any shape; what is not understood counts as not set. */
export function readLevels(value: unknown): Levels {
  const levels: Record<string, Severity | "off"> = Object.create(null);
  if (typeof value !== "object" || value === null) return levels;
  for (const [code, word] of Object.entries(value)) {
    const level = typeof word === "string" && Object.hasOwn(LEVELS, word) ? LEVELS[word] : undefined;
    if (level) levels[code] = level;
  }
  return levels;
}

/** What the first of several levels that speaks of a code says of it. */
export function levelOf(code: string, layers: readonly Levels[]): Severity | "off" | undefined {
  const group = groupOf(code);
  for (const levels of layers) {
    const level = levels[code] ?? levels[group];
    if (level) return level;
  }
  return undefined;
}

/** `stage` of `stage/phase-order`. */
export function groupOf(code: string): string {
  return code.slice(0, code.indexOf("/"));
}
