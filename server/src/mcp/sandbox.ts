import { realpathSync } from "node:fs";
import path from "node:path";
import { Failure } from "../workspace/failure.js";

/** A file that tools may read or write. */
export interface AllowedFile {
  /** Absolute, with all links resolved. */
  readonly path: string;
  /** Relative to its folder, with `/`: how answers call the file. */
  readonly name: string;
  /** The allowed folder that it is in. */
  readonly folder: string;
}

/** Longest path that is looked up, in characters. */
const MAX_PATH = 4096;

/** The folders below which tools may read and write; no path and no link leads out of them. */
export class Sandbox {
  /** Absolute, with all links resolved. */
  readonly folders: readonly string[];

  /** @param folders absolute paths; folders that do not exist are omitted */
  constructor(folders: readonly string[]) {
    this.folders = [...new Set(folders.flatMap((folder) => realPath(folder) ?? []))];
  }

  /** The folder that relative paths are relative to, and whose settings apply to a text without a path. */
  get first(): string {
    const [first] = this.folders;
    if (first === undefined) throw new Failure("the client allows no local folder");
    return first;
  }

  /**
   * A file or folder that exists.
   * @param given relative to an allowed folder, or absolute
   * @throws {Failure} if there is none, or if it is outside of the allowed folders
   */
  existing(given: string): AllowedFile {
    const candidates = this.#candidates(given);
    for (const candidate of candidates) {
      const real = realPath(candidate);
      const folder = real && this.#folderOf(real);
      if (real && folder !== undefined) return allowed(real, folder);
    }
    // Nothing is told about places outside, not even whether something is there.
    if (candidates.some((candidate) => this.#folderOf(candidate) !== undefined && !realPath(candidate)))
      throw new Failure(`cannot read ${given}: no such file or folder`);
    throw new Failure(`cannot read ${given}: it is outside the folders that the client allows`);
  }

  /**
   * A file that may be created.
   * @param given relative to the first allowed folder, or absolute
   * @throws {Failure} if it would be outside of the allowed folders
   */
  creatable(given: string): AllowedFile {
    const [candidate] = this.#candidates(given) as [string];
    const missing: string[] = [];
    let at = candidate;
    for (; realPath(at) === undefined && at !== path.dirname(at); at = path.dirname(at))
      missing.unshift(path.basename(at));
    const real = path.join(realPath(at) ?? at, ...missing);
    const folder = this.#folderOf(real);
    if (folder === undefined)
      throw new Failure(`cannot write ${given}: it is outside the folders that the client allows`);
    return allowed(real, folder);
  }

  /** Whether a file is below an allowed folder, after all links. */
  holds(file: string): boolean {
    const real = realPath(file);
    return real !== undefined && this.#folderOf(real) !== undefined;
  }

  #candidates(given: string): string[] {
    if (given === "" || given.length > MAX_PATH || given.includes("\0"))
      throw new Failure(`a path must have 1 to ${MAX_PATH} characters, none of which is NUL`);
    if (path.isAbsolute(given)) return [path.normalize(given)];
    return [this.first, ...this.folders.slice(1)].map((folder) => path.join(folder, given));
  }

  /** The allowed folder around a path whose links are resolved. */
  #folderOf(real: string): string | undefined {
    return this.folders.find((folder) => {
      const below = path.relative(folder, real);
      return below !== ".." && !below.startsWith(`..${path.sep}`) && !path.isAbsolute(below);
    });
  }
}

function allowed(real: string, folder: string): AllowedFile {
  return { path: real, name: path.relative(folder, real).split(path.sep).join("/") || ".", folder };
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}
