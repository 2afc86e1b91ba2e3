import { type FSWatcher, watch as watchFolder } from "node:fs";
import path from "node:path";
import { DOMAINS_FOLDER } from "../alloy/document-kind.js";
import { Failure } from "./failure.js";
import type { CheckedFile } from "./file-check.js";
import { statOf } from "./files.js";
import type { Memory } from "./threads.js";
import type { WalkListener } from "./walk.js";

/** What changes within this time after a first change is looked at together, in milliseconds. */
const SETTLE = 50;

/** The folder with the settings of the folder that it stands in. */
const SETTINGS = path.dirname(DOMAINS_FOLDER);

const CLEAR = "\u001B[2J\u001B[3J\u001B[H";

/**
 * Runs a check now and whenever something changed in its folders, in the folders of its settings, or in those around
 * it. Only files that changed are checked again, unless settings did. Ends with the process.
 * @throws {Failure} where the first run has wrong paths; later ones only say so
 */
export async function watch(
  run: (memory: Memory, listener: WalkListener) => Promise<number>,
): Promise<never> {
  const memory = new FileMemory();
  let wake = () => {};
  const folders = new WatchedFolders((isAboutSettings) => {
    if (isAboutSettings) memory.clear();
    wake();
  });
  for (let isFirst = true; ; isFirst = false) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    if (process.stdout.isTTY) process.stdout.write(CLEAR);
    folders.begin();
    try {
      await run(memory, { folder: (folder) => folders.add(path.resolve(folder)) });
      folders.end();
    } catch (error) {
      // A file that was named is gone: its folder stays watched.
      if (isFirst || !(error instanceof Failure)) throw error;
      process.stderr.write(`${error.message}\n`);
    }
    process.stderr.write("Waiting for changes; Ctrl+C ends it.\n");
    await woken;
    await new Promise((resolve) => setTimeout(resolve, SETTLE));
  }
}

/** The folders that the last run looked into, those of their settings, and those above where settings may come up. */
class WatchedFolders {
  readonly #changed: (isAboutSettings: boolean) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #wanted = new Set<string>();
  /** Those in which every file matters. */
  #walked = new Set<string>();
  #lookedInto = new Set<string>();

  constructor(changed: (isAboutSettings: boolean) => void) {
    this.#changed = changed;
  }

  /** A run begins; what it looks into counts from now on, what earlier ones looked into counts until `end`. */
  begin(): void {
    this.#wanted = new Set();
    this.#walked = new Set(this.#walked);
    this.#lookedInto = new Set();
  }

  /** Watched from before it is read, so that nothing is missed. */
  add(folder: string): void {
    this.#walked.add(folder);
    this.#lookedInto.add(folder);
    for (let at = folder; !this.#wanted.has(at); at = path.dirname(at)) {
      this.#want(at);
      for (const place of [path.join(at, SETTINGS), path.join(at, DOMAINS_FOLDER)])
        if (isFolder(place)) this.#want(place);
    }
  }

  /** The run is over: folders that it did not look into are forgotten. */
  end(): void {
    this.#walked = this.#lookedInto;
    for (const folder of this.#watchers.keys()) if (!this.#wanted.has(folder)) this.#forget(folder);
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #want(folder: string): void {
    this.#wanted.add(folder);
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watchFolder(folder, (_, name) => {
        // A folder that came or went: if it is there, it may be another one, which needs a watcher of its own.
        if (name !== null) this.#forget(path.join(folder, name));
        this.#tell(folder, name);
      });
      watcher.on("error", () => this.#tell(folder, null));
      this.#watchers.set(folder, watcher);
    } catch {
      // Gone again, or not ours to read; the walk says so.
    }
  }

  #tell(folder: string, name: string | null): void {
    const isAboutSettings = isOfSettings(folder) || name === SETTINGS;
    const isSeen = name === null || !name.startsWith(".") || name === ".gitignore";
    if (isAboutSettings || (isSeen && this.#walked.has(folder))) this.#changed(isAboutSettings);
  }
}

function isOfSettings(folder: string): boolean {
  return path.basename(folder) === SETTINGS || path.basename(path.dirname(folder)) === SETTINGS;
}

function isFolder(file: string): boolean {
  return statOf(file)?.isDirectory() === true;
}

/** What was found in files, as long as they stay as they are. */
class FileMemory implements Memory {
  readonly #known = new Map<string, { stamp: string; checked?: CheckedFile }>();

  get(file: string): CheckedFile | undefined {
    const stamp = stampOf(file);
    const known = this.#known.get(file);
    if (known?.stamp === stamp) return known.checked;
    // The stamp from before the file is read: what changes meanwhile is seen as a change.
    this.#known.set(file, { stamp });
    return undefined;
  }

  set(file: string, checked: CheckedFile): void {
    const known = this.#known.get(file);
    if (known) this.#known.set(file, { stamp: known.stamp, checked });
  }

  clear(): void {
    this.#known.clear();
  }
}

function stampOf(file: string): string {
  const stat = statOf(file);
  return stat ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : "";
}
