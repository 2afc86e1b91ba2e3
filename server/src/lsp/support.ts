import {
  type ClientCapabilities,
  CompletionItemKind,
  CompletionItemTag,
  type DiagnosticTag,
  InsertTextMode,
  SymbolKind,
} from "./lsp.js";

/** What a client declared, as far as the form of an answer depends on it. What it declared wrongly is not declared. */
export interface Support {
  /** Whether the client shows Markdown; else it gets plain text. */
  readonly markdown: { readonly hover: boolean; readonly completion: boolean };
  readonly completion: {
    readonly snippets: boolean;
    readonly insertReplace: boolean;
    readonly labelDetails: boolean;
    readonly deprecatedTag: boolean;
    readonly deprecatedFlag: boolean;
    readonly adjustIndentation: boolean;
    /** Whether the documentation of an item may be asked for later. */
    readonly lazyDocumentation: boolean;
    readonly kind: (kind: CompletionItemKind) => CompletionItemKind;
  };
  readonly diagnostics: {
    readonly related: boolean;
    readonly codeDescription: boolean;
    readonly tag: (tag: DiagnosticTag) => boolean;
  };
  readonly documentSymbols: { readonly isTree: boolean; readonly kind: (kind: SymbolKind) => SymbolKind };
  readonly workspaceSymbolKind: (kind: SymbolKind) => SymbolKind;
  readonly folding: { readonly limit: number; readonly kind: (kind: string) => boolean };
  readonly lazyInlayTooltip: boolean;
  readonly linkTooltip: boolean;
  readonly semanticTokens: { readonly full: boolean; readonly delta: boolean; readonly range: boolean };
  /** Whether the server may ask the client to change a document. */
  readonly applyEdit: boolean;
  readonly edits: {
    /** Whether a change may say of which version of a document it is. */
    readonly versioned: boolean;
    /** Whether a change may have tab stops. */
    readonly snippets: boolean;
  };
}

/** Kinds that clients know which do not say which ones they know. */
const OLD_SYMBOL_KINDS = range(SymbolKind.File, SymbolKind.Array);
const OLD_COMPLETION_KINDS = range(CompletionItemKind.Text, CompletionItemKind.Reference);

/** Older kinds for newer ones. */
const OLDER_SYMBOL_KINDS: Partial<Record<SymbolKind, SymbolKind>> = {
  [SymbolKind.Object]: SymbolKind.Module,
  [SymbolKind.Struct]: SymbolKind.Class,
  [SymbolKind.Event]: SymbolKind.Method,
};
const OLDER_COMPLETION_KINDS: Partial<Record<CompletionItemKind, CompletionItemKind>> = {
  [CompletionItemKind.EnumMember]: CompletionItemKind.Value,
};

/** Reads the capabilities of a client, of whatever shape they are. */
export function supportOf(client: ClientCapabilities): Support {
  const at = (path: string): unknown =>
    path
      .split(".")
      .reduce<unknown>(
        (value, key) => (Object.hasOwn(Object(value), key) ? Object(value)[key] : undefined),
        client,
      );
  const has = (path: string) => at(path) === true;
  const list = (path: string): readonly unknown[] => {
    const value = at(path);
    return Array.isArray(value) ? value : [];
  };
  /** The format that comes first is preferred. */
  const prefersMarkdown = (path: string) =>
    list(path).find((one) => one === "markdown" || one === "plaintext") === "markdown";
  const kinds =
    <Kind extends number>(path: string, old: ReadonlySet<number>, older: Partial<Record<Kind, Kind>>) =>
    (kind: Kind): Kind => {
      const declared = list(path);
      const known = declared.length > 0 ? new Set(declared) : old;
      const other = older[kind];
      if (known.has(kind)) return kind;
      return other !== undefined && known.has(other) ? other : ([...known][0] as Kind);
    };
  const item = "textDocument.completion.completionItem";
  const problems = ["textDocument.publishDiagnostics", "textDocument.diagnostic"];
  const tags = problems.flatMap((path) => list(`${path}.tagSupport.valueSet`));
  const isAnyTag = problems.some((path) => has(`${path}.tagSupport`));
  const limit = at("textDocument.foldingRange.rangeLimit");
  const foldingKinds = at("textDocument.foldingRange.foldingRangeKind.valueSet");
  const requests = "textDocument.semanticTokens.requests";
  const isAsked = (path: string) => has(path) || (typeof at(path) === "object" && at(path) !== null);
  return {
    markdown: {
      hover: prefersMarkdown("textDocument.hover.contentFormat"),
      completion: prefersMarkdown(`${item}.documentationFormat`),
    },
    completion: {
      snippets: has(`${item}.snippetSupport`),
      insertReplace: has(`${item}.insertReplaceSupport`),
      labelDetails: has(`${item}.labelDetailsSupport`),
      deprecatedTag: list(`${item}.tagSupport.valueSet`).includes(CompletionItemTag.Deprecated),
      deprecatedFlag: has(`${item}.deprecatedSupport`),
      adjustIndentation: list(`${item}.insertTextModeSupport.valueSet`).includes(
        InsertTextMode.adjustIndentation,
      ),
      lazyDocumentation: list(`${item}.resolveSupport.properties`).includes("documentation"),
      kind: kinds(
        "textDocument.completion.completionItemKind.valueSet",
        OLD_COMPLETION_KINDS,
        OLDER_COMPLETION_KINDS,
      ),
    },
    diagnostics: {
      related: problems.some((path) => has(`${path}.relatedInformation`)),
      codeDescription: problems.some((path) => has(`${path}.codeDescriptionSupport`)),
      tag: (tag) => isAnyTag || tags.includes(tag),
    },
    documentSymbols: {
      isTree: has("textDocument.documentSymbol.hierarchicalDocumentSymbolSupport"),
      kind: kinds("textDocument.documentSymbol.symbolKind.valueSet", OLD_SYMBOL_KINDS, OLDER_SYMBOL_KINDS),
    },
    workspaceSymbolKind: kinds("workspace.symbol.symbolKind.valueSet", OLD_SYMBOL_KINDS, OLDER_SYMBOL_KINDS),
    folding: {
      limit: typeof limit === "number" ? limit : Number.POSITIVE_INFINITY,
      kind: (kind) => !Array.isArray(foldingKinds) || foldingKinds.includes(kind),
    },
    lazyInlayTooltip: list("textDocument.inlayHint.resolveSupport.properties").includes("tooltip"),
    linkTooltip: has("textDocument.documentLink.tooltipSupport"),
    semanticTokens: {
      full: isAsked(`${requests}.full`),
      delta: has(`${requests}.full.delta`),
      range: isAsked(`${requests}.range`),
    },
    applyEdit: has("workspace.applyEdit"),
    edits: {
      versioned: has("workspace.workspaceEdit.documentChanges"),
      snippets: has("workspace.workspaceEdit.snippetEditSupport"),
    },
  };
}

function range(first: number, last: number): ReadonlySet<number> {
  return new Set(Array.from({ length: last - first + 1 }, (_, i) => first + i));
}
