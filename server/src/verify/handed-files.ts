import { t } from "../text/l10n.js";
import {
  type Digest,
  type Entry,
  type Files,
  type Folder,
  insidePath,
  type Place,
  type Unavailable,
} from "./files.js";
import type { Platform } from "./platform.js";

/** The content of a file, whole or in pieces. */
export type Content =
  | Uint8Array
  | AsyncIterable<Uint8Array>
  /** A `ReadableStream`. */
  | { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> } }
  /** A `Blob` or `File`. */
  | { stream(): { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> } } };

/** Returns the content of a file, or `undefined` if there is none. */
export type Open = (path: string, folder: Folder) => Content | undefined | Promise<Content | undefined>;

/** Files that a caller hands in one by one; folders are lists of names. Each file is opened once for each hash of it. */
export class HandedFiles implements Files {
  readonly #open: Open;
  readonly #platform: Platform;
  readonly #names: ReadonlyMap<Folder, readonly string[]>;
  readonly #digests = new Map<string, Promise<Digest | Unavailable>>();

  /** @param names the files in the folders that the caller has as a whole, with `/` */
  constructor(open: Open, platform: Platform, names: ReadonlyMap<Folder, readonly string[]>) {
    this.#open = open;
    this.#platform = platform;
    this.#names = names;
  }

  async size(place: Place): Promise<number | Unavailable> {
    const digest = await this.digest([place]);
    return "reason" in digest ? digest : digest.size;
  }

  digest(places: readonly Place[], prefix?: Uint8Array): Promise<Digest | Unavailable> {
    const [place] = places;
    if (places.length !== 1 || !place || prefix) return this.#digest(places, prefix);
    const key = `${place.folder}\n${place.path}`;
    const digest = this.#digests.get(key) ?? this.#digest(places);
    this.#digests.set(key, digest);
    return digest;
  }

  async list({ folder, path }: Place): Promise<readonly Entry[] | Unavailable> {
    const names = path === "" ? this.#names.get(folder) : undefined;
    if (!names) return { kind: "missing", reason: t`no list of the files in "${path}" given` };
    return names.map((name) => ({ path: name, size: 0 }));
  }

  async #digest(places: readonly Place[], prefix?: Uint8Array): Promise<Digest | Unavailable> {
    const hash = this.#platform.createSha256();
    if (prefix) hash.update(prefix);
    let size = 0;
    for (const { folder, path } of places) {
      const inside = insidePath(path);
      if (!inside) return { kind: "outside", reason: t`"${path}" points outside the folder` };
      try {
        const content = await this.#open(inside, folder);
        if (!content) return { kind: "missing", reason: t`no file "${inside}"` };
        for await (const piece of piecesOf(content)) {
          hash.update(piece);
          size += piece.length;
        }
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return { kind: "unreadable", reason: t`"${inside}" cannot be read: ${why}` };
      }
    }
    return { hex: hash.digest(), size };
  }
}

async function* piecesOf(content: Content): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) yield content;
  else if (Symbol.asyncIterator in content) yield* content;
  else {
    // Not every browser iterates over streams.
    const reader = ("stream" in content ? content.stream() : content).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (value) yield value;
      if (done) return;
    }
  }
}
