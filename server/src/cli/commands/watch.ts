import { type FSWatcher, watch as watchFolder } from "node:fs";
import path from "node:path";
import { DOMAINS_FOLDER, EXECUTORS_FOLDER } from "../../schema/document-kind.js";
import { Failure } from "../../workspace/failure.js";
import { statOf } from "../../workspace/files.js";
import type { Meant, WalkListener } from "../../workspace/named-files.js";
import type { CheckedFile } from "../file-check.js";
import { say } from "../terminal.js";
import type { Memory } from "../threads.js";

/** What changes within this time after a first change is looked at together, in milliseconds. */
const SETTLE = 50;

/** Name of the folder with settings. The settings apply to the folder that contains it. */
const SETTINGS = path.dirname(DOMAINS_FOLDER);

const CLEAR = "\u001B[2J\u001B[3J\u001B[H";

/**
 * Runs a check now and whenever files changed that it is about, or settings: of the folders, or those that are named.
 * Only files that changed are checked again, unless settings did. Ends with the process.
 * @param settings files with settings and folders with some, beside those of the folders that are looked into
 * @throws {Failure} where the first run has wrong paths; later ones only say so
 */
export async function watch(
  run: (memory: Memory, listener: WalkListener) => Promise<number>,
  settings: readonly string[],
): Promise<never> {
  const memory = new FileMemory();
  let wake = () => {};
  const folders = new WatchedFolders(settings, (isAboutSettings) => {
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
      await run(memory, { folder: (folder, meant) => folders.add(folder, meant) });
      folders.end();
    } catch (error) {
      // A file that was named is gone: its folder stays watched.
      if (isFirst || !(error instanceof Failure)) throw error;
      say(`error: ${error.message}`);
    }
    say("Waiting for changes. Press Ctrl+C to stop.");
    await woken;
    await new Promise((resolve) => setTimeout(resolve, SETTLE));
  }
}

/** The folders that the last run looked into, those of their settings, and those above where settings may come up. */
class WatchedFolders {
  readonly #changed: (isAboutSettings: boolean) => void;
  readonly #settings: ReadonlySet<string>;
  readonly #watchers = new Map<string, FSWatcher>();
  #wanted = new Set<string>();
  /** Which names matter in the folders that the last complete run looked into. */
  #walked: Walked = new Map();
  /** The same of the run that is under way, or came to nothing. */
  #lookedInto: Walked = new Map();

  constructor(settings: readonly string[], changed: (isAboutSettings: boolean) => void) {
    this.#settings = new Set(settings.map((file) => path.resolve(file)));
    this.#changed = changed;
  }

  /** A run begins; what it looks into counts from now on, what earlier ones looked into counts until `end`. */
  begin(): void {
    this.#wanted = new Set();
    this.#lookedInto = new Map();
    for (const place of this.#settings) {
      this.#want(path.dirname(place));
      if (isFolder(place)) this.#want(place);
    }
  }

  /** Watched from before it is read, so that nothing is missed. */
  add(given: string, { file, hidden }: Meant): void {
    const folder = path.resolve(given);
    const isMeant = (name: string) => (hidden || !name.startsWith(".")) && file(path.join(given, name));
    this.#lookedInto.set(folder, [...(this.#lookedInto.get(folder) ?? []), isMeant]);
    for (let at = folder; !this.#wanted.has(at); at = path.dirname(at)) {
      this.#want(at);
      for (const place of [SETTINGS, DOMAINS_FOLDER, EXECUTORS_FOLDER].map((name) => path.join(at, name)))
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
    const file = path.join(folder, name ?? "");
    const isNamed = this.#settings.has(folder) || this.#settings.has(file);
    const isAboutSettings = isNamed || isOfSettings(folder) || name === SETTINGS;
    if (isAboutSettings || this.#matters(folder, name)) this.#changed(isAboutSettings);
  }

  /** Other files do not: the report itself may be written into one of them. */
  #matters(folder: string, name: string | null): boolean {
    const meant = [this.#walked, this.#lookedInto].flatMap((walked) => walked.get(folder) ?? []);
    if (meant.length === 0) return false;
    if (name === null || name === ".gitignore" || meant.some((isMeant) => isMeant(name))) return true;
    // A folder may bring files that are meant, or have taken them along.
    const file = path.join(folder, name);
    return this.#walked.has(file) || this.#lookedInto.has(file) || isFolder(file);
  }
}

/** By folder: the tests of which one says whether a name in it matters. */
type Walked = Map<string, readonly ((name: string) => boolean)[]>;

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
