/** What the server asks for files: those of the playground, and the vocabularies of the site. */
import type { FileRequests } from "../../server/src/lsp/protocol.js";
import type { LanguageServer } from "./language-server.js";
import { Uri } from "./monaco.js";
import { FOLDER, nameOf, pathOf, RESOURCES } from "./paths.js";
import { pathIn, type Workspace } from "./workspace.js";

type Entries = FileRequests["forgeAlloy/files/entries"]["result"];

/** Answers the requests of the server for files. */
export function serveFiles(server: LanguageServer, workspace: Workspace): void {
  const paths = () => workspace.models.map(pathIn);

  server.answer("forgeAlloy/files/read", async ({ uri }: { uri: string }) => {
    return workspace.find(uri)?.getValue() ?? (await vocabularyAt(uri)) ?? null;
  });
  server.answer("forgeAlloy/files/kind", ({ uri }: { uri: string }) => {
    if (workspace.find(uri)) return "file";
    const folder = folderOf(uri);
    return folder !== undefined && paths().some((path) => path.startsWith(folder)) ? "folder" : null;
  });
  server.answer("forgeAlloy/files/entries", ({ uri }: { uri: string }): Entries => {
    const folder = folderOf(uri);
    if (folder === undefined) return null;
    const entries = new Map<string, "file" | "folder">();
    for (const path of paths().filter((path) => path.startsWith(folder))) {
      const [name = "", ...below] = path.slice(folder.length).split("/");
      entries.set(name, below.length > 0 ? "folder" : "file");
    }
    if (folder !== "" && entries.size === 0) return null;
    return [...entries].map(([name, kind]) => ({ name, kind }));
  });
  server.answer("forgeAlloy/files/documentsIn", ({ uri }: { uri: string }) => {
    const folder = folderOf(uri);
    if (folder === undefined) return [];
    return workspace.models
      .filter((model) => pathIn(model).startsWith(folder))
      .map((model) => model.uri.toString());
  });
}

/** The path of a folder below the workspace folder, with a slash at its end; "" for the workspace folder. */
function folderOf(uri: string): string | undefined {
  const bare = uri.replace(/\/$/, "");
  if (bare === FOLDER) return "";
  const path = pathOf(Uri.parse(bare));
  return path === undefined ? undefined : `${path}/`;
}

const VOCABULARY = new RegExp(`^${RESOURCES}/vocabularies/[\\w.-]+\\.json$`);

/** The text of a vocabulary, which is a file of the site; `undefined` if the URI is none. */
export async function vocabularyAt(uri: string): Promise<string | undefined> {
  if (!VOCABULARY.test(uri)) return undefined;
  const answer = await fetch(`vocabularies/${nameOf(uri)}`);
  return answer.ok ? answer.text() : undefined;
}
