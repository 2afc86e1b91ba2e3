import { codeActionsAt, fixAll, refactoringsAt } from "../features/code-actions/code-actions.js";
import { completionsAt } from "../features/completion/completion.js";
import type { CompletionItem } from "../features/completion/completion-item.js";
import { type FormatOptions, format, formatOnType } from "../features/format.js";
import { type Hover, hoverAt } from "../features/hover.js";
import { type InlayHint, inlayHints } from "../features/inlay-hints.js";
import { insertableStages } from "../features/insert-stage.js";
import { linkedAt, rename, renameableAt } from "../features/navigation.js";
import { isPublished } from "../model/receipt.js";
import { type Edit, fewEdits } from "../syntax/edits.js";
import type { Span } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { escapeForEditor } from "../text/markdown.js";
import { type Converter, documentationOf } from "./convert.js";
import type { Diagnostics } from "./diagnostics.js";
import type { DocumentVersion } from "./documents.js";
import { LastList } from "./last-list.js";
import {
  type CodeAction,
  CodeActionKind,
  CodeActionRequest,
  CodeActionResolveRequest,
  CompletionRequest,
  CompletionResolveRequest,
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  HoverRequest,
  InlayHintRequest,
  InlayHintResolveRequest,
  LinkedEditingRangeRequest,
  LSPErrorCodes,
  MessageType,
  PrepareRenameRequest,
  RenameRequest,
  ResponseError,
  ShowMessageNotification,
  type TextDocumentPositionParams,
  type TextEdit,
  type WorkspaceEdit,
} from "./lsp.js";
import { newArchitectureActions, workspaceProfile } from "./new-architecture.js";
import { newDomainActions, starterText, trustActions } from "./new-domain.js";
import type { Outcome } from "./outcomes.js";
import type { Session } from "./session.js";
import { suppressionActions } from "./suppressions.js";
import type { WorkspaceIndex } from "./workspace-index.js";

export const FIX_ALL = "source.fixAll.forge-alloy";

/** Outcomes of a verification in one hover: more do not fit on the screen. */
const MAX_OUTCOMES = 10;

/** Answers what is asked while a document is written: completion, hover, hints, changes. */
export function serveEditing(session: Session, diagnostics: Diagnostics, index: WorkspaceIndex): void {
  serveCompletion(session, index);
  serveInlayHints(session);
  serveFormatting(session);
  serveInsertStage(session);
  session.onRequest("forgeAlloy/starterDomain", ({ id }: { id: string }) => starterText(String(id)));

  session.onRequest(HoverRequest.type, ({ textDocument, position }) =>
    session.answer(textDocument.uri, null, (document, convert) => {
      const offset = convert.offset(position);
      const hover = withOutcomes(hoverAt(document.alloy, offset), session.outcomes.of(document), offset);
      return hover ? convert.hover(hover) : null;
    }),
  );

  serveCodeActions(session, diagnostics);

  session.onRequest(PrepareRenameRequest.type, ({ textDocument, position }) =>
    session.answer(textDocument.uri, null, (document, convert) => {
      const found = renameableAt(document.alloy, convert.offset(position));
      return found ? { range: convert.range(found), placeholder: found.name } : null;
    }),
  );

  session.onRequest(RenameRequest.type, ({ textDocument: { uri }, position, newName }) =>
    session.answer(uri, null, (document, convert) => {
      const renaming = rename(document.alloy, convert.offset(position), newName);
      if (!renaming) return null;
      if ("refusal" in renaming) throw new ResponseError(LSPErrorCodes.RequestFailed, renaming.refusal);
      return convert.changes(renaming.edits);
    }),
  );

  session.onRequest(LinkedEditingRangeRequest.type, ({ textDocument, position }) =>
    session.answer(textDocument.uri, null, (document, convert) => {
      const spans = linkedAt(document.alloy, convert.offset(position));
      return spans.length > 0 ? { ranges: spans.map((span) => convert.range(span)) } : null;
    }),
  );
}

/** What a field is, and before that what became of it when the alloy was verified. */
function withOutcomes(
  hover: Hover | undefined,
  outcomes: readonly Outcome[],
  offset: number,
): Hover | undefined {
  const here = outcomes.filter(({ start, end }) => start <= offset && offset <= end);
  const [first] = here;
  if (!first) return hover;
  const { start, end, markdown } = hover ?? { ...first, markdown: "" };
  // Several may be about one field, as of its parts.
  const words = here.slice(0, MAX_OUTCOMES).map(({ message }) => escapeForEditor(message));
  return { start, end, markdown: [...words, markdown].filter(Boolean).join("\n\n") };
}

/** What identifies the refactorings of one answer, so that the edits of the chosen one can be made later. */
interface RefactoringData {
  readonly uri: string;
  readonly version: number;
  /** Start of the range that was asked about. */
  readonly offset: number;
}

/** Whether a kind of code actions is of another kind or below it. The empty kind holds all. */
function isOfKind(kind: CodeActionKind, other: CodeActionKind): boolean {
  return other === "" || kind === other || kind.startsWith(`${other}.`);
}

/** Quick fixes and refactorings. */
function serveCodeActions(session: Session, diagnostics: Diagnostics): void {
  session.onRequest(CodeActionRequest.type, async ({ textDocument: { uri }, range, context }, token) => {
    // A client of before LSP 3.8 takes commands only, and there is none that does what an action does.
    if (!session.client.textDocument?.codeAction?.codeActionLiteralSupport) return [];
    // The problems last, so that they are those of the text that the answer is about.
    const nearest = await session.configurations.nearest(uri);
    const profile = await workspaceProfile(session, uri);
    const problems = await diagnostics.problemsOf(uri, token);
    const isWanted = ({ kind = "" }: { readonly kind?: CodeActionKind }) =>
      !context.only?.length || context.only.some((only) => isOfKind(kind, only));
    return session.answer<CodeAction[]>(uri, [], (document, convert) => {
      const span = convert.span(range);
      const { client, encoding } = session;
      // Made only for a client that asks: it reads every fix of the file. Editors ask when they save, too, and then
      // nobody has seen what is going to change: a published alloy stays as it is.
      const isAsked = context.only?.some((only) => isOfKind(FIX_ALL, only));
      const all = isAsked && !isPublished(document.alloy) ? fixAll(problems) : undefined;
      const actions = [...codeActionsAt(document.alloy, span, problems), ...(all ? [all] : [])];
      const { Refactor } = CodeActionKind;
      const isLazy = client.textDocument?.codeAction?.resolveSupport?.properties.includes("edit");
      const data: RefactoringData = { uri, version: document.version, offset: span.start };
      const workspaceFolder = session.folderOf(uri);
      return [
        ...actions.filter(isWanted).map((action) => {
          const made = convert.codeAction(action);
          if (isLazy && action.kind.startsWith(Refactor)) made.data = data;
          else made.edit = convert.changes(action.edits);
          return made;
        }),
        ...newDomainActions(session, document, span, problems, convert).filter(isWanted),
        ...newArchitectureActions(session, document, span, problems, convert, profile).filter(isWanted),
        ...trustActions(session, document, span).filter(isWanted),
        ...suppressionActions({
          document,
          span,
          problems,
          nearest,
          workspaceFolder,
          convert,
          client,
          encoding,
        }).filter(isWanted),
      ];
    });
  });

  session.onRequest(CodeActionResolveRequest.type, (action) => {
    if (action.edit || !action.data) return action;
    const { uri, version, offset }: RefactoringData = action.data;
    const resolved = session.answer<CodeAction | undefined>(uri, undefined, (document, convert) => {
      if (document.version !== version) return undefined;
      const chosen = refactoringsAt(document.alloy, offset).find(
        ({ title, kind }) => title === action.title && kind === action.kind,
      );
      return chosen && { ...action, edit: convert.changes(chosen.edits) };
    });
    if (resolved) return resolved;
    throw new ResponseError(LSPErrorCodes.ContentModified, t`The text has changed since this was offered.`);
  });
}

/** The stages that may be inserted at a position: asked by our own client, which lets a person choose. */
function serveInsertStage(session: Session): void {
  session.onRequest(
    "forgeAlloy/insertableStages",
    ({ textDocument: { uri }, position }: TextDocumentPositionParams) =>
      session.answer(uri, [], (document, convert) =>
        insertableStages(document.alloy, convert.offset(position)).map(({ places, ...stage }) => ({
          ...stage,
          places: places.map(({ title, edits }) => ({
            title,
            edits: edits.map((edit) => convert.edit(edit)),
          })),
        })),
      ),
  );
}

function serveCompletion(session: Session, index: WorkspaceIndex): void {
  const last = new LastList<CompletionItem>();

  session.onRequest(CompletionRequest.type, ({ textDocument, position }) =>
    session.answer(textDocument.uri, [], (document, convert) => {
      const { snippets, lazyDocumentation } = session.support.completion;
      const retriggerCommand = session.options.completion?.retriggerCommand;
      const offset = convert.offset(position);
      const items = completionsAt(document.alloy, offset, {
        snippets,
        retriggers: retriggerCommand !== undefined,
        usedElsewhere: (place) => index.valuesAt(place, document.uri),
      });
      const dataOf = last.keep(items);
      return items.map((item, place) =>
        Object.assign(
          convert.completion(item, place, retriggerCommand),
          // A client that cannot ask for the documentation later gets it at once.
          lazyDocumentation ? { data: dataOf(place) } : documentationOf(item, session.support),
        ),
      );
    }),
  );

  session.onRequest(CompletionResolveRequest.type, (item) => {
    const known = last.find(item.data);
    return known ? { ...item, ...documentationOf(known, session.support) } : item;
  });
}

function serveInlayHints(session: Session): void {
  const last = new LastList<InlayHint>();

  session.onRequest(InlayHintRequest.type, async ({ textDocument: { uri }, range }) => {
    const { hiddenHints } = await session.settings.of(uri);
    return session.answer(uri, [], (document, convert) => {
      const hints = inlayHints(document.alloy, convert.span(range), (kind) => !hiddenHints.has(kind));
      const dataOf = last.keep(hints);
      return hints.map((hint, index) =>
        session.support.lazyInlayTooltip
          ? { ...convert.inlayHint(hint), data: dataOf(index) }
          : convert.inlayHint(hint),
      );
    });
  });

  session.onRequest(InlayHintResolveRequest.type, (hint) => {
    const known = last.find(hint.data);
    return known ? { ...hint, tooltip: known.tooltip() } : hint;
  });
}

function serveFormatting(session: Session): void {
  const { connection } = session;
  /** Documents about which the question is open whether they shall be formatted at all. */
  const asking = new Set<string>();

  const edits = (uri: string, options: FormatOptions, range?: (convert: Converter) => Span): TextEdit[] =>
    session.answer(uri, [], (document, convert) => {
      const result = format(document.alloy, options, range?.(convert));
      if ("refusal" in result) {
        // Syntax errors are underlined, and a message at each save of unfinished text would be a nuisance.
        if (result.isBroken) return [];
        const params = { type: MessageType.Warning, message: result.refusal };
        void connection.sendNotification(ShowMessageNotification.method, params);
        return [];
      }
      if (result.edits.length > 0 && isPublished(document.alloy)) {
        session.attempt(ask(uri, options));
        return [];
      }
      return converted(document, convert, result.edits);
    });

  const converted = (document: DocumentVersion, convert: Converter, found: readonly Edit[]) =>
    fewEdits(document.source, found).map((edit) => convert.edit(edit));

  /** A published alloy is known by the hash of its text, so it changes only when somebody insists. */
  async function ask(uri: string, options: FormatOptions): Promise<void> {
    if (asking.has(uri)) return;
    const message = t`This alloy is published, and formatting would change its hash. It was left as it is.`;
    if (!session.support.applyEdit) {
      const params = { type: MessageType.Info, message };
      await connection.sendNotification(ShowMessageNotification.method, params);
      return;
    }
    asking.add(uri);
    const anyway = t`Format Anyway`;
    const choice = await connection.window
      .showInformationMessage(message, { title: anyway })
      .finally(() => asking.delete(uri));
    if (choice?.title !== anyway) return;
    const edit = session.answer<WorkspaceEdit | undefined>(uri, undefined, (document, convert) => {
      const result = format(document.alloy, options);
      return "edits" in result ? convert.changes(fewEdits(document.source, result.edits)) : undefined;
    });
    if (edit) await connection.workspace.applyEdit({ label: "Format", edit });
  }

  session.onRequest(DocumentFormattingRequest.type, ({ textDocument, options }) =>
    edits(textDocument.uri, options),
  );
  session.onRequest(DocumentRangeFormattingRequest.type, ({ textDocument, range, options }) =>
    edits(textDocument.uri, options, (convert) => convert.lineSpan(range)),
  );
  session.onRequest(DocumentOnTypeFormattingRequest.type, ({ textDocument, position, ch, options }) =>
    session.answer(textDocument.uri, [], (document, convert) =>
      converted(document, convert, formatOnType(document.alloy, convert.offset(position), ch, options)),
    ),
  );
}
