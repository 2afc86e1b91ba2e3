import {
  type CodeAction,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Hover,
  type InlayHint,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type Range,
  type TextEdit,
} from "vscode-languageserver";
import type { CodeAction as CoreAction } from "../features/code-actions.js";
import type { CompletionItem as CoreItem } from "../features/completion.js";
import type { Hover as CoreHover } from "../features/hover.js";
import type { InlayHint as CoreHint } from "../features/inlay-hints.js";
import type { Problem, Severity } from "../rules/rule.js";
import type { Edit } from "../text/edits.js";
import type { PositionEncoding } from "../text/lines.js";
import type { Span } from "../text/tree.js";
import type { DocumentVersion } from "./documents.js";

/** The name of the tool beside its messages. */
const SOURCE = "forge-alloy";

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

/** Turns the core's offsets and plain objects into the protocol's types, for one document and one client. */
export class Converter {
  readonly #document: DocumentVersion;
  readonly #encoding: PositionEncoding;

  readonly #rulePages: string | undefined;

  constructor(document: DocumentVersion, encoding: PositionEncoding, rulePages: string | undefined) {
    this.#document = document;
    this.#encoding = encoding;
    this.#rulePages = rulePages;
  }

  offset(position: { line: number; character: number }): number {
    return this.#document.lines.offsetAt(position, this.#encoding);
  }

  range({ start, end }: Span): Range {
    const { lines } = this.#document;
    return { start: lines.positionAt(start, this.#encoding), end: lines.positionAt(end, this.#encoding) };
  }

  edit(edit: Edit): TextEdit {
    return { range: this.range(edit), newText: edit.text };
  }

  diagnostic(problem: Problem): Diagnostic {
    const { code, message, severity, related, tag } = problem;
    return {
      range: this.range(problem),
      severity: SEVERITIES[severity],
      code,
      ...(this.#rulePages && {
        codeDescription: { href: `${this.#rulePages}/${code.replace("/", "-")}.md` },
      }),
      source: SOURCE,
      message,
      ...(tag && { tags: [tag === "deprecated" ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary] }),
      ...(related && {
        relatedInformation: [
          { location: { uri: this.#document.uri, range: this.range(related) }, message: related.message },
        ],
      }),
    };
  }

  hover({ markdown, start, end }: CoreHover): Hover {
    return { contents: { kind: MarkupKind.Markdown, value: markdown }, range: this.range({ start, end }) };
  }

  /** `index` keeps the core's order in editors that sort by text. */
  completion(item: CoreItem, index: number, retriggerCommand: string | undefined): CompletionItem {
    return {
      label: item.label,
      kind: KINDS[item.kind],
      ...(item.detail !== undefined && { detail: item.detail }),
      ...(item.badge !== undefined && { labelDetails: { description: item.badge } }),
      sortText: String(index).padStart(4, "0"),
      filterText: item.filterText,
      textEdit: this.edit(item.edit),
      insertTextFormat: item.isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      insertTextMode: InsertTextMode.adjustIndentation,
      ...(item.additionalEdits.length > 0 && {
        additionalTextEdits: item.additionalEdits.map((edit) => this.edit(edit)),
      }),
      ...(item.retrigger && retriggerCommand && { command: { title: "Suggest", command: retriggerCommand } }),
    };
  }

  inlayHint({ offset, label, tooltip }: CoreHint): InlayHint {
    const position = this.#document.lines.positionAt(offset, this.#encoding);
    return { position, label, tooltip, paddingLeft: true };
  }

  codeAction(action: CoreAction): CodeAction {
    const { title, kind, isPreferred, problem, edits } = action;
    return {
      title,
      kind,
      ...(isPreferred && { isPreferred }),
      ...(problem && { diagnostics: [this.diagnostic(problem)] }),
      edit: { changes: { [this.#document.uri]: edits.map((edit) => this.edit(edit)) } },
    };
  }
}
