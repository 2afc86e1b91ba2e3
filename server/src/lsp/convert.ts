import type { CodeAction as CoreAction } from "../features/code-actions/code-action.js";
import type { CompletionItem as CoreItem } from "../features/completion/completion-item.js";
import type { FoldingRange as CoreFoldingRange } from "../features/folding.js";
import type { Hover as CoreHover } from "../features/hover.js";
import type { InlayHint as CoreHint } from "../features/inlay-hints.js";
import type { OutlineEntry } from "../features/outline.js";
import { type SemanticToken, TOKEN_MODIFIERS, TOKEN_TYPES } from "../features/semantic-tokens.js";
import type { Problem, Severity } from "../lint/rule.js";
import { packagedPage, ruleAddress } from "../lint/rule-address.js";
import { applyEdits, type Edit } from "../syntax/edits.js";
import { LineIndex, type PositionEncoding } from "../syntax/lines.js";
import type { Span } from "../syntax/tree.js";
import { plainText, tameMarkdown } from "../text/markdown.js";
import type { DocumentVersion } from "./documents.js";
import type { RulePages } from "./host.js";
import {
  type CodeAction,
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type Hover,
  type InlayHint,
  InsertTextFormat,
  InsertTextMode,
  type MarkupContent,
  MarkupKind,
  type Position,
  type Range,
  type SelectionRange,
  type SnippetTextEdit,
  type SymbolInformation,
  SymbolKind,
  type TextEdit,
  type WorkspaceEdit,
} from "./lsp.js";
import type { Outcome } from "./outcomes.js";
import type { Support } from "./support.js";

/** The name of the tool beside its messages. */
const SOURCE = "forge-alloy";

/** The name beside outcomes of a verification, which hold only for the files that were there. */
const VERIFY_SOURCE = "forge-alloy verify";

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const KINDS: Record<CoreItem["kind"], CompletionItemKind> = {
  stage: CompletionItemKind.Class,
  field: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Reference,
  snippet: CompletionItemKind.Snippet,
};

const OUTLINE_KINDS: Record<OutlineEntry["kind"], SymbolKind> = {
  field: SymbolKind.Property,
  section: SymbolKind.Object,
  list: SymbolKind.Array,
  entry: SymbolKind.Struct,
  benchmark: SymbolKind.Number,
  stage: SymbolKind.Variable,
  input: SymbolKind.Interface,
  transform: SymbolKind.Function,
  delivery: SymbolKind.Event,
};

/** Turns the core's offsets and plain objects into the protocol's types, for one document and one client. */
export class Converter {
  readonly #document: DocumentVersion;
  readonly #encoding: PositionEncoding;

  readonly #pages: RulePages;
  readonly #support: Support;

  constructor(document: DocumentVersion, encoding: PositionEncoding, pages: RulePages, support: Support) {
    this.#document = document;
    this.#encoding = encoding;
    this.#pages = pages;
    this.#support = support;
  }

  offset(position: { line: number; character: number }): number {
    return this.#document.lines.offsetAt(position, this.#encoding);
  }

  /** What lies between two positions, in whichever order they come. */
  span({ start, end }: Range): Span {
    const [one, other] = [this.offset(start), this.offset(end)];
    return { start: Math.min(one, other), end: Math.max(one, other) };
  }

  /** The whole lines that a range touches. */
  lineSpan({ start, end }: Range): Span {
    return {
      start: this.offset({ line: Math.min(start.line, end.line), character: 0 }),
      end: this.offset({ line: Math.max(start.line, end.line), character: Number.MAX_SAFE_INTEGER }),
    };
  }

  range(span: Span): Range {
    return { start: this.position(span.start), end: this.position(span.end) };
  }

  /** A span of the text after edits. */
  rangeAfter(edits: readonly Edit[], { start, end }: Span): Range {
    const lines = new LineIndex(applyEdits(this.#document.text, edits));
    return {
      start: lines.positionAt(start, this.#encoding),
      end: lines.positionAt(end, this.#encoding),
    };
  }

  get uri(): string {
    return this.#document.uri;
  }

  edit(edit: Edit): TextEdit {
    return { range: this.range(edit), newText: edit.text };
  }

  diagnostic(problem: Problem): Diagnostic {
    const { code, message, severity, related } = problem;
    const support = this.#support.diagnostics;
    const page = ruleAddress(code, this.#pages.site, this.#pages.rulePages);
    const tag = problem.tag === "deprecated" ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary;
    return {
      range: this.range(problem),
      severity: SEVERITIES[severity],
      code,
      ...(page !== undefined && support.codeDescription && { codeDescription: { href: page } }),
      source: SOURCE,
      message,
      ...(problem.tag && support.tag(tag) && { tags: [tag] }),
      ...(related.length > 0 &&
        support.related && {
          relatedInformation: related.map((one) => ({
            location: { uri: this.#document.uri, range: this.range(one) },
            message: one.message,
          })),
        }),
    };
  }

  /** URI of the packaged page that documents a rule, also offline; undefined where the pages are not next to the server. */
  rulePage(code: string): string | undefined {
    return packagedPage(code, this.#pages.rulePages);
  }

  /** Problems, and those outcomes that leave something to do: a true statement needs no mark. */
  diagnostics(problems: readonly Problem[], outcomes: readonly Outcome[]): Diagnostic[] {
    const open = outcomes.filter(({ outcome }) => outcome !== "verified");
    return [
      ...problems.map((problem) => this.diagnostic(problem)),
      ...open.map((one) => ({
        range: this.range(one),
        severity: one.outcome === "failed" ? DiagnosticSeverity.Error : DiagnosticSeverity.Information,
        code: one.id,
        source: VERIFY_SOURCE,
        message: one.message,
      })),
    ];
  }

  hover({ markdown, start, end }: CoreHover): Hover {
    return {
      contents: markup(markdown, this.#support.markdown.hover),
      range: this.range({ start, end }),
    };
  }

  /** `index` keeps the core's order in editors that sort by text. */
  completion(item: CoreItem, index: number, retriggerCommand: string | undefined): CompletionItem {
    const support = this.#support.completion;
    const edit = this.edit(item.edit);
    const completion: CompletionItem = {
      label: item.label,
      kind: support.kind(KINDS[item.kind]),
      sortText: String(index).padStart(4, "0"),
      filterText: item.filterText,
      // The rest of a token after the cursor would not be valid JSON, so clients that insert have to replace
      // it, too.
      textEdit: support.insertReplace
        ? { newText: edit.newText, insert: edit.range, replace: edit.range }
        : edit,
      insertTextFormat: item.isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    };
    if (support.adjustIndentation) completion.insertTextMode = InsertTextMode.adjustIndentation;
    if (item.detail !== undefined) completion.detail = item.detail;
    if (item.badge && support.labelDetails) completion.labelDetails = { description: item.badge };
    if (item.isDeprecated && support.deprecatedTag) completion.tags = [CompletionItemTag.Deprecated];
    else if (item.isDeprecated && support.deprecatedFlag) completion.deprecated = true;
    if (item.additionalEdits.length > 0)
      completion.additionalTextEdits = item.additionalEdits.map((edit) => this.edit(edit));
    if (item.retrigger && retriggerCommand)
      completion.command = { title: "Suggest", command: retriggerCommand };
    return completion;
  }

  /** Without its tooltip, if the client asks for that when the hint is looked at. */
  inlayHint({ offset, label, tooltip }: CoreHint): InlayHint {
    const hint: InlayHint = { position: this.position(offset), label, paddingLeft: true };
    if (!this.#support.lazyInlayTooltip) hint.tooltip = tooltip();
    return hint;
  }

  position(offset: number): Position {
    return this.#document.lines.positionAt(offset, this.#encoding);
  }

  /** The outline: a tree, or for clients that show none, a list in the order of the text. */
  symbols(entries: readonly OutlineEntry[]): DocumentSymbol[] | SymbolInformation[] {
    return this.#support.documentSymbols.isTree
      ? entries.map((entry) => this.#symbol(entry))
      : this.#symbolList(entries, undefined);
  }

  #symbol({ name, detail, kind, selection, children, ...span }: OutlineEntry): DocumentSymbol {
    return {
      name,
      ...(detail && { detail }),
      kind: this.#support.documentSymbols.kind(OUTLINE_KINDS[kind]),
      range: this.range(span),
      selectionRange: this.range(selection),
      children: children.map((child) => this.#symbol(child)),
    };
  }

  #symbolList(entries: readonly OutlineEntry[], containerName: string | undefined): SymbolInformation[] {
    return entries.flatMap(({ name, kind, children, ...span }) => [
      {
        name,
        kind: this.#support.documentSymbols.kind(OUTLINE_KINDS[kind]),
        location: { uri: this.#document.uri, range: this.range(span) },
        ...(containerName !== undefined && { containerName }),
      },
      ...this.#symbolList(children, name),
    ]);
  }

  foldingRange({ start, end, kind }: CoreFoldingRange): FoldingRange | undefined {
    const first = this.position(start).line;
    // The line of the closing bracket stays in sight.
    const last = this.position(end).line - 1;
    if (last <= first) return undefined;
    return {
      startLine: first,
      endLine: last,
      ...(kind && this.#support.folding.kind(FoldingRangeKind.Region) && { kind: FoldingRangeKind.Region }),
    };
  }

  /** From the innermost to the whole text, each inside its parent. */
  selectionRange(spans: readonly Span[]): SelectionRange {
    const range = (span: Span | undefined) => this.range(span ?? { start: 0, end: 0 });
    return spans.reduceRight<SelectionRange | undefined>(
      (parent, span) => ({ range: range(span), ...(parent && { parent }) }),
      undefined,
    ) as SelectionRange;
  }

  /** Returns five numbers per token, relative to the previous token. Tokens that span lines are omitted. */
  semanticTokens(tokens: readonly SemanticToken[]): number[] {
    const data: number[] = [];
    let [line, character] = [0, 0];
    for (const { start, end, type, modifiers } of tokens) {
      const at = this.position(start);
      const after = this.position(end);
      if (after.line !== at.line) continue;
      data.push(at.line - line, at.line === line ? at.character - character : at.character);
      data.push(after.character - at.character, TOKEN_TYPES.indexOf(type));
      data.push(modifiers.reduce((bits, one) => bits | (1 << TOKEN_MODIFIERS.indexOf(one)), 0));
      [line, character] = [at.line, at.character];
    }
    return data;
  }

  /** Without its edits, which `changes` converts. */
  codeAction({ title, kind, isPreferred, problem }: CoreAction): CodeAction {
    // Put together without copies: an editor asks for a dozen of them at each move of the cursor.
    const action: CodeAction = { title, kind };
    if (isPreferred) action.isPreferred = true;
    if (problem) action.diagnostics = [this.diagnostic(problem)];
    return action;
  }

  /** A change of the document; of this version of it only, if the client can tell versions. */
  changes(edits: readonly Edit[]): WorkspaceEdit {
    const { uri, version } = this.#document;
    const { versioned, snippets } = this.#support.edits;
    if (!versioned) return { changes: { [uri]: edits.map((edit) => this.edit(edit)) } };
    const changed = edits.map((edit): TextEdit | SnippetTextEdit =>
      snippets && edit.snippet !== undefined
        ? { range: this.range(edit), snippet: { kind: "snippet", value: edit.snippet } }
        : this.edit(edit),
    );
    return { documentChanges: [{ textDocument: { uri, version }, edits: changed }] };
  }
}

/** What an item is about: Markdown, or a string for clients that do not show it. */
export function documentationOf(
  item: CoreItem,
  { markdown }: Support,
): Pick<CompletionItem, "documentation"> {
  const text = item.documentation?.();
  if (!text) return {};
  const { kind, value } = markup(text, markdown.completion);
  return { documentation: kind === MarkupKind.Markdown ? { kind, value } : value };
}

function markup(markdown: string, isShown: boolean): MarkupContent {
  return isShown
    ? { kind: MarkupKind.Markdown, value: tameMarkdown(markdown) }
    : { kind: MarkupKind.PlainText, value: plainText(markdown) };
}
