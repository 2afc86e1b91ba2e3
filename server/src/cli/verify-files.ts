import { createHash, type Hash } from "node:crypto";
import {
  close,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  read,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import type { Digest, Entry, Files, Folder, Place, Unavailable } from "../verify/files.js";
import { insidePath, isUnavailable } from "../verify/files.js";
import { reasonOf } from "./files.js";

const closeFile = promisify(close);
const readFile = promisify(read);

/** Bytes that are read at once: large enough that calls cost nothing, small enough to stay in the processor's cache. */
const CHUNK = 1 << 20;

/** Bytes of a digest from which on it is computed in a thread of its own. */
const LARGE = 1 << 26;

/** Digests that are computed at the same time at most; more make a disk seek. */
const MAX_PARALLEL = 4;

/** Files in a folder that is listed, at most. */
const MAX_ENTRIES = 1_000_000;

/** How far reading is, in bytes. */
export interface ReadProgress {
  /** Of all files that were asked for so far. */
  total(bytes: number): void;
  read(bytes: number): void;
}

/** What a hash thread is told. `cells[0]` counts the bytes that it has read. */
export type HashRequest =
  | { readonly kind: "start"; readonly prefix: Uint8Array | undefined }
  | {
      readonly kind: "file";
      readonly descriptor: number;
      /** Bytes that the file had; one that grows faster than it is read is not read for ever. */
      readonly size: number;
      readonly cells: BigUint64Array;
    }
  | { readonly kind: "end" };

/** What it answers; nothing to `start`. */
export type HashReply =
  | { readonly kind: "read" }
  | { readonly kind: "digest"; readonly hex: string }
  | { readonly kind: "error"; readonly code: string };

/** An ordinary file that may be read. */
interface Located {
  /** Without links. */
  readonly file: string;
  readonly stats: Stats;
}

/**
 * Reads the files that statements are about: ordinary files in the folders given, and nothing else. A link is followed if
 * it stays in the folder; in a download cache of Hugging Face, it may also lead to the files of the same repository.
 */
export class DiskFiles implements Files {
  readonly #folders: ReadonlyMap<Folder, string>;
  readonly #progress: ReadProgress;
  readonly #limits = new Map<Folder, readonly string[] | Unavailable>();
  readonly #idle: HashThread[] = [];
  readonly #waiting: (() => void)[] = [];
  #free = Math.min(MAX_PARALLEL, availableParallelism());

  constructor(folders: ReadonlyMap<Folder, string>, progress: ReadProgress) {
    this.#folders = folders;
    this.#progress = progress;
  }

  async size(place: Place): Promise<number | Unavailable> {
    const found = this.#locate(place);
    return isUnavailable(found) ? found : found.stats.size;
  }

  async digest(places: readonly Place[], prefix?: Uint8Array): Promise<Digest | Unavailable> {
    let size = 0;
    for (const place of places) {
      const found = this.#locate(place);
      if (isUnavailable(found)) return found;
      size += found.stats.size;
    }
    this.#progress.total(size);
    await this.#enter();
    try {
      return await this.#digest(places, { prefix, size });
    } finally {
      this.#leave();
    }
  }

  async list(place: Place, { deep }: { readonly deep: boolean }): Promise<readonly Entry[] | Unavailable> {
    const found = this.#resolve(place);
    if (isUnavailable(found)) return found;
    if (!found.stats.isDirectory())
      return { kind: "is-file", reason: `"${nameOf(place)}" is a file, not a folder` };
    const entries: Entry[] = [];
    const open = [""];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      let children: Dirent[];
      try {
        children = readdirSync(path.join(found.file, folder), { withFileTypes: true });
      } catch (error) {
        return { kind: "unreadable", reason: `"${nameOf(place)}" cannot be read: ${reasonOf(error)}` };
      }
      for (const child of children) {
        const name = folder === "" ? child.name : `${folder}/${child.name}`;
        if (child.isDirectory()) {
          if (deep) open.push(name);
          continue;
        }
        const inner = { folder: place.folder, path: place.path === "" ? name : `${place.path}/${name}` };
        const file = this.#locate(inner);
        if (!isUnavailable(file)) entries.push({ path: name, size: file.stats.size });
        // A link to a folder is none of the files of this folder; below it there may be some.
        else if (deep || file.kind !== "is-folder")
          entries.push({ path: name, size: 0, problem: file.reason });
        if (entries.length > MAX_ENTRIES)
          return {
            kind: "unreadable",
            reason: `"${nameOf(place)}" has more than ${MAX_ENTRIES.toLocaleString("en")} files`,
          };
      }
    }
    return entries;
  }

  /** Ends all threads. */
  async end(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((thread) => thread.stop()));
  }

  /** Waits until one digest less is computed at the same time. */
  async #enter(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }

  async #digest(
    places: readonly Place[],
    { prefix, size }: { prefix: Uint8Array | undefined; size: number },
  ): Promise<Digest | Unavailable> {
    const thread = size >= LARGE ? (this.#idle.pop() ?? new HashThread()) : undefined;
    const sum: StreamHash = thread ?? new OwnHash();
    try {
      sum.start(prefix);
      let total = 0;
      for (const place of places) {
        const bytes = await this.#add(place, sum);
        if (typeof bytes !== "number") return bytes;
        total += bytes;
      }
      return { hex: await sum.end(), size: total };
    } catch (error) {
      return { kind: "unreadable", reason: `"${nameOf(places[0])}" cannot be read: ${reasonOf(error)}` };
    } finally {
      if (thread) this.#idle.push(thread);
    }
  }

  /** Bytes of a file that went into a hash. What is opened is what was looked at, and it must not change meanwhile. */
  async #add(place: Place, sum: StreamHash): Promise<number | Unavailable> {
    const found = this.#locate(place);
    if (isUnavailable(found)) return found;
    const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0, O_NOFOLLOW = 0 } = constants;
    const descriptor = openSync(found.file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
    try {
      const before = fstatSync(descriptor, { bigint: true });
      if (!before.isFile()) return notAFile(place);
      let bytes = 0;
      await sum.file(descriptor, Number(before.size), (count) => {
        bytes += count;
        this.#progress.read(count);
      });
      const after = fstatSync(descriptor, { bigint: true });
      const isSame = (["size", "mtimeNs", "ctimeNs"] as const).every(
        (field) => before[field] === after[field],
      );
      if (!isSame || BigInt(bytes) !== before.size)
        return { kind: "changed", reason: `"${nameOf(place)}" changed while it was read` };
      return bytes;
    } finally {
      await closeFile(descriptor);
    }
  }

  #locate(place: Place): Located | Unavailable {
    const found = this.#resolve(place);
    if (isUnavailable(found) || found.stats.isFile()) return found;
    return found.stats.isDirectory()
      ? { kind: "is-folder", reason: `"${nameOf(place)}" is a folder` }
      : notAFile(place);
  }

  #resolve(place: Place): Located | Unavailable {
    const limits = this.#limitsOf(place.folder);
    if (isUnavailable(limits)) return limits;
    const inside = insidePath(place.path);
    const outside: Unavailable = { kind: "outside", reason: `"${nameOf(place)}" leads out of the folder` };
    if (inside === undefined) return outside;
    try {
      const file = realpathSync(path.join(limits[0] as string, inside));
      if (!limits.some((limit) => contains(limit, file))) return outside;
      return { file, stats: lstatSync(file) };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code === "ENOENT" || code === "ENOTDIR"
        ? { kind: "missing", reason: `no file "${nameOf(place)}"` }
        : { kind: "unreadable", reason: `"${nameOf(place)}" cannot be read: ${reasonOf(error)}` };
    }
  }

  /** The folder without links, and the others that links in it may lead to. */
  #limitsOf(folder: Folder): readonly string[] | Unavailable {
    const known = this.#limits.get(folder);
    if (known) return known;
    const given = this.#folders.get(folder);
    let limits: readonly string[] | Unavailable;
    try {
      if (given === undefined) limits = { kind: "missing", reason: "no folder given" };
      else limits = [realpathSync(given), ...blobsOf(realpathSync(given))];
    } catch (error) {
      limits = { kind: "unreadable", reason: `${given} cannot be read: ${reasonOf(error)}` };
    }
    this.#limits.set(folder, limits);
    return limits;
  }
}

/** `…/snapshots/<revision>` of a Hugging Face cache has links to `…/blobs`. */
function blobsOf(folder: string): string[] {
  const snapshots = path.dirname(folder);
  return path.basename(snapshots) === "snapshots" ? [path.join(path.dirname(snapshots), "blobs")] : [];
}

function contains(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === "" || (!/^\.\.(?:[\\/]|$)/.test(relative) && !path.isAbsolute(relative));
}

function nameOf(place: Place | undefined): string {
  return place?.path || ".";
}

function notAFile(place: Place): Unavailable {
  return { kind: "unreadable", reason: `"${nameOf(place)}" is a device, pipe, or socket, not a file` };
}

/** Whether a path leads to a folder. */
export function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** A hash over files one after the other; used again from `start` on. */
interface StreamHash {
  start(prefix: Uint8Array | undefined): void;
  /** Reads a file to its end, or until it has more bytes than `size`. */
  file(descriptor: number, size: number, read: (bytes: number) => void): Promise<void>;
  end(): Promise<string>;
}

/** In this thread: the next chunk is read while one is hashed. */
class OwnHash implements StreamHash {
  #hash: Hash | undefined;

  start(prefix: Uint8Array | undefined): void {
    this.#hash = createHash("sha256");
    if (prefix) this.#hash.update(prefix);
  }

  async file(descriptor: number, size: number, read: (bytes: number) => void): Promise<void> {
    let total = 0;
    const next = (buffer: Buffer) => readFile(descriptor, buffer, 0, buffer.length, null);
    let [buffer, other] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
    let { bytesRead } = await next(buffer);
    while (bytesRead > 0 && total <= size) {
      total += bytesRead;
      const ahead = next(other);
      this.#hash?.update(buffer.subarray(0, bytesRead));
      read(bytesRead);
      ({ bytesRead } = await ahead);
      [buffer, other] = [other, buffer];
    }
  }

  async end(): Promise<string> {
    return this.#hash?.digest("hex") ?? "";
  }
}

/** Time between two looks at how far a thread is, in milliseconds. */
const LOOK_MS = 100;

/** In a thread of its own. */
class HashThread implements StreamHash {
  readonly #worker: Worker;

  constructor() {
    this.#worker = new Worker(new URL("hash-worker.cjs", import.meta.url));
    // Whoever waits for an answer hears of it; where nobody does, nothing is lost.
    this.#worker.on("error", () => {});
  }

  start(prefix: Uint8Array | undefined): void {
    this.#worker.postMessage({ kind: "start", prefix } satisfies HashRequest);
  }

  async file(descriptor: number, size: number, read: (bytes: number) => void): Promise<void> {
    const cells = new BigUint64Array(new SharedArrayBuffer(8));
    let seen = 0;
    const look = () => {
      const now = Number(Atomics.load(cells, 0));
      read(now - seen);
      seen = now;
    };
    const timer = setInterval(look, LOOK_MS);
    try {
      await this.#ask({ kind: "file", descriptor, size, cells });
    } finally {
      clearInterval(timer);
    }
    look();
  }

  async end(): Promise<string> {
    const reply = await this.#ask({ kind: "end" });
    return reply.kind === "digest" ? reply.hex : "";
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(request: HashRequest): Promise<HashReply> {
    return new Promise((resolve, reject) => {
      const done = () => {
        this.#worker.off("message", answer);
        this.#worker.off("error", fail);
        this.#worker.off("exit", end);
      };
      const end = () => fail(new Error("its thread has ended"));
      const fail = (error: unknown) => {
        done();
        reject(error);
      };
      const answer = (reply: HashReply) => {
        done();
        if (reply.kind === "error") reject(Object.assign(new Error(reply.code), { code: reply.code }));
        else resolve(reply);
      };
      this.#worker.on("message", answer);
      this.#worker.on("error", fail);
      this.#worker.on("exit", end);
      this.#worker.postMessage(request);
    });
  }
}
