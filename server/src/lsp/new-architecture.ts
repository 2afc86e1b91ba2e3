import { URI, Utils } from "vscode-uri";
import { MAX_BYTES } from "../disk/limits.js";
import { type Draft, draftArchitecture, draftProfile } from "../features/new-profile.js";
import type { Problem } from "../lint/rule.js";
import { Alloy } from "../model/alloy.js";
import { sourceOf } from "../model/source.js";
import { registries } from "../schema/bundled.js";
import { EXECUTORS_FOLDER } from "../schema/document-kind.js";
import { LineIndex } from "../syntax/lines.js";
import type { Span } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { folderOf } from "../workspace/uris.js";
import type { Converter } from "./convert.js";
import type { DocumentVersion } from "./documents.js";
import { editThenShow } from "./edit-then-show.js";
import { type CodeAction, CodeActionKind, type Range } from "./lsp.js";
import type { Session } from "./session.js";

const CODE = "executor/unknown-architecture";

/** A profile of the workspace that can get another architecture. */
export interface WorkspaceProfile {
  readonly uri: string;
  readonly text: string;
}

/** The profile of the workspace that takes precedence for a document; undefined if it has none of its own. */
export async function workspaceProfile(session: Session, uri: string): Promise<WorkspaceProfile | undefined> {
  const active = session.store.documents.get(uri)?.registry.executors.active ?? [];
  const place = active.findLast(({ place }) => place?.includes(`/${EXECUTORS_FOLDER}/`))?.place;
  if (place === undefined || session.store.folderOf(place) !== session.store.folderOf(uri)) return undefined;
  const read = await session.store.projects.workspace.files.read(place, MAX_BYTES.settings);
  return read && "text" in read ? { uri: place, text: read.text } : undefined;
}

/** "Add an architecture…" on one that no executor knows: written into a profile of the workspace, which is then shown. */
export function newArchitectureActions(
  session: Session,
  document: DocumentVersion,
  span: Span,
  problems: readonly Problem[],
  convert: Converter,
  existing: WorkspaceProfile | undefined,
): CodeAction[] {
  const { architecture: node } = sourceOf(document.alloy);
  const problem = problems.find(
    ({ code, start, end }) => code === CODE && start <= span.end && end >= span.start,
  );
  const folder = session.store.folderOf(document.uri) ?? folderOf(document.uri)?.toString();
  if (!node || node.value === "" || !problem || folder === undefined) return [];
  const written = existing
    ? added(session, document, node.value, existing)
    : created(document, node.value, folder);
  const change = written && changeOf(session, written);
  if (!change) return [];
  const title = existing
    ? t`Add architecture "${node.value}" to ${Utils.basename(URI.parse(existing.uri))}…`
    : t`Add architecture "${node.value}" in ${EXECUTORS_FOLDER}…`;
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [convert.diagnostic(problem)], ...change }];
}

/** What is written where. */
interface Written extends Draft {
  readonly uri: string;
  readonly range: Range;
  readonly isNew: boolean;
}

function created({ alloy }: DocumentVersion, architecture: string, folder: string): Written {
  const { id, ...draft } = draftProfile(alloy, architecture);
  const start = { line: 0, character: 0 };
  const uri = Utils.joinPath(URI.parse(folder), EXECUTORS_FOLDER, `${id}.json`).toString();
  return { ...draft, uri, range: { start, end: start }, isNew: true };
}

function added(
  { encoding }: Session,
  { alloy }: DocumentVersion,
  architecture: string,
  { uri, text }: WorkspaceProfile,
): Written | undefined {
  const edit = draftArchitecture(Alloy.parse(text, registries.executor), alloy, architecture);
  if (!edit) return undefined;
  const lines = new LineIndex(text);
  const [start, end] = [lines.positionAt(edit.start, encoding), lines.positionAt(edit.end, encoding)];
  return { text: edit.text, snippet: edit.snippet ?? edit.text, uri, range: { start, end }, isNew: false };
}

/**
 * By the command of our own client, which moves through the tab stops, else by an edit. No edit is made without being
 * asked for: a client applies this action only when somebody picks it.
 */
function changeOf(
  session: Session,
  { uri, range, text, snippet, isNew }: Written,
): Partial<CodeAction> | undefined {
  const { insertSnippetCommand: command } = session.options;
  if (command !== undefined)
    return { command: { title: t`Add an architecture`, command, arguments: [uri, range, snippet] } };
  const support = session.client.workspace?.workspaceEdit;
  if (!support?.documentChanges || (isNew && !support.resourceOperations?.includes("create")))
    return undefined;
  const edit = session.support.edits.snippets
    ? { range, snippet: { kind: "snippet" as const, value: snippet } }
    : { range, newText: text };
  const { start } = range;
  const documentChanges = [
    ...(isNew ? [{ kind: "create" as const, uri, options: { ignoreIfExists: true } }] : []),
    { textDocument: { uri, version: null }, edits: [edit] },
  ];
  return editThenShow(session, t`Add an architecture`, { documentChanges }, uri, { start, end: start });
}
