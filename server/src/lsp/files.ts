/** The files around the open documents, wherever they are: on a disk, or behind a client. All URIs are canonical. */
export interface Files {
  /** The text of a file; undefined where there is none, or none that can be read. */
  read(uri: string): Promise<string | undefined>;
  /** The URI where a file or folder really stands, links followed; undefined where there is none. */
  place(uri: string): Promise<string | undefined>;
  /** URIs of the `.json` files that stand directly in a folder; none where there is no folder. */
  jsonFilesIn(folder: string): Promise<string[]>;
  /** URIs of the alloys, configurations and domain files in a folder and below, in no particular order. */
  documentsIn(folder: string): AsyncIterable<string>;
}

/** The names under which alloys are found, as globs of the protocol. */
export const ALLOY_GLOBS = ["**/*.alloy.json", "**/forge-alloy.json", "**/*__forge-alloy.json"];
