/** What the server asks its client for: files that it cannot reach itself, wherever the workspace is. */
import { FileType, RelativePattern, Uri, workspace } from "vscode";

const OURS =
  "**/{*.alloy.json,forge-alloy.json,*__forge-alloy.json,.forge-alloy/config.json,.forge-alloy/domains/*.json}";

type Answer = (params: { readonly uri: string }) => Promise<unknown>;

/** The requests of `server/src/lsp/client-files.ts`, by their method. */
export const fileRequests: Readonly<Record<string, Answer>> = {
  "forgeAlloy/files/read": async ({ uri }) =>
    new TextDecoder().decode(await workspace.fs.readFile(Uri.parse(uri))),

  "forgeAlloy/files/exists": async ({ uri }) =>
    workspace.fs.stat(Uri.parse(uri)).then(
      () => true,
      () => false,
    ),

  "forgeAlloy/files/jsonFilesIn": async ({ uri }) => {
    const folder = Uri.parse(uri);
    const entries = await workspace.fs.readDirectory(folder);
    return entries
      .filter(([name, type]) => name.endsWith(".json") && type !== FileType.Directory)
      .map(([name]) => Uri.joinPath(folder, name).toString());
  },

  "forgeAlloy/files/documentsIn": async ({ uri }) => {
    const found = await workspace.findFiles(new RelativePattern(Uri.parse(uri), OURS), "**/node_modules/**");
    return found.map((file) => file.toString());
  },
};
