import { createHash } from "node:crypto";
import type { Diagnostic } from "../../library/types.js";
import { problemKey } from "../known-problem.js";

/**
 * A name for each problem of a file that stays the same while lines move: SHA-256 of its code, pointer, and message, in 64
 * hex digits. Problems that are alike are counted.
 * @param file included if names must differ between files
 */
export function fingerprints(diagnostics: readonly Diagnostic[], file = ""): string[] {
  const counts = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const key = problemKey(diagnostic);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return createHash("sha256").update(`${file}\n${key}\n${count}`).digest("hex");
  });
}
