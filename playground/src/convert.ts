/** LSP ⇄ Monaco: places. Lines and columns of Monaco begin at 1. */
import type * as lsp from "vscode-languageserver-protocol";
import { type IRange, type languages, Position, Range, Uri } from "./monaco.js";
import type { Model } from "./workspace.js";

/** What a request about a document is about. */
export function documentOf({ uri }: Model): lsp.TextDocumentIdentifier {
  return { uri: uri.toString() };
}

export function toPosition({ lineNumber, column }: { lineNumber: number; column: number }): lsp.Position {
  return { line: lineNumber - 1, character: column - 1 };
}

export function toRange(range: IRange): lsp.Range {
  return {
    start: { line: range.startLineNumber - 1, character: range.startColumn - 1 },
    end: { line: range.endLineNumber - 1, character: range.endColumn - 1 },
  };
}

export function fromPosition({ line, character }: lsp.Position): Position {
  return new Position(line + 1, character + 1);
}

export function fromRange({ start, end }: lsp.Range): Range {
  return new Range(start.line + 1, start.character + 1, end.line + 1, end.character + 1);
}

export function fromLocation({ uri, range }: lsp.Location): languages.Location {
  return { uri: Uri.parse(uri), range: fromRange(range) };
}

export function fromEdit({ range, newText }: lsp.TextEdit): languages.TextEdit {
  return { range: fromRange(range), text: newText };
}

export function fromMarkup(
  contents: string | lsp.MarkupContent | undefined,
): { readonly value: string } | undefined {
  if (contents === undefined) return undefined;
  return typeof contents === "string" || contents.kind === "plaintext"
    ? { value: escapeMarkdown(typeof contents === "string" ? contents : contents.value) }
    : { value: contents.value };
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~]/g, "\\$&");
}
