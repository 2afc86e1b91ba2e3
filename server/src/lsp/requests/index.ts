import { codeAction } from "./code-action.js";
import { codeActionResolve } from "./code-action-resolve.js";
import { codeLens } from "./code-lens.js";
import { compare } from "./compare.js";
import { completion } from "./completion.js";
import { completionResolve } from "./completion-resolve.js";
import { criteria } from "./criteria.js";
import { definition } from "./definition.js";
import { didChange } from "./did-change.js";
import { didChangeConfiguration } from "./did-change-configuration.js";
import { didChangeWatchedFiles } from "./did-change-watched-files.js";
import { didChangeWorkspaceFolders } from "./did-change-workspace-folders.js";
import { didClose } from "./did-close.js";
import { didOpen } from "./did-open.js";
import { didSave } from "./did-save.js";
import { documentDiagnostic } from "./document-diagnostic.js";
import { documentHighlight } from "./document-highlight.js";
import { documentLink } from "./document-link.js";
import { documentSymbol } from "./document-symbol.js";
import { editParameter } from "./edit-parameter.js";
import { editStages } from "./edit-stages.js";
import { effective } from "./effective.js";
import { executeCommand } from "./execute-command.js";
import { exportPreview } from "./export.js";
import { foldingRange } from "./folding-range.js";
import { formatting } from "./formatting.js";
import { gate } from "./gate.js";
import { hover } from "./hover.js";
import { initialize } from "./initialize.js";
import { initialized } from "./initialized.js";
import { inlayHint } from "./inlay-hint.js";
import { inlayHintResolve } from "./inlay-hint-resolve.js";
import { inlineCompletion } from "./inline-completion.js";
import { insertableStages } from "./insertable-stages.js";
import { linkedEditingRange } from "./linked-editing-range.js";
import { onTypeFormatting } from "./on-type-formatting.js";
import { prepareRename } from "./prepare-rename.js";
import { preview } from "./preview.js";
import { previewStyle } from "./preview-style.js";
import { rangeFormatting } from "./range-formatting.js";
import { references } from "./references.js";
import { rename } from "./rename.js";
import type { NotificationHandler, RequestHandler } from "./request.js";
import { selectionRange } from "./selection-range.js";
import { semanticTokensDelta } from "./semantic-tokens-delta.js";
import { semanticTokensFull } from "./semantic-tokens-full.js";
import { semanticTokensRange } from "./semantic-tokens-range.js";
import { stageForm } from "./stage-form.js";
import { starterDomain } from "./starter-domain.js";
import { status } from "./status.js";
import { templates } from "./templates.js";
import { trusted } from "./trusted.js";
import { typeDefinition } from "./type-definition.js";
import { verify } from "./verify.js";
import { workspaceDiagnostic } from "./workspace-diagnostic.js";
import { workspaceSymbol } from "./workspace-symbol.js";

/** All requests but `initialize`, which the library treats differently. */
export const REQUESTS: readonly RequestHandler[] = [
  codeAction,
  codeActionResolve,
  codeLens,
  compare,
  completion,
  completionResolve,
  criteria,
  definition,
  documentDiagnostic,
  documentHighlight,
  documentLink,
  documentSymbol,
  editParameter,
  editStages,
  effective,
  executeCommand,
  exportPreview,
  foldingRange,
  formatting,
  gate,
  hover,
  inlayHint,
  inlayHintResolve,
  inlineCompletion,
  insertableStages,
  linkedEditingRange,
  onTypeFormatting,
  prepareRename,
  preview,
  previewStyle,
  rangeFormatting,
  references,
  rename,
  selectionRange,
  semanticTokensDelta,
  semanticTokensFull,
  semanticTokensRange,
  stageForm,
  starterDomain,
  status,
  templates,
  typeDefinition,
  verify,
  workspaceDiagnostic,
  workspaceSymbol,
];

/** All notifications but those that depend on what the client can do; see `initialized`. */
export const NOTIFICATIONS: readonly NotificationHandler[] = [
  didChange,
  didChangeConfiguration,
  didChangeWatchedFiles,
  didClose,
  didOpen,
  didSave,
  initialized,
  trusted,
];

const REQUIRED = new Map(
  [initialize, ...REQUESTS, ...NOTIFICATIONS, didChangeWorkspaceFolders].map(
    ({ method, required }) => [method, required] as const,
  ),
);

/** Parameters that a message cannot do without; `undefined` for a method that is not known. */
export function requiredBy(method: string): readonly string[] | undefined {
  return REQUIRED.get(method);
}
