import type { Files } from "../lsp/files.js";

/** The files of a server that can reach none. */
export const NO_FILES: Files = {
  read: () => Promise.resolve(undefined),
  place: () => Promise.resolve(undefined),
  jsonFilesIn: () => Promise.resolve([]),
  async *documentsIn() {},
};
