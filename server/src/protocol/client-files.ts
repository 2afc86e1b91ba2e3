import type { Connection } from "vscode-languageserver";
import type { Files } from "./files.js";

/** Files that only the client can reach, such as those of a virtual workspace: it is asked for them. */
export function clientFiles(connection: Connection): Files {
  const ask = <Answer>(method: string, uri: string): Promise<Answer | null> =>
    connection.sendRequest<Answer | null>(`forgeAlloy/files/${method}`, { uri }).catch(() => null);
  return {
    read: async (uri) => (await ask<string>("read", uri)) ?? undefined,
    exists: async (uri) => (await ask<boolean>("exists", uri)) === true,
    jsonFilesIn: async (folder) => (await ask<string[]>("jsonFilesIn", folder)) ?? [],
    async *documentsIn(folder) {
      yield* (await ask<string[]>("documentsIn", folder)) ?? [];
    },
  };
}
