/** Definitions and references, also in the vocabularies, which are shown without being part of the workspace. */
import type * as lsp from "vscode-languageserver-protocol";
import { documentOf, fromLocation, toPosition } from "./convert.js";
import type { LanguageServer } from "./language-server.js";
import { type CancellationToken, editor, languages, type Position, Uri } from "./monaco.js";
import { LANGUAGES } from "./paths.js";
import { vocabularyAt } from "./server-files.js";
import type { Model } from "./workspace.js";

const SELECTOR = [...LANGUAGES];

export function offerNavigation(server: LanguageServer): void {
  const locations = async (
    method: string,
    model: Model,
    position: Position,
    token: CancellationToken,
    more = {},
  ) => {
    const at = { textDocument: documentOf(model), position: toPosition(position), ...more };
    const found = await server.ask<lsp.Location | lsp.Location[]>(method, at, token);
    const all = found === undefined ? [] : Array.isArray(found) ? found : [found];
    const shown = await Promise.all(all.map(async (one) => ((await canShow(one.uri)) ? [one] : [])));
    return shown.flat().map(fromLocation);
  };
  languages.registerDefinitionProvider(SELECTOR, {
    provideDefinition: (model, position, token) =>
      locations("textDocument/definition", model, position, token),
  });
  languages.registerTypeDefinitionProvider(SELECTOR, {
    provideTypeDefinition: (model, position, token) =>
      locations("textDocument/typeDefinition", model, position, token),
  });
  languages.registerReferenceProvider(SELECTOR, {
    provideReferences: (model, position, { includeDeclaration }, token) =>
      locations("textDocument/references", model, position, token, { context: { includeDeclaration } }),
  });
}

/** Whether the editor can show a file. Creates the text model of a vocabulary, which has none until it is shown. */
async function canShow(uri: string): Promise<boolean> {
  const parsed = Uri.parse(uri);
  if (editor.getModel(parsed)) return true;
  const text = await vocabularyAt(uri);
  if (text === undefined) return false;
  if (!editor.getModel(parsed)) editor.createModel(text, "forge-alloy-domain", parsed);
  return true;
}
