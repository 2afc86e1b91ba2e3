/** What the server asks its client for: files that it cannot reach itself, wherever the workspace is. */
import { FileType, RelativePattern, Uri, workspace } from "vscode";
import type { FileKind, FileRequests } from "../../server/src/lsp/protocol.js";

const OURS =
  "**/{*.alloy.json,forge-alloy.json,*__forge-alloy.json,.forge-alloy/*.json,.forge-alloy/*/*.json}";

type Answers = {
  readonly [Method in keyof FileRequests]: (
    params: FileRequests[Method]["params"],
  ) => Promise<FileRequests[Method]["result"]>;
};

export const fileRequests: Answers = {
  "forgeAlloy/files/read": async ({ uri }) =>
    new TextDecoder().decode(await workspace.fs.readFile(Uri.parse(uri))),

  "forgeAlloy/files/kind": async ({ uri }) =>
    workspace.fs.stat(Uri.parse(uri)).then(
      ({ type }) => kindOf(type & ~FileType.SymbolicLink),
      () => null,
    ),

  "forgeAlloy/files/entries": async ({ uri }) => {
    const entries = await workspace.fs.readDirectory(Uri.parse(uri));
    return entries.map(([name, type]) => ({
      name,
      kind: type & FileType.SymbolicLink ? "link" : kindOf(type),
    }));
  },

  "forgeAlloy/files/documentsIn": async ({ uri }) => {
    const found = await workspace.findFiles(new RelativePattern(Uri.parse(uri), OURS), "**/node_modules/**");
    return found.map((file) => file.toString());
  },
};

function kindOf(type: FileType): FileKind {
  if (type === FileType.File) return "file";
  return type === FileType.Directory ? "folder" : "other";
}
