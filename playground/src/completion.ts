/** Completion, as the server offers it. */
import type * as lsp from "vscode-languageserver-protocol";
import { documentOf, fromEdit, fromMarkup, fromRange, toPosition } from "./convert.js";
import type { LanguageServer } from "./language-server.js";
import { languages } from "./monaco.js";
import { LANGUAGES } from "./paths.js";

const { CompletionItemKind: Kind } = languages;

/** Kinds of the protocol, from 1. */
const KINDS: readonly languages.CompletionItemKind[] = [
  ...[Kind.Text, Kind.Method, Kind.Function, Kind.Constructor, Kind.Field, Kind.Variable, Kind.Class],
  ...[Kind.Interface, Kind.Module, Kind.Property, Kind.Unit, Kind.Value, Kind.Enum, Kind.Keyword],
  ...[Kind.Snippet, Kind.Color, Kind.File, Kind.Reference, Kind.Folder, Kind.EnumMember, Kind.Constant],
  ...[Kind.Struct, Kind.Event, Kind.Operator, Kind.TypeParameter],
];

const SNIPPET = 2;
const AS_IS = 1;
const INVOKED = 1;
const TRIGGER_CHARACTER = 2;
const INCOMPLETE = 3;

interface Item extends languages.CompletionItem {
  /** As the server offered it. */
  readonly offered: lsp.CompletionItem;
}

export function offerCompletion(server: LanguageServer): void {
  languages.registerCompletionItemProvider([...LANGUAGES], {
    triggerCharacters: ['"', ":", "{", "[", ",", "/"],
    async provideCompletionItems(model, position, { triggerKind, triggerCharacter }, token) {
      const list = await server.ask<lsp.CompletionItem[] | lsp.CompletionList>(
        "textDocument/completion",
        {
          textDocument: documentOf(model),
          position: toPosition(position),
          context: {
            triggerKind: [INVOKED, TRIGGER_CHARACTER, INCOMPLETE][triggerKind],
            ...(triggerCharacter !== undefined && { triggerCharacter }),
          },
        },
        token,
      );
      const items = Array.isArray(list) ? list : (list?.items ?? []);
      const incomplete = !Array.isArray(list) && list?.isIncomplete === true;
      return { suggestions: items.flatMap(itemsOf), incomplete };
    },
    async resolveCompletionItem(item, token) {
      const { offered } = item as Item;
      const resolved = await server.ask<lsp.CompletionItem>("completionItem/resolve", offered, token);
      const documentation = fromMarkup(resolved?.documentation);
      return documentation ? { ...item, documentation } : item;
    },
  });
}

/** An item in the words of the editor; none if it says nothing of what it inserts. */
function itemsOf(offered: lsp.CompletionItem): Item[] {
  const { label, labelDetails, kind = 1, textEdit, insertTextFormat, insertTextMode, command } = offered;
  if (!textEdit) return [];
  const rules = languages.CompletionItemInsertTextRule;
  const item: Item = {
    offered,
    label: labelDetails ? { label, ...labelDetails } : label,
    kind: KINDS[kind - 1] ?? Kind.Text,
    insertText: textEdit.newText,
    insertTextRules:
      (insertTextFormat === SNIPPET ? rules.InsertAsSnippet : rules.None) |
      (insertTextMode === AS_IS ? rules.KeepWhitespace : rules.None),
    range:
      "range" in textEdit
        ? fromRange(textEdit.range)
        : { insert: fromRange(textEdit.insert), replace: fromRange(textEdit.replace) },
    ...(offered.detail !== undefined && { detail: offered.detail }),
    ...(offered.sortText !== undefined && { sortText: offered.sortText }),
    ...(offered.filterText !== undefined && { filterText: offered.filterText }),
    ...(offered.tags && { tags: [...offered.tags] }),
    ...(offered.preselect && { preselect: true }),
    ...(offered.additionalTextEdits && {
      additionalTextEdits: offered.additionalTextEdits.map((edit) => ({ ...fromEdit(edit) })),
    }),
    ...(command && {
      command: { id: command.command, title: command.title, arguments: command.arguments ?? [] },
    }),
  };
  const documentation = fromMarkup(offered.documentation);
  return [documentation ? { ...item, documentation } : item];
}
