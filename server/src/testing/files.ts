import type { FileSystem } from "../workspace/file-system.js";

/** The files of a server that can reach none. */
export const NO_FILES: FileSystem = {
  read: async () => undefined,
  kind: async () => undefined,
  realPath: async () => undefined,
  entries: async () => undefined,
  async *find() {},
};
