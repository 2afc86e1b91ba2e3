import { URI, Utils } from "vscode-uri";
import type { Problem } from "../lint/rule.js";
import { DOMAINS_FOLDER } from "../schema/document-kind.js";
import { DOMAIN_ID, starterDomain } from "../schema/domain-file.js";
import type { Span } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { folderOf } from "../workspace/uris.js";
import type { Converter } from "./convert.js";
import type { DocumentVersion } from "./documents.js";
import { editThenShow } from "./edit-then-show.js";
import { type CodeAction, CodeActionKind, type CreateFile, type TextDocumentEdit } from "./lsp.js";
import type { Session } from "./session.js";

/** On a domain that waits for trust: where trust is given, in an editor that has such a place. */
export function trustActions(session: Session, document: DocumentVersion, span: Span): CodeAction[] {
  const command = session.options.trustCommand;
  const isWaiting = document.alloy.declaredDomains.some(
    ({ id, node }) =>
      document.registry.unavailable.get(id)?.why === "untrusted" &&
      node !== undefined &&
      node.end >= span.start &&
      node.start <= span.end,
  );
  if (!isWaiting || command === undefined) return [];
  const title = t`Manage Workspace Trust`;
  return [{ title, kind: CodeActionKind.QuickFix, isPreferred: true, command: { title, command } }];
}

/**
 * Returns the actions "Create the domain …" for the IDs of unregistered domains. Each action creates an
 * initial vocabulary and then shows it if the client supports that.
 */
export function newDomainActions(
  session: Session,
  document: DocumentVersion,
  span: Span,
  problems: readonly Problem[],
  convert: Converter,
): CodeAction[] {
  const support = session.client.workspace?.workspaceEdit;
  if (!support?.documentChanges || !support.resourceOperations?.includes("create")) return [];
  const folder = session.store.folderOf(document.uri) ?? folderOf(document.uri)?.toString();
  if (folder === undefined) return [];
  return document.alloy.declaredDomains.flatMap(({ id, node, domain }) => {
    if (domain || !node || node.end < span.start || node.start > span.end) return [];
    // An id of another form would only make the next problem; a file that is there is not written over.
    if (!DOMAIN_ID.test(id) || document.registry.unavailable.has(id)) return [];
    const uri = Utils.joinPath(URI.parse(folder), DOMAINS_FOLDER, `${id}.json`).toString();
    const start = { line: 0, character: 0 };
    const title = t`Create the domain "${id}" in ${DOMAINS_FOLDER}`;
    const edit = { documentChanges: domainFileEdits(uri, id) };
    return [
      {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: problems
          .filter((problem) => problem.start === node.start && problem.code === "domain/unknown")
          .map((problem) => convert.diagnostic(problem)),
        ...editThenShow(session, title, edit, uri, { start, end: start }),
      },
    ];
  });
}

/** Makes a domain file; one that is there already is left as it is. */
function domainFileEdits(uri: string, id: string): [CreateFile, TextDocumentEdit] {
  const start = { line: 0, character: 0 };
  return [
    { kind: "create", uri, options: { ignoreIfExists: true } },
    {
      textDocument: { uri, version: null },
      edits: [{ range: { start, end: start }, newText: starterText(id) }],
    },
  ];
}

/** The text of a domain file to begin with. */
export function starterText(id: string): string {
  return `${JSON.stringify(starterDomain(id), null, 2)}\n`;
}
