import { randomUUID } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { MAX_BYTES } from "../disk/limits.js";
import { NotReadable, readOrdinaryFileSync, reasonOf, tooLarge } from "../disk/ordinary-file.js";
import { Failure } from "./failure.js";
import { decodeText } from "./node-file-system.js";

/**
 * The text of an ordinary file; the reason in a sentence where there is none.
 * @param limit largest size, in bytes
 */
export function readText(
  file: string,
  limit: number = MAX_BYTES.document,
): { text: string } | { reason: string } {
  const read = readBytes(file, limit);
  return "reason" in read ? read : decoded(read.bytes, file);
}

/** The bytes of an ordinary file; the reason in a sentence where there are none. */
export function readBytes(
  file: string,
  limit: number = MAX_BYTES.document,
): { bytes: Buffer } | { reason: string } {
  try {
    return { bytes: readOrdinaryFileSync(file, { limit }) };
  } catch (error) {
    return { reason: `cannot read ${file}: ${reasonOf(error)}` };
  }
}

/**
 * The text that comes in by standard input.
 * @throws {Failure} where it is no text, or too large
 */
export async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BYTES.document)
      throw new Failure(`cannot read standard input: ${tooLarge(MAX_BYTES.document)}`);
    chunks.push(chunk as Buffer);
  }
  const read = decoded(Buffer.concat(chunks), "standard input");
  if ("reason" in read) throw new Failure(read.reason);
  return read.text;
}

/** The bytes of a file as text; the reason in a sentence if they are none. */
export function decoded(bytes: Buffer, file: string): { text: string } | { reason: string } {
  const read = decodeText(bytes);
  return "text" in read ? read : { reason: `cannot read ${file}: ${read.reason}` };
}

/** What is written where. */
interface Replacement {
  /** The text as it was read: a file that has another one by now belongs to somebody else's change. */
  readonly was: string;
  readonly text: string;
  /** Whether somebody named the file. Only then a link is written through, to what it leads to. */
  readonly isNamed: boolean;
}

/** Whether a name is that of a link, wherever it leads. */
export function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink();
  } catch {
    return false;
  }
}

/** Names of our temporary files. No alloy has such a name, and no other program makes one. */
const TEMPORARY = /^\.forge-alloy\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** ms. A temporary file lives for less than a second; an older one was left by a process that was killed. */
const ABANDONED = 10 * 60 * 1000;

/**
 * Replaces the content of a file atomically: a concurrent reader gets the old text or the new one. Owner,
 * group, and mode are preserved, and a link stays a link. A file is not replaced if it is not writable (even
 * if its folder would allow it), has other hard links (which would keep the old text), or changed since it
 * was read.
 * @throws {Failure} if the file cannot be written; the file is unchanged then
 */
export function writeText(file: string, { was, text, isNamed }: Replacement): void {
  let temporary: string | undefined;
  try {
    const target = isNamed ? realpathSync(file) : file;
    const found = lstatSync(target);
    if (found.isSymbolicLink()) throw new NotReadable("it is a link; name it to change what it leads to");
    if (found.nlink > 1) throw new NotReadable("it has other hard links, which would keep the old text");
    accessSync(target, constants.W_OK);
    temporary = path.join(path.dirname(target), `.forge-alloy.${randomUUID()}.tmp`);
    writeTemporary(temporary, text, found);
    const now = readOrdinaryFileSync(target, { limit: MAX_BYTES.document, follow: false });
    if (!now.equals(Buffer.from(was))) throw new NotReadable("it changed after it was read");
    replaceBy(temporary, target);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    throw new Failure(`cannot write ${file}: ${reasonOf(error)}`);
  }
}

function replaceBy(temporary: string, target: string): void {
  try {
    renameSync(temporary, target);
  } catch (error) {
    // Windows replaces no file that somebody reads, and says that this is not permitted.
    const { code } = error as NodeJS.ErrnoException;
    if (process.platform !== "win32" || (code !== "EPERM" && code !== "EACCES")) throw error;
    throw new NotReadable("another program has it open");
  }
}

/** Writes a file that will take the place of another one: at no moment can it be read by more people than that. */
function writeTemporary(file: string, text: string, { mode, uid, gid }: Stats): void {
  const descriptor = openSync(file, NEW_FILE, mode & 0o700);
  try {
    const hasOwners = process.getuid !== undefined; // not on Windows
    if (hasOwners) {
      keepOwner(descriptor, uid, gid);
      fchmodSync(descriptor, mode & 0o7777);
    }
    writeFileSync(descriptor, text);
    fsyncSync(descriptor); // a rename may reach the disk before the text does
  } finally {
    closeSync(descriptor);
  }
}

function keepOwner(descriptor: number, uid: number, gid: number): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    throw new NotReadable("its owner or group would change");
  }
}

/** The file must not be there yet, not even as a link. */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/**
 * Removes the temporary files that killed processes left in a folder: ordinary files that have a name of
 * ours, belong to this user, and are old. If the removal fails, a file stays.
 */
export function removeAbandoned(folder: string): void {
  for (const name of namesIn(folder)) {
    if (!TEMPORARY.test(name)) continue;
    try {
      const file = path.join(folder, name);
      const found = lstatSync(file);
      const isOurs = process.getuid === undefined || found.uid === process.getuid();
      if (isOurs && found.isFile() && found.mtimeMs < Date.now() - ABANDONED) rmSync(file);
    } catch {
      // removed by somebody else, or not ours to remove
    }
  }
}

/** The names in a folder; none where it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
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
  let descriptor: number | undefined;
  try {
    assertNames(file);
    makeFolder(path.dirname(path.resolve(file)));
    descriptor = openSync(file, NEW_FILE);
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    if (descriptor !== undefined) rmSync(file, { force: true });
    throw new Failure(`cannot write ${file}: ${reasonOf(error)}`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** In UTF-16 units. Windows reports of longer names that there is no such file. */
const MAX_WINDOWS_NAME = 255;

/**
 * Node.js can make files on Windows that other programs cannot open or delete, and hidden streams of other files.
 * @throws {NotReadable} for a path with such a name
 */
function assertNames(file: string): void {
  if (process.platform !== "win32") return;
  const whole = path.resolve(file);
  for (const name of whole.slice(path.parse(whole).root.length).split(path.sep)) {
    const [, device] = /^(con|prn|aux|nul|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i.exec(name) ?? [];
    if (device !== undefined) throw new NotReadable(`"${device}" is the name of a device on Windows`);
    if (name.length > MAX_WINDOWS_NAME) throw new NotReadable("its name is too long");
    if (/[. ]$/.test(name)) throw new NotReadable(`on Windows, "${name}" cannot end with a dot or space`);
    const [wrong] = /[<>:"|?*\p{Cc}]/u.exec(name) ?? [];
    if (wrong !== undefined)
      throw new NotReadable(`on Windows, "${name}" cannot contain ${JSON.stringify(wrong)}`);
  }
}

/** With those around it. `recursive` of Node would never end in a folder that takes none, as /proc. */
function makeFolder(folder: string): void {
  const missing: string[] = [];
  let at = folder;
  for (; !existsSync(at) && at !== path.dirname(at); at = path.dirname(at)) missing.push(at);
  // For a path through a file, Windows reports that there is no such file.
  if (statOf(at)?.isDirectory() === false) throw new NotReadable("its folder is a file");
  for (const one of missing.reverse()) mkdirSync(one);
}
