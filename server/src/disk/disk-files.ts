import {
  close,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { t } from "../text/l10n.js";
import type { Digest, Entry, Files, Folder, Place, Unavailable } from "../verify/files.js";
import { insidePath, isUnavailable } from "../verify/files.js";
import { reasonOf } from "./ordinary-file.js";
import { HashThread, OwnHash, type StreamHash } from "./stream-hash.js";

const closeFile = promisify(close);
const afterOthers = promisify(setImmediate);

/** Bytes of a digest from which on it is computed in a thread of its own. */
const LARGE = 1 << 26;

/** Digests that are computed at the same time at most; more make a disk seek. */
const MAX_PARALLEL = 4;

/** Files in a folder that is listed, at most. */
const MAX_ENTRIES = 1_000_000;

/** Entries of a folder after which others get their turn. */
const ENTRIES_PER_TURN = 500;

/** How far reading is, in bytes. */
export interface ReadProgress {
  /** Of all files that were asked for so far. */
  total(bytes: number): void;
  read(bytes: number): void;
}

/** An ordinary file that may be read. */
interface Located {
  /** Without links. */
  readonly file: string;
  readonly stats: Stats;
}

export interface ReadLimits {
  /** Bytes of all files together that are read at most; a file counts once. */
  readonly limit?: number;
  /** Folders outside of which nothing is read, wherever the other folders and their links lead. */
  readonly within?: readonly string[];
}

/** Files that were not read because that would take more than the limit. */
export interface Withheld {
  readonly files: number;
  readonly bytes: number;
}

/**
 * Reads the files that statements are about: ordinary files in the folders given, and nothing else. A link is followed if
 * it stays in the folder; in a download cache of Hugging Face, it may also lead to the files of the same repository.
 */
export class DiskFiles implements Files {
  readonly #folders: ReadonlyMap<Folder, string>;
  readonly #progress: ReadProgress;
  /** Bytes that may still be read, of files that are not among the granted ones. */
  #room: number;
  readonly #granted = new Set<string>();
  /** Sizes of files beyond the limit, in bytes. */
  readonly #withheld = new Map<string, number>();
  readonly #threads = new Set<HashThread>();
  readonly #within: readonly string[] | undefined;
  #isCancelled = false;
  readonly #limits = new Map<Folder, readonly string[] | Unavailable>();
  readonly #idle: HashThread[] = [];
  readonly #waiting: (() => void)[] = [];
  #free = Math.min(MAX_PARALLEL, availableParallelism());

  constructor(
    folders: ReadonlyMap<Folder, string>,
    progress: ReadProgress,
    { limit = Number.POSITIVE_INFINITY, within }: ReadLimits = {},
  ) {
    this.#folders = folders;
    this.#progress = progress;
    this.#room = limit;
    this.#within = within;
  }

  /** What was not read because of the limit. */
  get withheld(): Withheld {
    return { files: this.#withheld.size, bytes: totalOf(this.#withheld.values()) };
  }

  async size(place: Place): Promise<number | Unavailable> {
    const found = this.#locate(place);
    return isUnavailable(found) ? found : found.stats.size;
  }

  async digest(places: readonly Place[], prefix?: Uint8Array): Promise<Digest | Unavailable> {
    let size = 0;
    const sizes = new Map<string, number>();
    for (const [i, place] of places.entries()) {
      if (i % ENTRIES_PER_TURN === ENTRIES_PER_TURN - 1) await afterOthers();
      const found = this.#locate(place);
      if (isUnavailable(found)) return found;
      size += found.stats.size;
      sizes.set(found.file, found.stats.size);
    }
    const withheld = this.#withhold(sizes, places[0]);
    if (withheld) return withheld;
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
      return { kind: "is-file", reason: t`"${nameOf(place)}" is a file, not a folder` };
    const entries: Entry[] = [];
    const open = [""];
    let seen = 0;
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      let children: Dirent[];
      try {
        children = readdirSync(path.join(found.file, folder), { withFileTypes: true });
      } catch (error) {
        return { kind: "unreadable", reason: t`"${nameOf(place)}" cannot be read: ${reasonOf(error)}` };
      }
      for (const child of children) {
        if (++seen % ENTRIES_PER_TURN === 0) await afterOthers();
        if (this.#isCancelled) return CANCELLED;
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
            reason: t`"${nameOf(place)}" has more than ${MAX_ENTRIES / 1_000_000} million files`,
          };
      }
    }
    return entries;
  }

  /** Reads nothing more: what is being read and what is asked for from now on is answered with a reason. */
  async cancel(): Promise<void> {
    this.#isCancelled = true;
    await this.end();
  }

  /** Ends all threads. */
  async end(): Promise<void> {
    this.#idle.length = 0;
    await Promise.all([...this.#threads].map((thread) => thread.stop()));
    this.#threads.clear();
  }

  /** The reason why files are not read; undefined if all of them are within the limit. */
  #withhold(sizes: ReadonlyMap<string, number>, first: Place | undefined): Unavailable | undefined {
    const fresh = [...sizes].filter(([file]) => !this.#granted.has(file));
    const bytes = totalOf(fresh.map(([, size]) => size));
    const isGranted = bytes <= this.#room;
    if (isGranted) this.#room -= bytes;
    for (const [file, size] of fresh) {
      if (isGranted) this.#granted.add(file);
      else this.#withheld.set(file, size);
    }
    if (isGranted) return undefined;
    const reason =
      sizes.size === 1
        ? t`"${nameOf(first)}" was skipped because of its size`
        : t`"${nameOf(first)}" and others were skipped because of their size`;
    return { kind: "withheld", reason };
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
    if (this.#isCancelled) return CANCELLED;
    const thread = size >= LARGE ? (this.#idle.pop() ?? this.#newThread()) : undefined;
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
      return { kind: "unreadable", reason: t`"${nameOf(places[0])}" cannot be read: ${reasonOf(error)}` };
    } finally {
      if (thread) this.#idle.push(thread);
    }
  }

  #newThread(): HashThread {
    const thread = new HashThread();
    this.#threads.add(thread);
    return thread;
  }

  /** Bytes of a file that went into a hash. What is opened is what was looked at, and it must not change meanwhile. */
  async #add(place: Place, sum: StreamHash): Promise<number | Unavailable> {
    if (this.#isCancelled) return CANCELLED;
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
        return { kind: "changed", reason: t`"${nameOf(place)}" changed while it was being read` };
      return bytes;
    } finally {
      await closeFile(descriptor);
    }
  }

  #locate(place: Place): Located | Unavailable {
    const found = this.#resolve(place);
    if (isUnavailable(found) || found.stats.isFile()) return found;
    return found.stats.isDirectory()
      ? { kind: "is-folder", reason: t`"${nameOf(place)}" is a folder` }
      : notAFile(place);
  }

  #resolve(place: Place): Located | Unavailable {
    const limits = this.#limitsOf(place.folder);
    if (isUnavailable(limits)) return limits;
    const inside = insidePath(place.path);
    const outside: Unavailable = { kind: "outside", reason: t`"${nameOf(place)}" points outside the folder` };
    if (inside === undefined) return outside;
    try {
      const file = realpathSync(path.join(limits[0] as string, inside));
      if (!limits.some((limit) => contains(limit, file))) return outside;
      return { file, stats: lstatSync(file) };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code === "ENOENT" || code === "ENOTDIR"
        ? { kind: "missing", reason: t`no file "${nameOf(place)}"` }
        : { kind: "unreadable", reason: t`"${nameOf(place)}" cannot be read: ${reasonOf(error)}` };
    }
  }

  /** The folder without links, and the others that links in it may lead to. */
  #limitsOf(folder: Folder): readonly string[] | Unavailable {
    const known = this.#limits.get(folder);
    if (known) return known;
    const given = this.#folders.get(folder);
    let limits: readonly string[] | Unavailable;
    try {
      if (given === undefined) limits = { kind: "missing", reason: t`no folder given` };
      else limits = this.#allowed([realpathSync(given), ...blobsOf(realpathSync(given))]);
    } catch (error) {
      limits = { kind: "unreadable", reason: t`${given} cannot be read: ${reasonOf(error)}` };
    }
    this.#limits.set(folder, limits);
    return limits;
  }

  #allowed([folder = "", ...others]: readonly string[]): readonly string[] | Unavailable {
    const within = this.#within?.map((outer) => realpathSync(outer));
    const isAllowed = (inner: string) => !within || within.some((outer) => contains(outer, inner));
    if (!isAllowed(folder)) return { kind: "outside", reason: t`the folder is outside the workspace` };
    return [folder, ...others.filter(isAllowed)];
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

/** The reason is never shown: the results of a canceled run are dropped. */
const CANCELLED: Unavailable = { kind: "withheld", reason: "cancelled" };

function totalOf(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

function nameOf(place: Place | undefined): string {
  return place?.path || ".";
}

function notAFile(place: Place): Unavailable {
  return { kind: "unreadable", reason: t`"${nameOf(place)}" is a device, pipe, or socket, not a file` };
}

/** Whether a path leads to a folder. */
export function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
