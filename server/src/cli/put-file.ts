import { existsSync } from "node:fs";
import { MAX_BYTES } from "../disk/limits.js";
import { Failure } from "../workspace/failure.js";
import { createFile, readText, writeText } from "../workspace/files.js";

/**
 * Writes a file that the user named, over what is there.
 * @returns whether its text has changed
 * @throws {Failure} if it cannot be written
 */
export function putFile(file: string, text: string): boolean {
  if (!existsSync(file)) {
    createFile(file, text);
    return true;
  }
  const was = readText(file, MAX_BYTES.settings);
  if ("reason" in was) throw new Failure(was.reason);
  if (was.text === text) return false;
  writeText(file, { was: was.text, text, isNamed: true });
  return true;
}
