import type { FileSystem } from "../workspace/file-system.js";
import { canonical } from "../workspace/uris.js";
import { type Connection, ErrorCodes, ResponseError } from "./lsp.js";
import type { FileRequests } from "./protocol.js";

/** Files that only the client can reach, such as those of a virtual workspace: it is asked for them. */
export function clientFiles(connection: Connection): FileSystem {
  let isAnswered = true;

  async function ask<Method extends keyof FileRequests>(
    method: Method,
    uri: string,
  ): Promise<NonNullable<FileRequests[Method]["result"]> | undefined> {
    if (!isAnswered) return undefined;
    try {
      return (await connection.sendRequest<FileRequests[Method]["result"]>(method, { uri })) ?? undefined;
    } catch (error) {
      // Another editor, which knows nothing of these requests, hears of them once.
      if (error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound) isAnswered = false;
      return undefined;
    }
  }

  const kind = (uri: string) => ask("forgeAlloy/files/kind", uri);
  return {
    kind,
    async read(uri, limit) {
      const text = await ask("forgeAlloy/files/read", uri);
      if (text === undefined) return undefined;
      return text.length > limit ? { reason: `it is larger than ${limit} bytes` } : { text };
    },
    // Only the client can resolve links.
    realPath: async (uri) => ((await kind(uri)) === undefined ? undefined : uri),
    async entries(folder) {
      const entries = await ask("forgeAlloy/files/entries", folder);
      return entries && { entries };
    },
    async *find(folder) {
      for (const uri of (await ask("forgeAlloy/files/documentsIn", folder)) ?? []) yield canonical(uri);
    },
  };
}

/** The files of this machine where a URI names one, else those of the client. */
export function filesByScheme(local: FileSystem, others: FileSystem): FileSystem {
  const of = (uri: string) => (uri.startsWith("file:") ? local : others);
  return {
    read: (uri, limit, follow) => of(uri).read(uri, limit, follow),
    kind: (uri) => of(uri).kind(uri),
    realPath: (uri) => of(uri).realPath(uri),
    entries: (folder) => of(folder).entries(folder),
    find: (folder) => of(folder).find?.(folder),
  };
}
