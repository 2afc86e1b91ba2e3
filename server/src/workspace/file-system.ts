/**
 * The files around the alloys: on a disk, or behind a client. Every file and folder has a canonical URI, see `uris.ts`.
 * Nothing here fails: a file that cannot be read has a reason, or is not there.
 */
export interface FileSystem {
  /** Whether names that differ in upper and lower case only are usually the same file here. */
  readonly ignoresCase?: boolean;
  /**
   * The text of an ordinary file; `undefined` if there is no such file.
   * @param limit largest size in bytes
   * @param follow whether a link is followed; default: `true`
   */
  read(uri: string, limit: number, follow?: boolean): Promise<FileText | undefined>;
  /** What is at a URI, links followed; `undefined` for nothing. */
  kind(uri: string): Promise<FileKind | undefined>;
  /** The URI with all links followed; `undefined` if there is nothing. */
  realPath(uri: string): Promise<string | undefined>;
  /** What a folder holds, in no particular order; `undefined` if there is no such folder. */
  entries(folder: string): Promise<Entries | undefined>;
  /**
   * The alloys and settings in a folder and below, ignored ones possibly among them; absent or `undefined` if they are
   * found no faster than by walking.
   */
  find?(folder: string): AsyncIterable<string> | undefined;
}

/** The text of a file, or why it cannot be read: the end of a sentence such as "it is not UTF-8". */
export type FileText = { readonly text: string } | { readonly reason: string };

export type Entries = { readonly entries: readonly Entry[] } | { readonly reason: string };

/** `other` is a named pipe, a device, or a socket. */
export type FileKind = "file" | "folder" | "other";

export interface Entry {
  readonly name: string;
  readonly kind: FileKind | "link";
}
