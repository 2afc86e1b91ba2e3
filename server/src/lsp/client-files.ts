import type { Files } from "./files.js";
import { type Connection, ErrorCodes, ResponseError } from "./lsp.js";
import { canonical } from "./uris.js";

/** Files that only the client can reach, such as those of a virtual workspace: it is asked for them. */
export function clientFiles(connection: Connection): Files {
  let isAnswered = true;

  async function ask<Answer>(method: string, uri: string): Promise<Answer | undefined> {
    if (!isAnswered) return undefined;
    try {
      return (
        (await connection.sendRequest<Answer | null>(`forgeAlloy/files/${method}`, { uri })) ?? undefined
      );
    } catch (error) {
      // Another editor, which knows nothing of these requests, hears of them once.
      if (error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound) isAnswered = false;
      return undefined;
    }
  }

  return {
    read: (uri) => ask<string>("read", uri),
    // Where links lead, only the client can know.
    place: async (uri) => ((await ask<boolean>("exists", uri)) === true ? uri : undefined),
    jsonFilesIn: async (folder) => ((await ask<string[]>("jsonFilesIn", folder)) ?? []).map(canonical),
    async *documentsIn(folder) {
      for (const uri of (await ask<string[]>("documentsIn", folder)) ?? []) yield canonical(uri);
    },
  };
}

/** The files of this machine where a URI names one, else those of the client. */
export function filesByScheme(local: Files, others: Files): Files {
  const of = (uri: string) => (uri.startsWith("file:") ? local : others);
  return {
    read: (uri) => of(uri).read(uri),
    place: (uri) => of(uri).place(uri),
    jsonFilesIn: (folder) => of(folder).jsonFilesIn(folder),
    documentsIn: (folder) => of(folder).documentsIn(folder),
  };
}
