/** Edits that the server makes: fixes and refactorings, formatting, renaming, and edits of several files. */
import type * as lsp from "vscode-languageserver-protocol";
import type { Commands } from "./commands.js";
import { documentOf, fromEdit, fromRange, toPosition, toRange } from "./convert.js";
import type { LanguageServer } from "./language-server.js";
import { editor, languages, Range, Uri } from "./monaco.js";
import { LANGUAGES, pathOf } from "./paths.js";
import type { View } from "./view.js";
import type { Model, Workspace } from "./workspace.js";

const SELECTOR = [...LANGUAGES];
const APPLY = "playground.applyAction";

interface Changes {
  readonly model: Model;
  readonly edits: readonly {
    readonly range: Range;
    readonly text: string;
    readonly isSnippet: boolean;
  }[];
}

/** The contribution of the editor that moves through tab stops; its types are not public. */
interface SnippetController extends editor.IEditorContribution {
  /** Makes edits at once, each with its tab stops. */
  insert(edits: readonly { readonly range: Range; readonly template: string }[]): void;
}

/** Applies edits of the server. */
export class Edits {
  readonly #server: LanguageServer;
  readonly #workspace: Workspace;
  readonly #view: View;

  readonly #commands: Commands;

  constructor(server: LanguageServer, workspace: Workspace, view: View, commands: Commands) {
    this.#server = server;
    this.#workspace = workspace;
    this.#view = view;
    this.#commands = commands;
    server.answer("workspace/applyEdit", ({ edit }: lsp.ApplyWorkspaceEditParams) => ({
      applied: this.apply(edit),
    }));
    this.#offerActions();
    offerFormatting(server);
    offerRenaming(server);
  }

  /** Applies an edit as one step of the undo history of each file. Returns false if the text changed meanwhile. */
  apply(edit: lsp.WorkspaceEdit): boolean {
    for (const change of edit.documentChanges ?? []) {
      if (!("kind" in change)) continue;
      const path = change.kind === "create" ? pathOf(Uri.parse(change.uri)) : undefined;
      if (path === undefined || !this.#workspace.add({ path, text: "" })) return false;
    }
    const changes = this.#changesOf(edit);
    if (!changes) return false;
    for (const change of changes) this.#applyTo(change);
    return true;
  }

  /** Puts a snippet in place of a range, and the cursor at its first tab stop. */
  insertSnippet(model: Model, range: Range, snippet: string): void {
    this.#applyTo({ model, edits: [{ range, text: snippet, isSnippet: true }] });
  }

  /** All edits, by file; `undefined` if one of them is of another version, or of a file that is not here. */
  #changesOf({ documentChanges, changes = {} }: lsp.WorkspaceEdit): readonly Changes[] | undefined {
    const all: readonly lsp.TextDocumentEdit[] = documentChanges
      ? documentChanges.filter(isTextEdit)
      : Object.entries(changes).map(([uri, edits]) => ({ textDocument: { uri, version: null }, edits }));
    const found = all.map(({ textDocument: { uri, version }, edits }) => {
      const model = this.#workspace.find(uri);
      if (!model || (version !== null && version !== model.getVersionId())) return undefined;
      return {
        model,
        edits: edits.map((edit) => ({
          range: fromRange(edit.range),
          text: "snippet" in edit ? edit.snippet.value : edit.newText,
          isSnippet: "snippet" in edit,
        })),
      };
    });
    return found.every((one) => one !== undefined) ? found : undefined;
  }

  #applyTo({ model, edits }: Changes): void {
    const { editor } = this.#view;
    if (!edits.some(({ isSnippet }) => isSnippet)) {
      model.pushStackElement();
      model.pushEditOperations([], [...edits], () => null);
      model.pushStackElement();
      return;
    }
    this.#view.show(model);
    editor.focus();
    const templates = edits.map(({ range, text, isSnippet }) => ({
      range,
      template: isSnippet ? text : text.replace(/[\\$}]/g, "\\$&"),
    }));
    editor.getContribution<SnippetController>("snippetController2")?.insert(templates);
  }

  /** Fixes and refactorings. The editor runs a command for each, so that files can be created and tab stops set. */
  #offerActions(): void {
    const server = this.#server;
    languages.registerCodeActionProvider(SELECTOR, {
      async provideCodeActions(model, range, { only, trigger }, token) {
        const found = await server.ask<lsp.CodeAction[]>(
          "textDocument/codeAction",
          {
            textDocument: documentOf(model),
            range: toRange(range),
            context: { diagnostics: [], triggerKind: trigger, ...(only !== undefined && { only: [only] }) },
          },
          token,
        );
        const actions = (found ?? []).map((action) => ({
          title: action.title,
          ...(action.kind !== undefined && { kind: action.kind }),
          ...(action.isPreferred && { isPreferred: true }),
          diagnostics: (action.diagnostics ?? []).map(({ range, message }) => ({
            ...fromRange(range),
            message,
            severity: 8,
          })),
          command: { id: APPLY, title: action.title, arguments: [action] },
        }));
        return { actions, dispose: () => {} } as languages.CodeActionList;
      },
    });
    editor.registerCommand(APPLY, (_, action: lsp.CodeAction) => void this.run(action));
  }

  /** Applies a code action, then runs its command. */
  async run(action: lsp.CodeAction): Promise<void> {
    const needsEdit = !action.edit && action.data !== undefined;
    const resolved = needsEdit
      ? await this.#server.ask<lsp.CodeAction>("codeAction/resolve", action)
      : action;
    if (!resolved || (resolved.edit && !this.apply(resolved.edit))) return;
    const { command } = resolved;
    if (!command) return;
    if (!this.#commands.run(command))
      await this.#server.ask("workspace/executeCommand", {
        command: command.command,
        arguments: command.arguments ?? [],
      });
  }

  /** Applies all fixes of a file that are safe. Returns whether there were any. */
  async fixAll(model: Model): Promise<boolean> {
    const [action] =
      (await this.#server.ask<lsp.CodeAction[]>("textDocument/codeAction", {
        textDocument: documentOf(model),
        range: toRange(model.getFullModelRange()),
        context: { diagnostics: [], only: ["source.fixAll"] },
      })) ?? [];
    if (!action) return false;
    await this.run(action);
    return true;
  }
}

function isTextEdit(
  change: NonNullable<lsp.WorkspaceEdit["documentChanges"]>[number],
): change is lsp.TextDocumentEdit {
  return !("kind" in change);
}

function offerFormatting(server: LanguageServer): void {
  const edits = async (method: string, params: object) =>
    ((await server.ask<lsp.TextEdit[]>(method, params)) ?? []).map(fromEdit);
  languages.registerDocumentFormattingEditProvider(SELECTOR, {
    displayName: "Forge Alloy",
    provideDocumentFormattingEdits: (model, options) =>
      edits("textDocument/formatting", { textDocument: documentOf(model), options }),
  });
  languages.registerDocumentRangeFormattingEditProvider(SELECTOR, {
    displayName: "Forge Alloy",
    provideDocumentRangeFormattingEdits: (model, range, options) =>
      edits("textDocument/rangeFormatting", {
        textDocument: documentOf(model),
        range: toRange(range),
        options,
      }),
  });
  languages.registerOnTypeFormattingEditProvider(SELECTOR, {
    autoFormatTriggerCharacters: ["}", "]", "\n"],
    provideOnTypeFormattingEdits: (model, position, ch, options) =>
      edits("textDocument/onTypeFormatting", {
        textDocument: documentOf(model),
        position: toPosition(position),
        ch,
        options,
      }),
  });
}

function offerRenaming(server: LanguageServer): void {
  languages.registerRenameProvider(SELECTOR, {
    async provideRenameEdits(model, position, newName) {
      const params = { textDocument: documentOf(model), position: toPosition(position), newName };
      const edit = await server.ask<lsp.WorkspaceEdit>("textDocument/rename", params);
      if (!edit) return { edits: [], rejectReason: "There is nothing to rename here." };
      const all = (edit.documentChanges ?? []).filter(isTextEdit);
      return {
        edits: all.flatMap(({ textDocument: { uri }, edits }) =>
          edits.flatMap((one) =>
            "newText" in one
              ? [{ resource: Uri.parse(uri), textEdit: fromEdit(one), versionId: undefined }]
              : [],
          ),
        ),
      };
    },
    async resolveRenameLocation(model, position) {
      const at = { textDocument: documentOf(model), position: toPosition(position) };
      const found = await server.ask<lsp.PrepareRenameResult>("textDocument/prepareRename", at);
      const range = found && ("range" in found ? found.range : "start" in found ? found : undefined);
      if (!found || !range) {
        const here = new Range(position.lineNumber, position.column, position.lineNumber, position.column);
        return { range: here, text: "", rejectReason: "There is nothing to rename here." };
      }
      const lifted = fromRange(range);
      const text = "placeholder" in found ? found.placeholder : model.getValueInRange(lifted);
      return { range: lifted, text };
    },
  });
}
