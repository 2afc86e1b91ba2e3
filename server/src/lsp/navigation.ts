import { Utils } from "vscode-uri";
import { type CodeLens as CoreLens, codeLenses, verifyLenses } from "../features/code-lens.js";
import { type DocumentLink as CoreLink, documentLinks } from "../features/document-links.js";
import { foldingRanges } from "../features/folding.js";
import {
  definitionsAt,
  highlightsAt,
  referencesAt,
  type Target,
  typeDefinitionsAt,
} from "../features/navigation.js";
import { outline } from "../features/outline.js";
import { selectionsAt } from "../features/selection-ranges.js";
import { semanticTokens } from "../features/semantic-tokens.js";
import { matches } from "../features/workspace-symbols.js";
import { LineIndex } from "../syntax/lines.js";
import { parseJson } from "../syntax/parser.js";
import { findMember, parsePointer, type Span, type ValueNode } from "../syntax/tree.js";
import type { Converter } from "./convert.js";
import {
  type CodeLens,
  CodeLensRequest,
  DefinitionRequest,
  DocumentHighlightKind,
  DocumentHighlightRequest,
  type DocumentLink,
  DocumentLinkRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  type Location,
  type Range,
  ReferencesRequest,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  type SymbolInformation,
  TypeDefinitionRequest,
  type WorkspaceSymbol,
  WorkspaceSymbolRequest,
} from "./lsp.js";
import { type PathSandbox, sandboxOf } from "./path-sandbox.js";
import type { Session } from "./session.js";
import { folderOf } from "./uris.js";
import { isVerifiable } from "./verification.js";
import type { WorkspaceIndex } from "./workspace-index.js";

/** More than anybody reads; with more letters typed there are fewer. */
const MAX_SYMBOLS = 500;

/** Answers what is asked while a document is read: its outline, its links, where names lead. */
export function serveNavigation(session: Session, index: WorkspaceIndex): void {
  session.onRequest(DocumentSymbolRequest.type, ({ textDocument }) =>
    session.answerAnySize<DocumentSymbol[] | SymbolInformation[]>(textDocument.uri, [], (document, convert) =>
      convert.symbols(outline(document.alloy)),
    ),
  );

  session.onRequest(WorkspaceSymbolRequest.type, async ({ query }, token) => {
    const found: WorkspaceSymbol[] = [];
    const kindFor = session.support.workspaceSymbolKind;
    for await (const alloy of index.all()) {
      if (token.isCancellationRequested) return found;
      for (const { name, kind, range } of alloy.symbols) {
        if (!matches(query, name)) continue;
        found.push({
          name,
          kind: kindFor(kind),
          containerName: alloy.name,
          location: { uri: alloy.uri, range },
        });
        if (found.length >= MAX_SYMBOLS) return found;
      }
    }
    return found;
  });

  session.onRequest(DefinitionRequest.type, ({ textDocument: { uri }, position }) =>
    locate(
      uri,
      session.answer(uri, [], ({ alloy }, convert) => definitionsAt(alloy, convert.offset(position))),
    ),
  );
  session.onRequest(TypeDefinitionRequest.type, ({ textDocument: { uri }, position }) =>
    locate(
      uri,
      session.answer(uri, [], ({ alloy }, convert) => typeDefinitionsAt(alloy, convert.offset(position))),
    ),
  );

  session.onRequest(ReferencesRequest.type, ({ textDocument: { uri }, position, context }) =>
    session.answer(uri, [], ({ alloy }, convert) =>
      referencesAt(alloy, convert.offset(position), context.includeDeclaration).map((span) => ({
        uri,
        range: convert.range(span),
      })),
    ),
  );

  session.onRequest(DocumentHighlightRequest.type, ({ textDocument, position }) =>
    session.answer(textDocument.uri, [], ({ alloy }, convert) =>
      highlightsAt(alloy, convert.offset(position)).map((span) => ({
        range: convert.range(span),
        kind: span.kind === "declaration" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      })),
    ),
  );

  session.onRequest(DocumentLinkRequest.type, async ({ textDocument: { uri } }) => {
    const links = session.answer<{ link: CoreLink; range: Range }[]>(uri, [], ({ alloy }, convert) =>
      documentLinks(alloy).map((link) => ({ link, range: convert.range(link) })),
    );
    const sandbox = await sandboxOf(session.host.files, foldersAround(uri));
    const found = await Promise.all(
      links.map(async ({ link, range }): Promise<DocumentLink | undefined> => {
        const target = await addressOf(uri, link, sandbox);
        if (target === undefined) return undefined;
        return { range, target, ...(session.support.linkTooltip && { tooltip: link.tooltip }) };
      }),
    );
    return found.filter((link) => link !== undefined);
  });

  session.onRequest(CodeLensRequest.type, async ({ textDocument: { uri } }) => {
    const { codeLens } = await session.settings.of(uri);
    if (!codeLens) return [];
    return session.answer<CodeLens[]>(uri, [], (document, convert) => {
      const told = codeLenses(document.alloy).map((lens) => ({
        lens,
        ...lensCommand(session, lens, uri, convert),
      }));
      const { verifyCommand: command } = session.options;
      const offered =
        command !== undefined && isVerifiable(session, document)
          ? verifyLenses(document.alloy).map((lens) => ({ lens, command, arguments: [uri] }))
          : [];
      return [...told, ...offered].map(({ lens, ...command }) => ({
        range: convert.range(lens),
        command: { title: lens.title, ...command },
      }));
    });
  });

  session.onRequest(FoldingRangeRequest.type, ({ textDocument }) =>
    session.answer(textDocument.uri, [], (document, convert) =>
      foldingRanges(document.alloy)
        .flatMap((range) => convert.foldingRange(range) ?? [])
        .slice(0, session.support.folding.limit),
    ),
  );

  session.onRequest(SelectionRangeRequest.type, ({ textDocument, positions }) =>
    session.answerAnySize(textDocument.uri, [], (document, convert) =>
      positions.map((position) =>
        convert.selectionRange(selectionsAt(document.alloy, convert.offset(position))),
      ),
    ),
  );

  serveSemanticTokens(session);

  /** Places in vocabulary files are looked up in the files that are shipped beside the server. */
  async function locate(uri: string, targets: readonly Target[]): Promise<Location[]> {
    const found = await Promise.all(
      targets.map(async (target): Promise<Location | undefined> => {
        if (target.in === "document") {
          return session.answer<Location | undefined>(uri, undefined, (_, convert) => ({
            uri,
            range: convert.range(target.at),
          }));
        }
        const place = session.answer(uri, undefined, ({ registry }) => registry.domain(target.owner)?.place);
        return locateInVocabulary(target.owner, target.pointer, place);
      }),
    );
    return found.filter((location) => location !== undefined);
  }

  async function locateInVocabulary(
    owner: string,
    pointer: string,
    place: string | undefined,
  ): Promise<Location | undefined> {
    const { vocabularies, files } = session.host;
    const uri = place ?? (vocabularies && `${vocabularies}/${encodeURIComponent(owner)}.json`);
    const text = uri && (session.documents.get(uri)?.text ?? (await files.read(uri)));
    if (!uri || text === undefined) return undefined;
    const lines = new LineIndex(text);
    const { start, end } = spanAt(text, pointer);
    const { encoding } = session;
    return { uri, range: { start: lines.positionAt(start, encoding), end: lines.positionAt(end, encoding) } };
  }

  /** The folders in which a document may lead to files: those of the workspace, or its own where it is in none. */
  function foldersAround(uri: string): readonly string[] {
    if (session.folderOf(uri) !== undefined) return session.workspaceFolders;
    return [folderOf(uri)?.toString()].filter((folder) => folder !== undefined);
  }

  /** The page or the file that a link leads to; a file only where it exists and may be looked at. */
  async function addressOf(
    uri: string,
    { target }: CoreLink,
    sandbox: PathSandbox,
  ): Promise<string | undefined> {
    if ("address" in target) return target.address;
    const folder = folderOf(uri);
    const file = folder && Utils.joinPath(folder, target.path).toString();
    return file !== undefined && (await sandbox(file)) ? file : undefined;
  }
}

/** What a click on a lens does; the empty command, which cannot be clicked, if the client has no such command. */
function lensCommand(
  { options }: Session,
  { start, places }: CoreLens,
  uri: string,
  convert: Converter,
): { command: string; arguments?: unknown[] } {
  const { locationsCommand, previewCommand } = options;
  if (places.length > 0 && locationsCommand !== undefined) {
    const locations = places.map((place) => ({ uri, range: convert.range(place) }));
    return { command: locationsCommand, arguments: [uri, convert.position(start), locations] };
  }
  return previewCommand === undefined ? { command: "" } : { command: previewCommand, arguments: [uri] };
}

/** Where a JSON pointer leads in a text: the key of the member, else the value. */
function spanAt(text: string, pointer: string): Span {
  let node: ValueNode | undefined = parseJson(text).root;
  let span: Span = { start: 0, end: 0 };
  for (const step of parsePointer(pointer) ?? []) {
    const member = findMember(node, step);
    const item = node?.kind === "array" ? node.items[Number(step)] : undefined;
    if (!member && !item) return span;
    span = member?.key ?? (item as ValueNode);
    node = member?.value ?? item;
  }
  return { start: span.start, end: span.end };
}

function serveSemanticTokens(session: Session): void {
  /** What was sent last for a document, so that the next answer is the difference. */
  const sent = new Map<string, { id: string; data: readonly number[] }>();
  let lastId = 0;

  const full = (uri: string): { id: string; data: number[] } =>
    session.answer(uri, { id: "0", data: [] }, ({ alloy, text }, convert) => {
      const data = convert.semanticTokens(semanticTokens(alloy, { start: 0, end: text.length }));
      const result = { id: String(++lastId), data };
      // Of documents that were closed since, nothing is kept.
      for (const known of sent.keys()) if (!session.documents.has(known)) sent.delete(known);
      sent.set(uri, result);
      return result;
    });

  session.onRequest(SemanticTokensRequest.type, ({ textDocument }) => {
    const { id, data } = full(textDocument.uri);
    return { resultId: id, data };
  });

  session.onRequest(SemanticTokensDeltaRequest.type, ({ textDocument: { uri }, previousResultId }) => {
    const before = sent.get(uri);
    const { id, data } = full(uri);
    if (before?.id !== previousResultId) return { resultId: id, data };
    return { resultId: id, edits: difference(before.data, data) };
  });

  session.onRequest(SemanticTokensRangeRequest.type, ({ textDocument, range }) =>
    session.answer(textDocument.uri, { data: [] }, ({ alloy }, convert) => ({
      data: convert.semanticTokens(semanticTokens(alloy, convert.span(range))),
    })),
  );
}

/** One edit: what lies between the common start and the common end. */
function difference(
  before: readonly number[],
  after: readonly number[],
): { start: number; deleteCount: number; data: number[] }[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  if (start + end === before.length && before.length === after.length) return [];
  return [{ start, deleteCount: before.length - start - end, data: after.slice(start, after.length - end) }];
}
