import { TOKEN_MODIFIERS, TOKEN_TYPES } from "../features/semantic-tokens.js";
import type { PositionEncoding } from "../syntax/lines.js";
import {
  type ClientCapabilities,
  CodeActionKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from "./lsp.js";
import { FIX_ALL, SHOW_DOCUMENT } from "./names.js";
import type { Support } from "./support.js";

/** What the server can do, as far as the client can ask for it. */
export function capabilitiesFor(
  { textDocument = {}, workspace, window }: ClientCapabilities,
  support: Support,
  positionEncoding: PositionEncoding,
): ServerCapabilities {
  const { full, delta, range } = support.semanticTokens;
  return {
    positionEncoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    completionProvider: {
      // The slash of a rule code or a model ID ends a word, and with it the list.
      triggerCharacters: ['"', ":", "{", "[", ",", "/"],
      resolveProvider: support.completion.lazyDocumentation,
    },
    hoverProvider: true,
    codeActionProvider: {
      resolveProvider: textDocument.codeAction?.resolveSupport !== undefined,
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.Refactor,
        CodeActionKind.RefactorExtract,
        CodeActionKind.RefactorMove,
        CodeActionKind.RefactorRewrite,
        FIX_ALL,
      ],
    },
    diagnosticProvider: {
      identifier: "forge-alloy",
      // Domains and configurations decide what is wrong in an alloy.
      interFileDependencies: true,
      workspaceDiagnostics: true,
      workDoneProgress: true,
    },
    definitionProvider: true,
    typeDefinitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: "}", moreTriggerCharacter: ["]", "\n"] },
    renameProvider: textDocument.rename?.prepareSupport ? { prepareProvider: true } : true,
    documentLinkProvider: {},
    codeLensProvider: {},
    ...(textDocument.inlayHint && { inlayHintProvider: { resolveProvider: support.lazyInlayTooltip } }),
    ...(textDocument.inlineCompletion && { inlineCompletionProvider: true }),
    ...(textDocument.foldingRange && { foldingRangeProvider: true }),
    ...(textDocument.selectionRange && { selectionRangeProvider: true }),
    ...(textDocument.linkedEditingRange && { linkedEditingRangeProvider: true }),
    ...((full || range) && {
      semanticTokensProvider: {
        legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
        ...(full && { full: { delta } }),
        ...(range && { range }),
      },
    }),
    workspaceSymbolProvider: true,
    ...(workspace?.workspaceFolders && {
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    }),
    ...(window?.showDocument?.support && { executeCommandProvider: { commands: [SHOW_DOCUMENT] } }),
  };
}
