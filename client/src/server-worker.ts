/** How the language server is run where there is no Node: in a web worker. */
import { type ExtensionContext, env, l10n, Uri, workspace } from "vscode";

/** Starts a worker with the server, see `scripts/web-entry.js`. It waits to be talked to. */
export async function startWorker(context: ExtensionContext): Promise<Worker> {
  const uri = (...path: string[]) => Uri.joinPath(context.extensionUri, ...path);
  const [code, data, translations] = await Promise.all([
    read(uri("client", "dist", "browser.js")),
    read(uri("client", "dist", "data.json")),
    readTranslations((name) => read(uri("server", "dist", "l10n", `${name}.json`))),
  ]);
  const resources = JSON.stringify(uri("server", "dist").toString());
  // From their text: a page may not start a worker from the origin that extensions come from.
  const script = new Blob(
    [
      ...["self.module = {}; self.data = ", data, ";"],
      ...translations,
      ...[code, `\nself.module.exports.startServer(${resources});`],
    ],
    { type: "text/javascript" },
  );
  return new Worker(URL.createObjectURL(script));
}

/**
 * A statement that gives the server the table of the editor's language; empty for English. VS Code has texts of ours in
 * each language that the server has a table of.
 */
async function readTranslations<Text>(read: (name: string) => Promise<Text>): Promise<(string | Text)[]> {
  if (l10n.bundle === undefined) return [];
  const [keys, texts] = await Promise.all([read("keys"), read(env.language.toLowerCase())]);
  return ["self.translations = {keys: ", keys, ", texts: ", texts, "};"];
}

/** Whether a document is open that needs the server at once. */
export function isNeeded(): boolean {
  return workspace.textDocuments.some(({ languageId }) => languageId.startsWith("forge-alloy"));
}

async function read(file: Uri): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await workspace.fs.readFile(file));
}
