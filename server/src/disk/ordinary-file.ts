import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync } from "node:fs";
import { type FileHandle, lstat, open, stat } from "node:fs/promises";

/** Why a file that exists is not read. The message follows `<file> cannot be read: `. */
export class NotReadable extends Error {}

export interface ReadOptions {
  /** Largest size, in bytes. */
  readonly limit: number;
  /** Whether a link is followed to what it leads to; default: true. */
  readonly follow?: boolean;
}

/**
 * Neither opening nor reading may wait for somebody at the other end of a named pipe, make a terminal ours, or go
 * through a link that took the place of the file since it was looked at. 0 where the system has no such flag.
 */
function flagsFor(follow: boolean): number {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0, O_NOFOLLOW = 0 } = constants;
  return O_RDONLY | O_NONBLOCK | O_NOCTTY | (follow ? 0 : O_NOFOLLOW);
}

interface Kind {
  isFile(): boolean;
  isDirectory(): boolean;
  isFIFO(): boolean;
  isSymbolicLink(): boolean;
  readonly size: number;
}

/** @throws {NotReadable} for anything but an ordinary file up to the limit */
function assertOrdinary(found: Kind, limit: number): void {
  if (found.isDirectory()) throw new NotReadable("it is a folder");
  if (found.isSymbolicLink()) throw new NotReadable("it is a link");
  if (found.isFIFO()) throw new NotReadable("it is a named pipe, not a file");
  if (!found.isFile()) throw new NotReadable("it is a device or socket, not a file");
  assertSize(found.size, limit);
}

/** Why something above a limit is not read. The tables of a locale would be a good part of a server's memory. */
export function tooLarge(limit: number): string {
  return `it is larger than ${String(limit).replace(/\B(?=(\d{3})+$)/g, ",")} bytes`;
}

function assertSize(bytes: number, limit: number): void {
  if (bytes > limit) throw new NotReadable(tooLarge(limit));
}

/** For the content, and one byte more: only a file that grew fills it. */
function bufferFor({ size }: Kind, limit: number): Buffer {
  return Buffer.allocUnsafe(Math.min(size, limit) + 1);
}

function larger(buffer: Buffer, limit: number): Buffer {
  return Buffer.concat([
    buffer,
    Buffer.allocUnsafe(Math.min(buffer.length + 4096, limit + 1 - buffer.length)),
  ]);
}

/**
 * Reads an ordinary file. Anything else (folder, named pipe, device, socket, a file above the limit, or one
 * that grows above the limit during the read) is rejected and never blocks: the checks apply to the opened
 * file itself. `readOrdinaryFile` is the asynchronous version, for programs that must not block. Files of
 * users are only read here, and only hashed in `disk-files.ts`.
 * @throws {NotReadable | NodeJS.ErrnoException}
 */
export function readOrdinaryFileSync(file: string, { limit, follow = true }: ReadOptions): Buffer {
  // Opening a device can have effects, so nothing is opened that is not a file already.
  assertOrdinary(follow ? statSync(file) : lstatSync(file), limit);
  const descriptor = openSync(file, flagsFor(follow));
  try {
    const found = fstatSync(descriptor);
    assertOrdinary(found, limit);
    let buffer = bufferFor(found, limit);
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += read;
      assertSize(length, limit);
      if (read === 0) return buffer.subarray(0, length);
      if (length === buffer.length) buffer = larger(buffer, limit);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** As `readOrdinaryFileSync`. Rejects where that throws. */
export async function readOrdinaryFile(file: string, { limit, follow = true }: ReadOptions): Promise<Buffer> {
  assertOrdinary(await (follow ? stat(file) : lstat(file)), limit);
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, flagsFor(follow));
    const found = await handle.stat();
    assertOrdinary(found, limit);
    let buffer = bufferFor(found, limit);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      assertSize(length, limit);
      if (bytesRead === 0) return buffer.subarray(0, length);
      if (length === buffer.length) buffer = larger(buffer, limit);
    }
  } finally {
    await handle?.close();
  }
}

/** Why an operation failed, in words. */
export function reasonOf(error: unknown): string {
  if (error instanceof NotReadable) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    ENOENT: "no such file",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EBUSY: "another program has it open",
    EISDIR: "it is a folder",
    EEXIST: "it already exists",
    ENOTDIR: "its folder is a file",
    ENOSPC: "the disk is full",
    EDQUOT: "the disk quota is exceeded",
    EFBIG: "the file is too large",
    ENAMETOOLONG: "its name is too long",
    ELOOP: "too many levels of links",
    EROFS: "the disk is read-only",
  };
  return known[code ?? ""] ?? code ?? message;
}
