import { suppress } from "../features/code-actions/suppress.js";
import type { Problem } from "../lint/rule.js";
import { CONFIGURATION_FILE } from "../schema/document-kind.js";
import { LineIndex, type PositionEncoding } from "../syntax/lines.js";
import type { Span } from "../syntax/tree.js";
import type { AppliedConfiguration } from "../workspace/scope.js";
import { childOf, parentOf, pathBelow } from "../workspace/uris.js";
import type { Converter } from "./convert.js";
import type { DocumentVersion } from "./documents.js";
import { editThenShow } from "./edit-then-show.js";
import { type ClientCapabilities, type CodeAction, CodeActionKind, type Range } from "./lsp.js";
import type { Session } from "./session.js";

interface SuppressionContext {
  readonly document: DocumentVersion;
  readonly span: Span;
  readonly problems: readonly Problem[];
  readonly nearest: AppliedConfiguration | undefined;
  /** Where a configuration is made when there is none. */
  readonly workspaceFolder: string | undefined;
  readonly convert: Converter;
  readonly session: Pick<Session, "client" | "options">;
  readonly encoding: PositionEncoding;
}

/** "Suppress … here" for each problem that touches the range: written into the configuration, which is then shown. */
export function suppressionActions(context: SuppressionContext): CodeAction[] {
  const { document, span, problems, nearest, workspaceFolder, session } = context;
  const folder = nearest?.base ?? workspaceFolder ?? parentOf(document.uri);
  if (
    document.alloy.kind !== "alloy" ||
    folder === undefined ||
    !canWrite(session.client, nearest === undefined)
  )
    return [];
  return problems
    .filter(({ start, end }) => start <= span.end && end >= span.start)
    .flatMap((problem) => action(problem, folder, context) ?? []);
}

function action(problem: Problem, folder: string, context: SuppressionContext): CodeAction | undefined {
  const { document, nearest, convert, session, encoding } = context;
  const uri = nearest?.uri ?? childOf(folder, CONFIGURATION_FILE);
  const suppression = suppress(problem, document.alloy, pathBelow(folder, document.uri), nearest?.text);
  if (!suppression) return undefined;
  const lines = new LineIndex(nearest?.text ?? "");
  const edits = suppression.edits.map((edit) => ({
    range: rangeIn(lines, edit, encoding),
    newText: edit.text,
  }));
  const reason = rangeIn(new LineIndex(suppression.after), inside(suppression.reason), encoding);
  const { title } = suppression;
  const edit = {
    documentChanges: [
      ...(nearest ? [] : [{ kind: "create" as const, uri, options: { ignoreIfExists: true } }]),
      { textDocument: { uri, version: null }, edits },
    ],
  };
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [convert.diagnostic(problem)],
    ...editThenShow(session, title, edit, uri, reason),
  };
}

function canWrite(client: ClientCapabilities, mustCreate: boolean): boolean {
  const support = client.workspace?.workspaceEdit;
  return (
    support?.documentChanges === true &&
    (!mustCreate || support.resourceOperations?.includes("create") === true)
  );
}

/** A text without its quotes. */
function inside({ start, end }: Span): Span {
  return { start: start + 1, end: end - 1 };
}

function rangeIn(lines: LineIndex, { start, end }: Span, encoding: PositionEncoding): Range {
  return { start: lines.positionAt(start, encoding), end: lines.positionAt(end, encoding) };
}
