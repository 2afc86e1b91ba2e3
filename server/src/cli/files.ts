import { randomUUID } from "node:crypto";
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { Failure } from "./failure.js";

/** The text of a file; the reason in a sentence where there is none. */
export function readText(file: string): { text: string } | { reason: string } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return { reason: `${file} cannot be read: ${reasonOf(error)}.` };
  }
  return decoded(bytes, file);
}

/**
 * The text that comes in by standard input.
 * @throws {Failure} where it is no text
 */
export async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const read = decoded(Buffer.concat(chunks), "Standard input");
  if ("reason" in read) throw new Failure(read.reason);
  return read.text;
}

function decoded(bytes: Buffer, file: string): { text: string } | { reason: string } {
  if (bytes.includes(0)) return { reason: `${file} is no text: it has zero bytes in it.` };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { reason: `${file} is not UTF-8. Save it as UTF-8.` };
  }
}

/**
 * Replaces the content of a file at once: whoever reads it meanwhile sees the old text or the new one. A link stays a
 * link, and a file that may not be written stays as it is, though its folder would allow to replace it.
 * @throws {Failure} where it cannot be written; it is then as it was
 */
export function writeText(file: string, text: string): void {
  let temporary: string | undefined;
  try {
    const target = realpathSync(file);
    accessSync(target, constants.W_OK);
    // Its name is no alloy's, so that one that was left behind is never read as one; and nobody else's: threads may
    // write what several links lead to at the same time.
    temporary = path.join(path.dirname(target), `.forge-alloy.${randomUUID()}.tmp`);
    writeFileSync(temporary, text);
    chmodSync(temporary, statSync(target).mode);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    throw new Failure(`${file} cannot be written: ${reasonOf(error)}.`);
  }
}

/** What stands at a place; undefined for nothing, whatever the reason. */
export function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

/**
 * Writes a new file, with the folders that it needs.
 * @throws {Failure} also where the file is there already; one that cannot be written to its end is not left behind
 */
export function createFile(file: string, text: string): void {
  let isMade = false;
  try {
    makeFolder(path.dirname(path.resolve(file)));
    closeSync(openSync(file, "wx"));
    isMade = true;
    writeFileSync(file, text);
  } catch (error) {
    if (isMade) rmSync(file, { force: true });
    throw new Failure(`${file} cannot be written: ${reasonOf(error)}.`);
  }
}

/** With those around it. `recursive` of Node would never end in a folder that takes none, as /proc. */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at) && at !== path.dirname(at); at = path.dirname(at)) missing.push(at);
  for (const one of missing.reverse()) mkdirSync(one);
}

/** Why an operation failed, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    ENOENT: "there is no such file",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EISDIR: "it is a folder",
    EEXIST: "it is there already",
    ENOTDIR: "a file stands where its folder should be",
    ENOSPC: "the disk is full",
    EDQUOT: "you have used up your part of the disk",
    EFBIG: "it would be larger than files may be",
    ENAMETOOLONG: "its name is too long",
    ELOOP: "its links lead in circles",
    EROFS: "the disk is read-only",
  };
  return known[code ?? ""] ?? code ?? message;
}
