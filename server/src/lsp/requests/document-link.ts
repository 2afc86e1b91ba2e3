import { type DocumentLink as CoreLink, documentLinks } from "../../features/document-links.js";
import { type PathSandbox, sandboxOf } from "../../workspace/path-sandbox.js";
import { childOf, parentOf } from "../../workspace/uris.js";
import type { LanguageSession } from "../language-session.js";
import { type DocumentLink, DocumentLinkRequest, type Range } from "../lsp.js";
import { request } from "./request.js";

export const documentLink = request(
  DocumentLinkRequest.type,
  ["textDocument"],
  async (session, { textDocument: { uri } }) => {
    const links = session.answer<{ link: CoreLink; range: Range }[]>(uri, [], ({ alloy }, convert) =>
      documentLinks(alloy).map((link) => ({ link, range: convert.range(link) })),
    );
    const sandbox = await sandboxOf(session.host.files, foldersAround(session, uri));
    const found = await Promise.all(
      links.map(async ({ link, range }): Promise<DocumentLink | undefined> => {
        const target = await addressOf(uri, link, sandbox);
        if (target === undefined) return undefined;
        return { range, target, ...(session.support.linkTooltip && { tooltip: link.tooltip }) };
      }),
    );
    return found.filter((link) => link !== undefined);
  },
);

/** The folders in which a document may lead to files: those of the workspace, or its own if it is in none. */
function foldersAround({ store }: LanguageSession, uri: string): readonly string[] {
  if (store.folderOf(uri) !== undefined) return store.workspaceFolders;
  return [parentOf(uri)].filter((folder) => folder !== undefined);
}

/** The page or the file that a link leads to; a file only if it exists and may be looked at. */
async function addressOf(
  uri: string,
  { target }: CoreLink,
  sandbox: PathSandbox,
): Promise<string | undefined> {
  if ("address" in target) return target.address;
  const folder = parentOf(uri);
  const file = folder && childOf(folder, target.path);
  return file !== undefined && (await sandbox(file)) ? file : undefined;
}
